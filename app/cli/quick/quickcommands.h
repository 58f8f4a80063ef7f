// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace btw::cli {

/// Commands that only read and show what is there: a program of their own has them, which starts without
/// LibTorch (a third of a second to load).
inline constexpr std::array kQuickCommands { "validate", "runs", "compare", "export", "remove" };

} // namespace btw::cli
