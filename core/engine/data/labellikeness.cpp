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
constexpr std::size_t kLeastOfWord = 20; // rows, on average: words that few have tell anything apart

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

/// Of each feature where the values of each class lie; row by row, as the values are in memory.
std::vector<std::vector<Range>> rangesOf(
    const Cohort& cohort, const Modality& modality, const std::vector<std::size_t>& rows)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    std::vector<std::vector<Range>> ranges(cohort.classCount(), std::vector<Range>(dims));
    for (const std::size_t i : rows) {
        const auto label = static_cast<std::size_t>(std::max(cohort.y[i], 0.0));
        if (label >= ranges.size())
            continue;
        const float* row = modality.values.data() + i * dims;
        for (std::size_t d = 0; d < dims; ++d) {
            auto& range = ranges[label][d];
            range.least = std::min(range.least, row[d]); // a missing value changes neither
            range.most = std::max(range.most, row[d]);
            range.count += std::isnan(row[d]) ? 0U : 1U;
        }
    }
    return ranges;
}

/// Whether the classes lie one beside the other in feature d, each with enough rows.
bool tellsClassesApart(const std::vector<std::vector<Range>>& ranges, std::size_t d)
{
    std::vector<Range> own;
    own.reserve(ranges.size());
    for (const auto& ofClass : ranges)
        own.push_back(ofClass[d]);
    std::sort(own.begin(), own.end(),
        [](const Range& first, const Range& second) { return first.least < second.least; });
    for (std::size_t c = 0; c < own.size(); ++c)
        if (own[c].count < kLeastOfClass || (c > 0 && own[c - 1].most >= own[c].least))
            return false;
    return own.size() > 1;
}

/// Whether a code of each row says its class: 0, 1, ... of `codes` many. Each class needs enough rows.
template <typename Code>
bool saysClass(
    const Cohort& cohort, const std::vector<std::size_t>& rows, std::size_t codes, const Code& code)
{
    constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();
    if (cohort.task != Task::Classification || cohort.classCount() < 2 || rows.size() < codes * kLeastOfWord)
        return false;
    std::vector<std::size_t> classOf(codes, kUnseen), counts(cohort.classCount(), 0);
    for (const std::size_t i : rows) {
        const auto label = static_cast<std::size_t>(std::max(cohort.y[i], 0.0));
        auto& known = classOf[code(i)];
        if (label >= counts.size() || (known != kUnseen && known != label))
            return false;
        known = label;
        ++counts[label];
    }
    return std::all_of(counts.begin(), counts.end(), [](std::size_t n) { return n >= kLeastOfClass; });
}

/// Columns of words that became several features, of which one by one none may be the label: each with its
/// first feature and how many there are.
struct Words
{
    std::string name;
    std::size_t first = 0, count = 0;
};

std::vector<Words> wordsOf(const Modality& modality)
{
    std::vector<Words> all;
    std::size_t next = 0;
    for (const auto& source : modality.sources) {
        const std::size_t width = source.encoding == Encoding::OneHot ? source.words.size() : 1;
        if (width > 1)
            all.push_back({ source.name, next, width });
        next += width;
    }
    return next == static_cast<std::size_t>(modality.dims) ? all : std::vector<Words>();
}

/// Towards zero: 0.996 is not 1.
std::string twoDecimals(double value) { return number(std::trunc(value * 100) / 100); }

} // namespace

void checkLabelLikeness(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    const auto rows = trainingRows(cohort, modality);
    const auto sums = sumsOf(cohort, modality, rows);
    const auto dims = static_cast<std::size_t>(modality.dims);
    const bool isNumber = cohort.task == Task::Regression;
    const auto ranges = isNumber || cohort.splits.empty() ? std::vector<std::vector<Range>>()
                                                          : rangesOf(cohort, modality, rows);
    std::vector<std::string> copies, copied, near, nearby;
    for (std::size_t d = 0; d < dims; ++d) {
        const double whole = sums[d][0].with(sums[d][1]).correlation();
        if (std::abs(whole) > kCopy) {
            copies.push_back(featureTitle(modality, d));
            copied.push_back(featureName(modality, d));
            continue;
        }
        if (cohort.splits.empty())
            continue;
        const auto isMissing = [&](std::size_t i) {
            return std::isnan(modality.values[i * dims + d]) ? std::size_t { 1 } : std::size_t { 0 };
        };
        std::string how;
        if (isNumber) {
            // Not a number: of labels so large that their squares are infinite.
            if (!(std::abs(sums[d][0].correlation()) >= kNear && std::abs(sums[d][1].correlation()) >= kNear))
                continue;
            how = " (correlation " + twoDecimals(whole) + ")";
        } else if (saysClass(cohort, rows, 2, isMissing))
            how = " (by whether it is known)";
        else if (!tellsClassesApart(ranges, d))
            continue;
        near.push_back(featureTitle(modality, d) + how);
        nearby.push_back(featureName(modality, d));
    }
    for (const auto& words : cohort.splits.empty() ? std::vector<Words>() : wordsOf(modality)) {
        const auto word = [&](std::size_t i) { // those that the training rows do not have are one more
            const float* row = modality.values.data() + i * dims + words.first;
            return static_cast<std::size_t>(
                std::find_if(row, row + words.count, [](float value) { return value > 0; }) - row);
        };
        const bool isToldAlready = std::any_of(copied.begin(), copied.end(),
            [&](const std::string& name) { return name.starts_with(words.name + '='); });
        if (isToldAlready || !saysClass(cohort, rows, words.count + 1, word))
            continue;
        near.push_back(words.name + " (a column of words)");
        nearby.push_back(words.name);
    }
    const std::string where = "modality " + modality.name;
    if (!copies.empty())
        problems.push_back(warning("label-among-features", where,
            { "Features that equal the label, or are a copy of it in other units: {}.", listed(copies) },
            "Leave them out: a model would read the answer there.",
            leavingOutFeatures(modality.name, copied)));
    if (near.empty())
        return;
    const std::string what = isNumber
        ? "Almost the label itself, in the training rows: {}."
        : "By itself it tells the classes apart without an error, in the training rows: {}.";
    problems.push_back(warning("label-nearly-among-features", where, { what, listed(near) },
        "Leave out what is known only with the outcome or after it, since a model would read the answer "
        "there; what is known before it can stay.",
        leavingOutFeatures(modality.name, nearby)));
}

void checkPresenceLikeness(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems)
{
    if (cohort.splits.empty())
        return;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        if (cohort.splits[i] == Split::Train && std::isfinite(cohort.y[i]))
            rows.push_back(i);
    if (saysClass(cohort, rows, 2, [&](std::size_t i) { return std::size_t { modality.present[i] }; }))
        problems.push_back(warning("label-by-presence", "modality " + modality.name,
            "Who has it tells the classes apart without an error, in the training rows.",
            "Leave the modality out, unless it is known before the outcome who will have it: a model would "
            "read the answer there."));
}

} // namespace btw::data
