// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/kde.h"

#include "engine/error.h"
#include "engine/parallelerror.h"
#include "engine/vectorised.h"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

namespace btw::analysis {

namespace {

constexpr std::size_t kPoints = 200;
constexpr double kCut = 3; ///< bandwidths beyond the extremes
constexpr std::size_t kDirectLimit = 2000;
constexpr double kReach = 6; ///< bandwidths after which a kernel is below 2e-8 of its height
/// Linear interpolation of a Gaussian is off by at most (1/64)^2 / 8 = 3e-5 of its height.
constexpr double kBinsPerBandwidth = 64;
constexpr std::size_t kBlock = 16384; ///< values; sums of blocks, not of threads, are summed in the end
constexpr std::size_t kParallelBlocks = 8;

struct Range
{
    double sum = 0;
    double least = std::numeric_limits<double>::infinity();
    double greatest = -std::numeric_limits<double>::infinity();
    double unfit = 0; ///< NaN where a value is not finite
};

BTW_VECTORISED Range rangeOf(const double* values, std::size_t count)
{
    double sum = 0;
    double unfit = 0;
    double least = values[0];
    double greatest = values[0];
#pragma omp simd reduction(+ : sum, unfit) reduction(min : least) reduction(max : greatest)
    for (std::size_t i = 0; i < count; ++i) {
        const double value = values[i];
        sum += value;
        unfit += value * 0;
        least = value < least ? value : least;
        greatest = value > greatest ? value : greatest;
    }
    return { sum, least, greatest, unfit };
}

BTW_VECTORISED double squaresAbout(double centre, const double* values, std::size_t count)
{
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i)
        sum += (values[i] - centre) * (values[i] - centre);
    return sum;
}

BTW_VECTORISED double product(const double* a, const double* b, std::size_t count)
{
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i)
        sum += a[i] * b[i];
    return sum;
}

/// work(block) of every block of the values, on OpenMP's threads; the results in order.
template <typename Result, typename Work>
std::vector<Result> ofBlocks(const std::vector<double>& values, const Work& work)
{
    const std::size_t blocks = (values.size() + kBlock - 1) / kBlock;
    std::vector<Result> results(blocks);
#pragma omp parallel for schedule(static) if (blocks >= kParallelBlocks)
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::size_t begin = block * kBlock;
        results[block] = work(values.data() + begin, std::min(kBlock, values.size() - begin));
    }
    return results;
}

Range rangeOf(const std::vector<double>& values)
{
    Range whole;
    const auto parts = ofBlocks<Range>(
        values, [](const double* block, std::size_t count) { return rangeOf(block, count); });
    for (const Range& part : parts) {
        whole.sum += part.sum;
        whole.unfit += part.unfit;
        whole.least = std::min(whole.least, part.least);
        whole.greatest = std::max(whole.greatest, part.greatest);
    }
    return whole;
}

double scottBandwidth(const std::vector<double>& values, double sum)
{
    const auto n = static_cast<double>(values.size());
    const double mean = sum / n;
    double squares = 0;
    for (const double part : ofBlocks<double>(values,
             [mean](const double*block, std::size_t count) { return squaresAbout(mean, block, count); }))
        squares += part;
    return std::pow(n, -0.2) * std::sqrt(squares / (n - 1));
}

double kernel(double bandwidths) { return std::exp(-0.5 * bandwidths * bandwidths); }

/// The points of the curve.
struct Axis
{
    double start;
    double spacing;

    double at(std::size_t point) const { return start + static_cast<double>(point) * spacing; }
};

/// Sums of kernels at the points of the axis, in which every value has its part.
std::vector<double> summed(const std::vector<double>& values, const Axis& axis, double bandwidth)
{
    std::vector<double> sums(kPoints, 0.0);
    for (std::size_t p = 0; p < kPoints; ++p) {
        for (const double value : values)
            sums[p] += kernel((axis.at(p) - value) / bandwidth);
    }
    return sums;
}

/// Values of one bin: each is shared between this grid point and the next (linear binning, Wand 1994). Whole
/// numbers, so that sums agree in whichever order threads make them.
struct Bin
{
    std::uint64_t count = 0;
    std::uint64_t right = 0; ///< the next one's shares, in 2^-32
};

