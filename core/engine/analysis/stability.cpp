// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/stability.h"

#include "engine/analysis/quantile.h"
#include "engine/error.h"
#include "engine/vectorised.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostBands = 5;
constexpr std::size_t kPerBand = 10;
constexpr std::size_t kLeastOfEach = 10; ///< corrections, and others

double interpolated(const DensityCurve& curve, double at)
{
    if (curve.x.empty() || at <= curve.x.front() || at >= curve.x.back())
        return 0;
    const auto next = std::upper_bound(curve.x.begin(), curve.x.end(), at);
    const auto right = static_cast<std::size_t>(next - curve.x.begin());
    const double share = (at - curve.x[right - 1]) / (curve.x[right] - curve.x[right - 1]);
    return curve.density[right - 1] + share * (curve.density[right] - curve.density[right - 1]);
}

/// Places in ascending order of their values.
std::vector<std::size_t> ascending(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    return order;
}

/// Pearson's correlation of ranks (ties share their mean) with 0 and 1, of a sample in which each instance
/// stands as often as it was drawn.
Statistic rankCorrelation(std::vector<double> values, std::vector<double> marks)
{
    auto order = ascending(values);
    return [values = std::move(values), marks = std::move(marks), order = std::move(order)](
               const Multiplicity& drawn) {
        double total = 0, marked = 0, rankOfMarked = 0, squares = 0, below = 0;
        for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
            double count = 0, some = 0;
            for (; end < order.size() && values[order[end]] == values[order[begin]]; ++end) {
                count += drawn[order[end]];
                some += drawn[order[end]] * marks[order[end]];
            }
            const double rank = below + (count + 1) / 2;
            total += count;
            marked += some;
            rankOfMarked += some * rank;
            squares += count * rank * rank;
            below += count;
        }
        const double mean = (total + 1) / 2;
        const double ofRanks = squares - total * mean * mean;
        const double ofMarks = marked - marked * marked / total;
        // Ranks are multiples of a half: their sums are exact, and one value for all has exactly no spread.
        return ofRanks > 0 && marked > 0 && marked < total
            ? (rankOfMarked - marked * mean) / std::sqrt(ofRanks * ofMarks)
            : kUndefined;
    };
}

/// Sum of the values, each as often as it was drawn.
BTW_VECTORISED double drawnSum(const std::uint32_t* drawn, const double* values, std::size_t n)
{
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < n; ++i)
        sum += static_cast<double>(static_cast<std::int32_t>(drawn[i])) * values[i];
    return sum;
}

} // namespace

Statistic logVarianceStatistic(const std::vector<double>& residuals, std::size_t width)
{
    const std::size_t n = width == 0 ? 0 : residuals.size() / width;
    // Around their mean: a variance is a small difference of large sums else.
    std::vector<double> columns(n * width); // one after the other
    std::vector<double> squares(n); // of an instance, over the columns
    for (std::size_t k = 0; k < width; ++k) {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i)
            sum += residuals[i * width + k];
        for (std::size_t i = 0; i < n; ++i) {
            const double off = residuals[i * width + k] - sum / static_cast<double>(n);
            columns[k * n + i] = off;
            squares[i] += off * off;
        }
    }
    return [columns = std::move(columns), squares = std::move(squares), width, n](const Multiplicity& drawn) {
        const auto count
            = static_cast<double>(std::accumulate(drawn.begin(), drawn.end(), std::uint64_t { 0 }));
        const double all = drawnSum(drawn.data(), squares.data(), n);
        double offCentre = 0;
        for (std::size_t k = 0; k < width; ++k) {
            const double sum = drawnSum(drawn.data(), columns.data() + k * n, n);
            offCentre += sum * sum / count;
        }
        // Below that, what is left is rounding: the residuals are all alike.
        constexpr double kRounding = 1e-12;
        return count > 1 && all - offCentre > kRounding * all ? std::log((all - offCentre) / count)
                                                              : kUndefined;
    };
}

std::vector<double> deviationsOverEpochs(const std::vector<std::vector<float>>& epochs)
{
    std::vector<double> deviations(epochs.empty() ? 0 : epochs.front().size(), kUndefined);
    for (const auto& weights : epochs)
        if (weights.size() != deviations.size())
            throw Error("The weights of some epochs are of other instances or modalities than the others'.");
    std::vector<double> ofOne(epochs.size());
    for (std::size_t i = 0; i < deviations.size(); ++i) {
        for (std::size_t e = 0; e < epochs.size(); ++e)
            ofOne[e] = static_cast<double>(epochs[e][i]);
        deviations[i] = meanAndStd(ofOne).std;
    }
    return deviations;
}

std::vector<double> labelDensities(const ErrorAnalysis& errors)
{
    std::vector<double> densities;
    densities.reserve(errors.y.size());
    for (const double y : errors.y)
        densities.push_back(errors.classes.empty()
                ? interpolated(errors.all, y)
                : static_cast<double>(errors.classes[static_cast<std::size_t>(y)].all)
                    / static_cast<double>(errors.n));
    return densities;
}

std::vector<DensityBand> correctionsByDensity(const ErrorAnalysis& errors)
{
    const auto densities = labelDensities(errors);
    auto sorted = densities;
    std::sort(sorted.begin(), sorted.end());
    const auto count = std::clamp(densities.size() / kPerBand, std::size_t { 1 }, kMostBands);
    std::map<std::size_t, DensityBand> bands;
    for (std::size_t i = 0; i < densities.size(); ++i) {
        std::size_t band = 0;
        while (band + 1 < count
            && densities[i] > quantile(sorted, static_cast<double>(band + 1) / static_cast<double>(count)))
            ++band;
        auto& one
            = bands.try_emplace(band, DensityBand { densities[i], densities[i], {}, 0, 0 }).first->second;
        one.low = std::min(one.low, densities[i]);
        one.high = std::max(one.high, densities[i]);
        one.places.push_back(i);
        one.corrections += errors.change[i] > 0 ? 1 : 0;
        one.mistakes += errors.change[i] < 0 ? 1 : 0;
    }
    std::vector<DensityBand> all;
    all.reserve(bands.size());
    for (auto& [place, band] : bands)
        all.push_back(std::move(band));
    return all;
}

Interval densityCorrelation(
    const ErrorAnalysis& errors, const std::vector<std::string>& groups, const BootstrapOptions& options)
{
    std::vector<double> corrected;
    corrected.reserve(errors.change.size());
    for (const auto change : errors.change)
        corrected.push_back(change > 0 ? 1 : 0);
    const auto corrections = static_cast<std::size_t>(errors.corrections);
    const std::size_t n = corrected.size();
    if (corrections < kLeastOfEach || n - corrections < kLeastOfEach)
        return { kUndefined, kUndefined, kUndefined, n };
    return bootstrapInterval(
        rankCorrelation(labelDensities(errors), std::move(corrected)), n, groups, options);
}

} // namespace btw::analysis
