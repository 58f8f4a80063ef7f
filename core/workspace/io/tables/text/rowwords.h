// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// Whether a cell names a unit of measurement: `mg/dL`, `[years]`, `%`.
bool isUnit(std::string_view cell);

/// What people call the row that sums the others up, in small letters.
const std::vector<std::string>& totalWords();
/// Whether a cell is one of them, whatever stands behind it: `Total (n = 90):`.
bool isTotalWord(std::string_view cell);

/// Words that name such a row, too, but may as well be a person's or a sample's name: `max`, `N`.
const std::vector<std::string>& perhapsTotalWords();
bool isPerhapsTotalWord(std::string_view cell);

} // namespace btw::io