void fill(std::vector<Bin>& bins, std::span<const double> values, double start, double step)
{
    const double scale = 0x1p32 / step;
    for (const double value : values) {
        const auto position = static_cast<std::uint64_t>(static_cast<std::int64_t>((value - start) * scale));
        Bin& bin = bins[position >> 32U];
        bin.count += 1;
        bin.right += position & 0xffffffffU;
    }
}

/// Mass at start, start + step ... , `size` grid points in all.
std::vector<double> binned(const std::vector<double>& values, double start, double step, std::size_t size)
{
    // Bins of every thread are worth their memory where values are many more.
    const std::size_t most
        = std::max<std::size_t>(1, values.size() / std::max(kBlock * kParallelBlocks / 2, 4 * size));
    const std::size_t parts = std::min(most, static_cast<std::size_t>(omp_get_max_threads()));
    std::vector<std::vector<Bin>> bins(parts);
    ParallelError error;
#pragma omp parallel for schedule(static, 1) if (parts > 1)
    for (std::size_t part = 0; part < parts; ++part) {
        error.guard(part, [&] {
            const std::size_t begin = values.size() * part / parts;
            const std::size_t end = values.size() * (part + 1) / parts;
            bins[part].resize(size);
            fill(bins[part], std::span(values).subspan(begin, end - begin), start, step);
        });
    }
    error.rethrow();

    std::vector<double> mass(size, 0.0);
    double fromLeft = 0;
    for (std::size_t i = 0; i < size; ++i) {
        Bin whole;
        for (const std::vector<Bin>& part : bins) {
            whole.count += part[i].count;
            whole.right += part[i].right;
        }
        const double right = static_cast<double>(whole.right) * 0x1p-32;
        mass[i] = static_cast<double>(whole.count) - right + fromLeft;
        fromLeft = right;
    }
    return mass;
}

/// summed(), at a cost that beyond one walk through the values depends on their spread in bandwidths alone.
/// The points of the axis are grid points of the bins, so that one table of the kernel serves all.
std::vector<double> summedByBins(const std::vector<double>& values, const Axis& axis, double bandwidth)
{
    const double stride = std::ceil(axis.spacing * kBinsPerBandwidth / bandwidth);
    const double step = axis.spacing / stride;
    const auto bins = static_cast<std::size_t>(stride);
    // A bin more, since what rounds up to the last one shares with its next.
    const std::vector<double> mass = binned(values, axis.start, step, (kPoints - 1) * bins + 2);

    const auto reach = static_cast<std::size_t>(std::ceil(kReach * bandwidth / step));
    std::vector<double> heights(2 * reach + 1);
    for (std::size_t i = 0; i < heights.size(); ++i)
        heights[i] = kernel((static_cast<double>(i) - static_cast<double>(reach)) * step / bandwidth);

    std::vector<double> sums(kPoints);
    for (std::size_t p = 0; p < kPoints; ++p) {
        const std::size_t centre = p * bins;
        const std::size_t begin = centre - std::min(centre, reach);
        const std::size_t end = std::min(centre + reach + 1, mass.size());
        sums[p] = product(&mass[begin], &heights[begin + reach - centre], end - begin);
    }
    return sums;
}

} // namespace

DensityCurve kernelDensity(const std::vector<double>& values, double share)
{
    DensityCurve curve;
    curve.n = static_cast<std::int64_t>(values.size());
    if (values.empty())
        return curve;
    const Range range = rangeOf(values);
    if (std::isnan(range.unfit))
        throw Error("A density needs finite numbers: leave out instances without a label.");
    if (values.size() < 2)
        return curve;
    const double bandwidth = scottBandwidth(values, range.sum);
    if (range.least == range.greatest || !std::isfinite(bandwidth) || !std::isfinite(1 / bandwidth))
        return curve;

    const double width = range.greatest - range.least + 2 * kCut * bandwidth;
    const Axis axis { range.least - kCut * bandwidth, width / (kPoints - 1) };
    // A small sample is summed whole, to agree with SciPy to the last digits even far out in a tail.
    curve.density = values.size() > kDirectLimit ? summedByBins(values, axis, bandwidth)
                                                 : summed(values, axis, bandwidth);
    const double height
        = share / (static_cast<double>(values.size()) * bandwidth * std::sqrt(2 * std::numbers::pi));
    for (double& density : curve.density)
        density *= height;
    for (std::size_t p = 0; p < kPoints; ++p)
        curve.x.push_back(axis.at(p));
    return curve;
}

} // namespace btw::analysis
