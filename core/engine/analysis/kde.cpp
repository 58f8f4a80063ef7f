// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/kde.h"

#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace btw::analysis {

namespace {

constexpr std::size_t kPoints = 200;
constexpr double kCut = 3; ///< bandwidths beyond the extremes
constexpr std::size_t kDirectLimit = 2000;
constexpr double kReach = 6; ///< bandwidths after which a kernel is below 2e-8 of its height
/// Linear interpolation of a Gaussian is off by at most (1/64)^2 / 8 = 3e-5 of its height.
constexpr double kBinsPerBandwidth = 64;

double scottBandwidth(const std::vector<double>& values)
{
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values)
        mean += value / n;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::pow(n, -0.2) * std::sqrt(squares / (n - 1));
}

double kernel(double bandwidths) { return std::exp(-0.5 * bandwidths * bandwidths); }

/// Where mass lies: the values themselves, or the occupied cells of a fine grid.
struct Mass
{
    std::vector<double> at; ///< ascending
    std::vector<double> amount;
};

Mass sortedValues(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return { values, std::vector<double>(values.size(), 1.0) };
}

/// Shares each value between the two grid points around it (Wand 1994), so that the cost of a curve depends
/// on the bandwidth and no longer on n.
Mass binned(const std::vector<double>& values, double least, double greatest, double step)
{
    const auto cells = static_cast<std::size_t>(std::ceil((greatest - least) / step)) + 2;
    std::vector<double> grid(cells, 0.0);
    for (const double value : values) {
        const double position = (value - least) / step;
        const auto cell = std::min(static_cast<std::size_t>(position), cells - 2);
        const double right = position - static_cast<double>(cell);
        grid[cell] += 1 - right;
        grid[cell + 1] += right;
    }
    Mass mass;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        if (grid[cell] == 0)
            continue;
        mass.at.push_back(least + static_cast<double>(cell) * step);
        mass.amount.push_back(grid[cell]);
    }
    return mass;
}

} // namespace

DensityCurve kernelDensity(const std::vector<double>& values, double share)
{
    DensityCurve curve;
    curve.n = static_cast<std::int64_t>(values.size());
    if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
        throw Error("A density needs finite numbers: leave out instances without a label.");
    if (values.size() < 2)
        return curve;
    const auto [leastAt, greatestAt] = std::minmax_element(values.begin(), values.end());
    const double least = *leastAt;
    const double greatest = *greatestAt;
    const double bandwidth = scottBandwidth(values);
    if (least == greatest || !std::isfinite(1 / bandwidth))
        return curve;

    const bool isLarge = values.size() > kDirectLimit;
    const Mass mass
        = isLarge ? binned(values, least, greatest, bandwidth / kBinsPerBandwidth) : sortedValues(values);
    // A small sample is summed whole, to agree with SciPy to the last digits even far out in a tail.
    const double reach = isLarge ? kReach * bandwidth : greatest - least + 2 * kCut * bandwidth;
    const double start = least - kCut * bandwidth;
    const double spacing = (greatest - least + 2 * kCut * bandwidth) / (kPoints - 1);
    const double height
        = share / (static_cast<double>(values.size()) * bandwidth * std::sqrt(2 * std::numbers::pi));
    for (std::size_t p = 0; p < kPoints; ++p) {
        const double x = start + static_cast<double>(p) * spacing;
        double sum = 0;
        const auto first = std::lower_bound(mass.at.begin(), mass.at.end(), x - reach);
        for (auto i = static_cast<std::size_t>(first - mass.at.begin());
             i < mass.at.size() && mass.at[i] <= x + reach; ++i)
            sum += mass.amount[i] * kernel((x - mass.at[i]) / bandwidth);
        curve.x.push_back(x);
        curve.density.push_back(height * sum);
    }
    return curve;
}

} // namespace btw::analysis
