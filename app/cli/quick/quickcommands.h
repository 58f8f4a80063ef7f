// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace btw::cli {

/// Commands that compute nothing: a program of their own has them, which starts without LibTorch (a third of
/// a second to load).
inline constexpr std::array kQuickCommands { "validate", "runs", "compare", "export", "remove", "sample",
    "export-model", "parameters", "systems", "tokens" };

} // namespace btw::cli
