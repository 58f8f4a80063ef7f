// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace btw::io {

/// Whether a cell is one of the words that a remedy names: as it stands, but for what nobody sees around it,
/// or as the whole number that its decimals say ("9.0" is 9; "09" is not, since it may be another id).
bool isOneOfWords(std::string_view cell, const std::set<std::string, std::less<>>& words);

} // namespace btw::io
