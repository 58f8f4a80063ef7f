// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace btw::pages {

/// What is said of a source that was read and can be opened.
QString warningWords(std::int64_t warnings);
/// What is said of one that was read and cannot.
QString errorWords(std::int64_t errors);

} // namespace btw::pages
