// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include "engine/data/cohort.h"
#include "workspace/io/problems.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace btw::cli {

/// Problems as messages and, with --json, errors as lines of their own.
/// \returns whether one of them is an error.
bool printProblems(const std::vector<io::Problem>& problems, bool json, Console& console);

/// What is drawn of the splits of a cohort as it was read; nothing where the data gives them all.
std::optional<io::Problem> drawnSplitsNote(const data::Cohort& asRead, std::uint64_t seed);

} // namespace btw::cli
