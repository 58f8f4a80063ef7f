// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/cohortdraft.h"
#include "workspace/io/pickle/value.h"

#include <cstdint>
#include <map>
#include <string>

namespace btw::importers {

/// Looks at the time stamps of all stays: whether they can be hours, and whether they rise from 0.
class TimeCheck
{
public:
    void check(io::pickle::Value stay, const std::string& id);
    /// `regular`: irg_ts itself is not read, only what was made of it.
    void report(io::pickle::CohortDraft& draft, bool regular) const;

private:
    struct Found
    {
        double farthest = 0; ///< from 0
        std::int64_t negative = 0; ///< stays
        std::int64_t unsorted = 0;
        std::int64_t repeated = 0;
        std::string firstNegative; ///< id
        std::string firstUnsorted;
    };
    std::map<std::string, Found> m_byKey;
};

} // namespace btw::importers
