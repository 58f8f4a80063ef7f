// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/mutualinformation.h"

#include "engine/parallelerror.h"
#include "engine/weighting/chebyshevtree.h"
#include "engine/weighting/digamma.h"
#include "engine/weighting/noise.h"
#include "engine/weighting/ondevice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace btw::weighting {

namespace {

constexpr double kJitter = 1e-10;
constexpr std::size_t kParallelFrom = 2000;

/// Sum of term(v) over all v, in eight partial sums: fast, and the same on every machine.
template <typename Term> double sumOf(std::span<const double> values, const Term& term)
{
    constexpr std::size_t kParts = 8;
    std::array<double, kParts> parts {};
    const std::size_t whole = values.size() - values.size() % kParts;
    for (std::size_t i = 0; i < whole; i += kParts) {
        for (std::size_t part = 0; part < kParts; ++part) {
            parts[part] += term(values[i + part]);
        }
    }
    double sum = 0;
    for (const double part : parts) {
        sum += part;
    }
    for (std::size_t i = whole; i < values.size(); ++i) {
        sum += term(values[i]);
    }
    return sum;
}

// Divided by its population standard deviation, without centring, as
// sklearn.preprocessing.scale(with_mean=False) does for mutual_info_regression: a column whose deviation is
// rounding noise is left as it is.
void scale(std::vector<double>& column)
{
    const auto n = static_cast<double>(column.size());
    const double centre = sumOf(column, [](double v) { return v; }) / n;
    const double squares = sumOf(column, [centre](double v) { return (v - centre) * (v - centre); });
    const double deviation = std::sqrt(squares / n);
    const bool isConstant
        = std::adjacent_find(column.begin(), column.end(), std::not_equal_to<>()) == column.end();
    if (isConstant || deviation < 10 * std::numeric_limits<double>::epsilon()) {
        return;
    }
    for (double& v : column) {
        v /= deviation;
    }
}

void addJitter(std::vector<double>& column, std::span<const double> noise)
{
    const double sum = sumOf(column, [](double v) { return std::abs(v); });
    const double size = kJitter * std::max(1.0, sum / static_cast<double>(column.size()));
    for (std::size_t i = 0; i < column.size(); ++i) {
        column[i] += size * noise[i];
    }
}

/// Two columns, made side by side.
template <typename Make>
std::array<std::optional<SortedColumn>, 2> both([[maybe_unused]] std::size_t rows, const Make& make)
{
    std::array<std::optional<SortedColumn>, 2> columns;
    ParallelError error;
#pragma omp parallel for schedule(static, 1) if (rows > kParallelFrom)
    for (std::size_t i = 0; i < 2; ++i) {
        error.guard(i, [&] { columns[i].emplace(make(i)); });
    }
    error.rethrow();
    return columns;
}

/// Mean of psi over the counts: the same count comes again and again.
double meanDigamma(const std::vector<std::uint32_t>& counts)
{
    std::vector<std::uint32_t> times(*std::max_element(counts.begin(), counts.end()) + std::size_t { 1 });
    for (const std::uint32_t count : counts) {
        ++times[count];
    }
    double sum = 0;
    for (std::size_t count = 0; count < times.size(); ++count) {
        if (times[count] > 0) {
            sum += times[count] * digamma(static_cast<double>(count));
        }
    }
    return sum / static_cast<double>(counts.size());
}

} // namespace

double mutualInformationOfLabels(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b)
{
    if (a.empty()) {
        return 0;
    }
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> joint;
    std::map<std::uint32_t, double> marginalA;
    std::map<std::uint32_t, double> marginalB;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ++joint[{ a[i], b[i] }];
        ++marginalA[a[i]];
        ++marginalB[b[i]];
    }
    const auto n = static_cast<double>(a.size());
    double sum = 0;
    for (const auto& [labels, count] : joint) {
        sum += count / n * std::log(count * n / (marginalA[labels.first] * marginalB[labels.second]));
    }
    return std::max(sum, 0.0);
}

double mutualInformationBias(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b)
{
    if (a.empty())
        return 0;
    const auto occurring = [](std::span<const std::uint32_t> labels) {
        return static_cast<double>(std::set<std::uint32_t>(labels.begin(), labels.end()).size());
    };
    return (occurring(a) - 1) * (occurring(b) - 1) / (2 * static_cast<double>(a.size()));
}

SortedColumn jitteredColumn(std::span<const double> column, std::span<const double> noise)
{
    std::vector<double> values(column.begin(), column.end());
    scale(values);
    addJitter(values, noise);
    return SortedColumn(std::move(values));
}

double mutualInformationOfColumns(std::span<const double> x, std::span<const double> y, std::size_t k)
{
    if (x.size() <= k) {
        return 0;
    }
    const std::vector<double> noise = standardNormals(2 * x.size());
    const auto [sortedX, sortedY] = both(x.size(), [&](std::size_t i) {
        return jitteredColumn(i == 0 ? x : y, std::span(noise).subspan(i * x.size()));
    });
    return mutualInformationOfSorted(*sortedX, *sortedY, k);
}

double mutualInformationOfJittered(std::span<const double> x, std::span<const double> y, std::size_t k)
{
    const auto [sortedX, sortedY] = both(x.size(), [&](std::size_t i) {
        const std::span<const double> column = i == 0 ? x : y;
        return SortedColumn({ column.begin(), column.end() });
    });
    return mutualInformationOfSorted(*sortedX, *sortedY, k);
}

double mutualInformationOfSorted(const SortedColumn& x, const SortedColumn& y, std::size_t k, Where where)
{
    if (k == 0 || x.size() <= k) {
        return 0;
    }
    NeighbourCounts counts;
    if (where == Where::Processor || !countNeighboursOnDevice(x, y, k, counts)) {
        std::vector<double> radii = ChebyshevTree(x.values(), y.values()).kthDistances(k);
        for (double& radius : radii) {
            radius = std::nextafter(radius, 0.0);
        }
        counts = { x.countsWithin(radii), y.countsWithin(radii) };
    }
    const double information = digamma(static_cast<double>(x.size())) + digamma(static_cast<double>(k))
        - meanDigamma(counts.x) - meanDigamma(counts.y);
    return std::max(information, 0.0);
}

} // namespace btw::weighting
