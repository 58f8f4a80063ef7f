// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/cohortdraft.h"
#include "workspace/io/pickle/rowblock.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::importers {

/// Gathers one modality of the stays, steps with time stamps, and copies it into a series.
class SeriesSource
{
public:
    enum class Unsorted : std::uint8_t { IsAnError, IsSorted };
    enum class Infinity : std::uint8_t { IsAnError, IsMissing };

    SeriesSource(std::string name, std::string valuesKey, Unsorted unsorted, Infinity infinity);

    /// Steps at regular times under another key, in the order in which they lie there: a sequence.
    void readRegular(std::string valuesKey);

    const std::string& name() const { return m_name; }
    const std::string& key() const { return m_key; }
    bool isRegular() const { return m_isRegular; }
    bool hasFeatures() const { return m_dims > 0; }
    std::int64_t dims() const { return m_dims; }

    /// One stay: steps, their times, and where `mask` is not null, 1 where a value was measured. False, with
    /// a problem, where they do not fit each other.
    bool add(io::pickle::Value values, io::pickle::Value times, const std::string& timesKey,
        io::pickle::Value mask, io::pickle::CohortDraft& draft);
    void addAbsent();

    /// Times count down to the end of the stay: as they are distributed, some do and some do not, under one
    /// name. Turns them round where more of them fall than rise.
    void turnIfFalling(io::pickle::CohortDraft& draft);

    /// False when stopped. \throws OverLimit
    bool build(io::pickle::CohortDraft& draft, const io::pickle::GoOn& goOn);

private:
    struct Stay
    {
        io::pickle::RowBlock values;
        io::pickle::RowBlock mask; ///< no rows: everything was measured
        std::vector<float> times;
    };

    std::vector<std::size_t> order(std::size_t stay, io::pickle::CohortDraft& draft);
    void append(std::size_t stay, data::Modality& out, io::pickle::CohortDraft& draft);

    std::string m_name;
    std::string m_key;
    std::string m_timesKey;
    Unsorted m_unsorted;
    Infinity m_infinity;
    bool m_isRegular = false;
    std::int64_t m_dims = 0;
    std::vector<Stay> m_stays;
    std::vector<float> m_values; ///< of the stay at hand
    std::vector<float> m_mask;
    std::int64_t m_sorted = 0; ///< stays
    std::int64_t m_infinities = 0;
};

} // namespace btw::importers
