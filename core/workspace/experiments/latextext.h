// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::experiments {

/// A text as LaTeX sets it: what means something to LaTeX is escaped, signs become mathematics.
QString latexText(const QString& plain);

} // namespace btw::experiments
