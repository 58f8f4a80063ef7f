// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/io/problems.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace btw::io {

/// What reading gave: a cohort, or none when any problem is an error. Bad data never throws.
struct ReadResult
{
    std::optional<data::Cohort> cohort;
    std::vector<Problem> problems; ///< in the order of the file; notes and warnings, too

    bool hasErrors() const
    {
        for (const Problem& problem : problems)
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
    /// Bytes of memory that the values of one file may take: what a small file can ask for with repeated
    /// objects, categories made into columns, long tables made into bins.
    std::uint64_t memoryBytes = std::uint64_t(16) << 30;
    /// Columns of a table.
    std::size_t columns = 1'000'000;
    /// Rows to read of a table that is not text: enough for a preview. 0: all.
    std::int64_t headRows = 0;
    /// Seconds of computing that a library of other people may take for one file. 0: by the file's size.
    int readerSeconds = 0;
    /// Told now and then which share of what is being read is done, 0 to 1. False stops the reading.
    std::function<bool(double)> progress = {};

    /// The limits above, but for what the environment raises or lowers: BTW_UNPACK_GIB, a whole number.
    static ReadLimits ofEnvironment();
};

} // namespace btw::io
