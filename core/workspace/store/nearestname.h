// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace btw::store {

/// The name with the fewest edits from a word that is none of them. \param names at least one
std::string nearestName(std::string_view word, const std::vector<std::string>& names);

} // namespace btw::store
