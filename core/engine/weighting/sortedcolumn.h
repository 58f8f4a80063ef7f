// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace btw::weighting {

/// A column of finite numbers together with its order, for counting who lies close to whom.
class SortedColumn
{
public:
    /// O(N). \param values N < 2^32
    explicit SortedColumn(std::vector<double> values);

    std::size_t size() const { return m_values.size(); }
    /// As given.
    std::span<const double> values() const { return m_values; }
    /// Ascending.
    std::span<const double> sorted() const { return m_sorted; }
    /// Which row the i-th of sorted() is.
    std::span<const std::uint32_t> rows() const { return m_rows; }

    /// N, in ascending order of the values: how many numbers v, the own x included, have |v - x| <= radius,
    /// the test being made with this very subtraction. \param radii N, at least 0, as the values were given
    std::vector<std::uint32_t> countsWithin(std::span<const double> radii) const;

private:
    std::vector<double> m_values;
    std::vector<double> m_sorted;
    std::vector<std::uint32_t> m_rows; ///< of the sorted values
};

} // namespace btw::weighting
