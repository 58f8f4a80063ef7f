// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/epochs.h"

#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace btw::io {

namespace {

constexpr double kEpoch = 1e8; ///< seconds: 1973; as hours these are 11,000 years
constexpr double kThousand = 1000;

struct Unit
{
    double from; ///< the year 1973
    double seconds;
    const char* name;
};
constexpr std::array<Unit, 4> kUnits = { { { kEpoch, 1, "seconds" }, { 1e11, 1e-3, "milliseconds" },
    { 1e14, 1e-6, "microseconds" }, { 1e17, 1e-9, "nanoseconds" } } };

/// Each unit is a thousand of the next: the bounds lie between the years 1973 and 5138 of both.
const Unit& unitFor(double stamp)
{
    const auto* const next = std::find_if(
        kUnits.begin() + 1, kUnits.end(), [stamp](const Unit& unit) { return stamp < unit.from; });
    return *(next - 1);
}

} // namespace

void StampSizes::look(double stamp, std::size_t place)
{
    if (m_count == 0 || stamp < m_least) {
        m_least = stamp;
        m_leastPlace = place;
    }
    if (m_count == 0 || stamp > m_most) {
        m_most = stamp;
        m_mostPlace = place;
    }
    if (stamp < kEpoch)
        ++m_small;
    else if (m_count + 1 - m_small == 1 || stamp < m_leastLarge)
        m_leastLarge = stamp;
    ++m_count;
    m_whole = m_whole && stamp == std::floor(stamp);
    constexpr double kTen = 10;
    while (m_step >= kThousand && std::fmod(stamp, m_step) != 0)
        m_step /= kTen;
}

Counting StampSizes::counting(double unitSeconds, const std::string& called) const
{
    constexpr std::size_t kEnough = 3; // numbers in such a range by chance are few
    // A stay of two days has 1e8 milliseconds, a study of three years 1e8 seconds.
    constexpr double kLongest = 9e8;
    const double epoch = unitSeconds < 1 ? kEpoch / unitSeconds : kEpoch;
    if (m_count == 0)
        return Counting::FromStart;
    if (m_least >= epoch) {
        // In seconds to the year 2286, in milliseconds from 1973 on, and so for the others: what lies between
        // is either.
        constexpr double kClearly = 100;
        const Unit& least = unitFor(m_least);
        return m_least < least.from * kClearly && least.from != unitFor(m_most).from ? Counting::TwoUnits
                                                                                     : Counting::Since1970;
    }
    constexpr double kNear = 4; // stamps of one cohort lie within decades
    const bool few = m_small > 0 && m_small * kEnough <= m_count && m_most < m_leastLarge * kNear;
    if (few && m_most >= (unitSeconds <= 1 ? kLongest / std::min(unitSeconds, 1.0) : kEpoch))
        return Counting::FewFromStart;
    constexpr double kHour = 3600;
    constexpr double kFirst1900 = 20000; // 1954
    constexpr double kLast1900 = 80000; // 2119
    constexpr double kYearZero = 693960; // from the year 0 to 1900
    constexpr double kLastOfZero = 770000; // 2108
    const bool dayNumbers
        = (m_least >= kFirst1900 && m_most <= kLast1900) || (m_least >= kYearZero && m_most <= kLastOfZero);
    const bool hours = contains(called, "hour") || contains(called, "stunde");
    const bool dates = contains(called, "date") || contains(called, "datum");
    return dayNumbers && m_count >= kEnough && unitSeconds == kHour && !hours && (!m_whole || dates)
        ? Counting::Days
        : Counting::FromStart;
}

std::string StampSizes::unitOf(double stamp) { return unitFor(stamp).name; }

double StampSizes::unitSeconds() const { return unitFor(m_most).seconds; }

double StampSizes::roundedTo() const
{
    constexpr std::size_t kEnough = 3;
    const double seconds = m_step * unitSeconds();
    return m_count >= kEnough && seconds >= kThousand ? seconds : 0;
}

} // namespace btw::io
