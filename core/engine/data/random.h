// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace btw::data {

/// xoshiro256** (Blackman and Vigna 2018), seeded by splitmix64. What std::shuffle and the distributions of
/// <random> draw is left to the library; a drawn split or a planted cohort must be the same everywhere.
class Random
{
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    /// Uniform on 0..bound-1, without bias. bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Uniform on [0, 1), 53 bits.
    double uniform();
    /// Standard normal (Box and Muller 1958).
    double normal();

    /// Fisher-Yates.
    template <typename T> void shuffle(std::vector<T>& items)
    {
        for (std::size_t i = items.size(); i > 1; --i) {
            using std::swap;
            swap(items[i - 1], items[static_cast<std::size_t>(below(i))]);
        }
    }

private:
    std::array<std::uint64_t, 4> m_state {};
    double m_spare = 0;
    bool m_hasSpare = false;
};

} // namespace btw::data
