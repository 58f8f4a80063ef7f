// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace btw::io {

/// What reading gave: a cohort, or none when any problem is an error. Bad data never throws.
struct ReadResult
{
    std::optional<data::Cohort> cohort;
    std::vector<data::Problem> problems; ///< in the order of the file; notes and warnings, too

    bool hasErrors() const
    {
        for (const data::Problem& problem : problems)
            if (problem.severity == data::Severity::Error)
                return true;
        return false;
    }
};

/// How much a file may ask for before it is refused.
struct ReadLimits
{
    /// Bytes of an archive once decompressed, all members together: declared and real.
    std::uint64_t decompressedBytes = std::uint64_t(16) << 30;
};

} // namespace btw::io
