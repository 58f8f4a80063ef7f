// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/sortedcolumn.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace btw::weighting {

namespace {

constexpr std::int64_t kParallelFrom = 2000;
constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigits = 3;
constexpr std::size_t kDigitValues = std::size_t { 1 } << kDigitBits;

struct Item
{
    std::uint32_t key;
    std::uint32_t row;
};

/// Sign, exponent and the first 20 bits of the fraction, in the order of the numbers.
std::uint32_t keyOf(double value)
{
    const auto bits = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(value) >> 32U);
    constexpr std::uint32_t kSign = 0x80000000U;
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

std::size_t digit(std::uint32_t key, std::size_t place)
{
    return key >> (place * kDigitBits) & (kDigitValues - 1);
}

/// By counting, digit by digit from the least one on.
std::vector<Item> sortedByKey(std::span<const double> values)
{
    std::array<std::array<std::uint32_t, kDigitValues>, kDigits> starts {};
    std::vector<Item> items(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        items[i] = { keyOf(values[i]), static_cast<std::uint32_t>(i) };
        for (std::size_t place = 0; place < kDigits; ++place) {
            ++starts[place][digit(items[i].key, place)];
        }
    }
    std::vector<Item> other(values.size());
    for (std::size_t place = 0; place < kDigits; ++place) {
        std::uint32_t start = 0;
        for (std::uint32_t& entry : starts[place]) {
            start += std::exchange(entry, start);
        }
        for (const Item& item : items) {
            other[starts[place][digit(item.key, place)]++] = item;
        }
        items.swap(other);
    }
    return items;
}

/// How many steps from `at` stay within the radius: `isWithin(steps)` turns from true to false once. Outwards
/// in doubled steps, since the end is near: then halving, without branches that could be mispredicted.
template <typename Test> std::size_t stepsWithin(std::size_t most, const Test& isWithin)
{
    std::size_t beyond = 1;
    while (beyond <= most && isWithin(beyond)) {
        beyond *= 2;
    }
    std::size_t steps = beyond / 2;
    for (std::size_t half = beyond / 4; half > 0; half /= 2) {
        const std::size_t further = steps + half;
        const bool isInside = isWithin(std::min(further, most));
        steps += half * (static_cast<std::size_t>(isInside) & static_cast<std::size_t>(further <= most));
    }
    return steps;
}

} // namespace

SortedColumn::SortedColumn(std::vector<double> values)
    : m_values(std::move(values))
{
    std::vector<Item> items = sortedByKey(m_values);
    for (auto begin = items.begin(); begin != items.end();) {
        const auto end
            = std::find_if(begin + 1, items.end(), [begin](const Item& i) { return i.key != begin->key; });
        if (end - begin > 1) {
            std::sort(begin, end,
                [this](const Item& a, const Item& b) { return m_values[a.row] < m_values[b.row]; });
        }
        begin = end;
    }
    m_sorted.reserve(items.size());
    m_rows.reserve(items.size());
    for (const Item& item : items) {
        m_sorted.push_back(m_values[item.row]);
        m_rows.push_back(item.row);
    }
}

std::vector<std::uint32_t> SortedColumn::countsWithin(std::span<const double> radii) const
{
    std::vector<std::uint32_t> counts(size());
    const auto count = static_cast<std::int64_t>(size());
    // Radii lie scattered: fetched ahead of the search, which would wait for each.
    std::vector<double> ordered(size());
#pragma omp parallel if (count > kParallelFrom)
    {
#pragma omp for schedule(static)
        for (std::int64_t rank = 0; rank < count; ++rank) {
            const auto i = static_cast<std::size_t>(rank);
            ordered[i] = radii[m_rows[i]];
        }
#pragma omp for schedule(dynamic, 512)
        for (std::int64_t rank = 0; rank < count; ++rank) {
            const auto i = static_cast<std::size_t>(rank);
            const double* own = m_sorted.data() + i;
            const double x = *own;
            const double radius = ordered[i];
            const std::size_t below
                = stepsWithin(i, [=](std::size_t steps) { return x - *(own - steps) <= radius; });
            const std::size_t above
                = stepsWithin(size() - 1 - i, [=](std::size_t steps) { return own[steps] - x <= radius; });
            counts[i] = static_cast<std::uint32_t>(below + 1 + above);
        }
    }
    return counts;
}

} // namespace btw::weighting
