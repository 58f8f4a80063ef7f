// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::widgets {

/// A name within a sentence of another direction: an Arabic one does not take the words and numbers beside it
/// along. Names that run from left to right stay as they are.
QString isolated(const QString& name);

} // namespace btw::widgets
