// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/labellikeness.h"

#include "engine/data/names.h"
#include "engine/data/problems.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

namespace btw::data {

namespace {

constexpr double kLeastRows = 10; // fewer can line up by chance
constexpr double kCopy = 1 - 1e-8; // correlation; float32 columns of moderate offset stay above it
constexpr double kNear = 0.9; // correlation: the second score of the same examination is at 0.95
constexpr std::size_t kLeastOfClass = 20; // two classes of 20 rows come apart by chance once in 10^11

struct Sums
{
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    void add(double ownX, double ownY)
    {
        n += 1;
        x += ownX;
        y += ownY;
        xx += ownX * ownX;
        yy += ownY * ownY;
        xy += ownX * ownY;
    }
    Sums with(const Sums& other) const
    {
        return { n + other.n, x + other.x, y + other.y, xx + other.xx, yy + other.yy, xy + other.xy };
    }
    /// 0 where one of the two does not vary, or of too few rows
    double correlation() const
    {
        const double varianceX = xx - x * x / n;
        const double varianceY = yy - y * y / n;
        if (n < kLeastRows || varianceX <= 0 || varianceY <= 0)
            return 0;
        return (xy - x * y / n) / (std::sqrt(varianceX) * std::sqrt(varianceY));
    }
};

/// Where the values of one class lie.
struct Range
{
    float least = std::numeric_limits<float>::infinity();
    float most = -std::numeric_limits<float>::infinity();
    std::size_t count = 0;
};

/// Training rows that have the modality and a label.
std::vector<std::size_t> trainingRows(const Cohort& cohort, const Modality& modality)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        if (modality.present[i] != 0 && std::isfinite(cohort.y[i])
            && (cohort.splits.empty() || cohort.splits[i] == Split::Train))
            rows.push_back(i);
    return rows;
}

/// Of each feature the sums of two halves of the rows: every other one.
std::vector<std::array<Sums, 2>> sumsOf(
    const Cohort& cohort, const Modality& modality, const std::vector<std::size_t>& rows)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    std::vector<std::array<Sums, 2>> sums(dims);
    if (rows.empty())
        return sums;
    // Taken off first, as squares of large values cancel badly.
    const float* begin = modality.values.data() + rows.front() * dims;
    std::vector<double> shift(begin, begin + dims);
    std::replace_if(
        shift.begin(), shift.end(), [](double value) { return std::isnan(value); }, 0.0);
    const double labelShift = cohort.y[rows.front()];
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const float* row = modality.values.data() + rows[r] * dims;
        const double y = cohort.y[rows[r]] - labelShift;
        for (std::size_t d = 0; d < dims; ++d)
            if (!std::isnan(row[d]))
                sums[d][r % 2].add(row[d] - shift[d], y);
    }
    return sums;
}

/// Whether the classes lie one beside the other in feature d, each with enough rows.
bool tellsClassesApart(
    const Cohort& cohort, const Modality& modality, const std::vector<std::size_t>& rows, std::size_t d)
{
    std::vector<Range> ranges(cohort.classCount());
    const auto dims = static_cast<std::size_t>(modality.dims);
    for (const std::size_t i : rows) {
        const float value = modality.values[i * dims + d];
        const auto label = static_cast<std::size_t>(std::max(cohort.y[i], 0.0));
        if (std::isnan(value) || label >= ranges.size())
            continue;
        auto& range = ranges[label];
        range.least = std::min(range.least, value);
        range.most = std::max(range.most, value);
        ++range.count;
    }
    std::sort(ranges.begin(), ranges.end(),
        [](const Range& first, const Range& second) { return first.least < second.least; });
    for (std::size_t c = 0; c < ranges.size(); ++c)
        if (ranges[c].count < kLeastOfClass || (c > 0 && ranges[c - 1].most >= ranges[c].least))
            return false;
    return ranges.size() > 1;
}

/// Towards zero: 0.996 is not 1.
std::string twoDecimals(double value) { return number(std::trunc(value * 100) / 100); }

} // namespace

void checkLabelLikeness(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    const auto rows = trainingRows(cohort, modality);
    const auto sums = sumsOf(cohort, modality, rows);
    std::vector<std::string> copies, copied, near, nearby;
    for (std::size_t d = 0; d < sums.size(); ++d) {
        const double whole = sums[d][0].with(sums[d][1]).correlation();
        if (std::abs(whole) > kCopy) {
            copies.push_back(featureTitle(modality, d));
            copied.push_back(featureName(modality, d));
            continue;
        }
        if (cohort.splits.empty())
            continue;
        const bool isNumber = cohort.task == Task::Regression;
        const bool isNear = isNumber
            ? std::min(std::abs(sums[d][0].correlation()), std::abs(sums[d][1].correlation())) >= kNear
            : tellsClassesApart(cohort, modality, rows, d);
        if (!isNear)
            continue;
        near.push_back(
            featureTitle(modality, d) + (isNumber ? " (correlation " + twoDecimals(whole) + ")" : ""));
        nearby.push_back(featureName(modality, d));
    }
    const std::string where = "modality " + modality.name;
    if (!copies.empty())
        problems.push_back(warning("label-among-features", where,
            { "Features that equal the label, or are a copy of it in other units: {}.", listed(copies) },
            "Leave them out: a model would read the answer there.",
            leavingOutFeatures(modality.name, copied)));
    if (near.empty())
        return;
    const std::string what = cohort.task == Task::Regression
        ? "Features that are almost the label, in the training rows: {}."
        : "Features that tell the classes apart without an error, each by itself, in the training rows: {}.";
    problems.push_back(warning("label-nearly-among-features", where, { what, listed(near) },
        "Leave out what is only known with the outcome or after it: a model would read the answer there.",
        leavingOutFeatures(modality.name, nearby)));
}

} // namespace btw::data
