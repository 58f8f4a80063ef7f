// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/statistic.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::analysis {

/// Draws with replacement: instances, or whole groups when there are groups.
class Resampler
{
public:
    /// \param groups empty, or n names.
    Resampler(std::size_t n, const std::vector<std::string>& groups);

    std::size_t units() const { return m_units; }

    /// Draws as many units as there are into `drawn` (n counts). `draw` numbers the resample: the same seed
    /// and number give the same counts, on whichever thread.
    void resample(std::uint64_t seed, std::uint64_t draw, Multiplicity& drawn) const;

private:
    std::size_t m_n = 0;
    std::size_t m_units = 0;
    std::vector<std::uint32_t> m_unitOf; ///< unit of each instance; empty without groups
};

} // namespace btw::analysis
