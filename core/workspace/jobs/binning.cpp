// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/binning.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::jobs {

namespace {

/// The smallest distance of two of the values if all lie on its multiples; else 0.
double stepOf(std::vector<double> values)
{
    constexpr double kSlack = 1e-6; // of a step: decimals such as 0.2 are not exact
    std::sort(values.begin(), values.end());
    const double range = values.back() - values.front();
    const double equal = range * 1e-9;
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < values.size(); ++i)
        if (const double gap = values[i] - values[i - 1]; gap > equal)
            step = std::min(step, gap);
    if (!(step <= range))
        return 0;
    for (const double value : values) {
        const double steps = (value - values.front()) / step;
        if (std::abs(steps - std::round(steps)) > kSlack * std::max(1.0, steps))
            return 0;
    }
    return step;
}

} // namespace

Binning::Binning(double low, double high, double step)
    : m_low(low)
    , m_width((high - low) / static_cast<double>(kContinuous))
    , m_scale(0)
    , m_count(kContinuous)
{
    // With more possible values than this in a bin, one more or less is not seen.
    constexpr double kFew = 100.0 * static_cast<double>(kMost);
    const double possible = step > 0 ? std::round((high - low) / step) + 1 : 0;
    if (!(low < high)) {
        // Half a unit to both sides, or enough of a large value to be told from it.
        const double around = std::max(0.5, std::abs(low) * 1e-6);
        m_low = low - around;
        m_width = 2 * around;
        m_count = 1;
    } else if (step > 0 && possible <= kFew) {
        const double each = std::ceil(possible / static_cast<double>(kMost));
        m_count = static_cast<std::size_t>(std::ceil(possible / each));
        m_width = each * step;
        m_low = low - step / 2;
    }
    m_scale = 1 / m_width;
}

Binning Binning::of(const std::vector<double>& values)
{
    if (values.empty())
        return { 0, 0, 0 };
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return { *least, *most, *least < *most ? stepOf(values) : 0 };
}

double medianOf(std::vector<double>& values)
{
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 != 0)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

} // namespace btw::jobs
