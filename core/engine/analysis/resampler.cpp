// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/resampler.h"

#include "engine/error.h"

#include <unordered_map>

namespace btw::analysis {

namespace {

// SplitMix64 (Steele, Lea & Flood 2014): its state may start anywhere, so every resample owns a stream.
// The standard library's distributions are not used: their output differs between libraries.
class SplitMix64
{
public:
    explicit SplitMix64(std::uint64_t state)
        : m_state(state)
    {
    }

    std::uint64_t next()
    {
        m_state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t mixed = m_state;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
        return mixed ^ (mixed >> 31U);
    }

private:
    std::uint64_t m_state;
};

} // namespace

Resampler::Resampler(std::size_t n, const std::vector<std::string>& groups)
    : m_n(n)
    , m_units(n)
{
    if (groups.empty())
        return;
    if (groups.size() != n)
        throw Error("There are " + std::to_string(groups.size()) + " groups for " + std::to_string(n)
            + " instances: give one group per instance, or none at all.");
    std::unordered_map<std::string, std::uint32_t> units;
    m_unitOf.reserve(n);
    for (const std::string& group : groups)
        m_unitOf.push_back(units.try_emplace(group, static_cast<std::uint32_t>(units.size())).first->second);
    m_units = units.size();
}

void Resampler::resample(std::uint64_t seed, std::uint64_t draw, Multiplicity& drawn) const
{
    SplitMix64 generator(SplitMix64(SplitMix64(seed).next() + draw).next());
    Multiplicity perUnit(m_units, 0);
    for (std::size_t u = 0; u < m_units; ++u) {
        // The high half of a product maps 32 random bits onto 0..units-1 (Lemire 2019); its bias is below
        // units / 2^32, far under the Monte-Carlo error.
        ++perUnit[((generator.next() >> 32U) * m_units) >> 32U];
    }
    if (m_unitOf.empty()) {
        drawn.swap(perUnit);
        return;
    }
    drawn.resize(m_n);
    for (std::size_t i = 0; i < m_n; ++i)
        drawn[i] = perUnit[m_unitOf[i]];
}

} // namespace btw::analysis
