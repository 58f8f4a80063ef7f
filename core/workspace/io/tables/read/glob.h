// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace btw::io {

/// Shell pattern with `*` and `?` only: brackets occur in column names.
bool matchesGlob(std::string_view pattern, std::string_view name);

} // namespace btw::io
