// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include "workspace/io/problems.h"

#include <vector>

namespace btw::cli {

/// Problems as messages and, with --json, errors as lines of their own.
/// \returns whether one of them is an error.
bool printProblems(const std::vector<io::Problem>& problems, bool json, Console& console);

} // namespace btw::cli
