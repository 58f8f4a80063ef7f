// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/delong.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/proportion.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
/// Components are quotients of whole numbers: a spread below this is rounding.
constexpr double kNoSpread = 1e-12;

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> midranks(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        for (std::size_t k = begin; k < end; ++k)
            ranks[order[k]] = static_cast<double>(begin + end + 1) / 2;
    }
    return ranks;
}

void checkSameRows(const AurocComponents& first, const AurocComponents& second)
{
    if (first.happened.size() != second.happened.size() || first.others.size() != second.others.size())
        throw Error("Two models differ in their rows: take the rows common to both first.");
}

/// The variance of a mean: 0 where nothing but rounding tells the values apart.
double varianceOfMean(const std::vector<double>& values)
{
    if (values.size() < 2)
        return kUndefined;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (*most - *least < kNoSpread)
        return 0;
    const double deviation = meanAndStd(values).std;
    return deviation * deviation / static_cast<double>(values.size());
}

double variance(const AurocComponents& components)
{
    return varianceOfMean(components.happened) + varianceOfMean(components.others);
}

} // namespace

AurocComponents aurocComponents(const ClassOutcomes& outcomes)
{
    std::vector<double> happened;
    std::vector<double> others;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        (outcomes.happened[i] != 0 ? happened : others).push_back(outcomes.p[i]);
    const auto ranks = midranks(outcomes.p);
    const auto amongHappened = midranks(happened);
    const auto amongOthers = midranks(others);
    AurocComponents components;
    if (happened.empty() || others.empty())
        return components;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes.happened[i] != 0)
            components.happened.push_back(
                (ranks[i] - amongHappened[components.happened.size()]) / static_cast<double>(others.size()));
        else
            components.others.push_back(1
                - (ranks[i] - amongOthers[components.others.size()]) / static_cast<double>(happened.size()));
    }
    return components;
}

AurocComponents meanComponents(const std::vector<AurocComponents>& models)
{
    if (models.empty())
        throw Error("There is no model whose AUROC could be averaged.");
    AurocComponents mean = models.front();
    for (std::size_t m = 1; m < models.size(); ++m) {
        checkSameRows(mean, models[m]);
        for (std::size_t i = 0; i < mean.happened.size(); ++i)
            mean.happened[i] += models[m].happened[i];
        for (std::size_t i = 0; i < mean.others.size(); ++i)
            mean.others[i] += models[m].others[i];
    }
    const auto count = static_cast<double>(models.size());
    for (auto* part : { &mean.happened, &mean.others })
        for (double& value : *part)
            value /= count;
    return mean;
}

DelongInterval delongInterval(const AurocComponents& components)
{
    DelongInterval interval { meanAndStd(components.happened).mean, std::sqrt(variance(components)),
        kUndefined, kUndefined };
    if (interval.standardError > 0) {
        interval.low = std::max(0.0, interval.auroc - kNormal975 * interval.standardError);
        interval.high = std::min(1.0, interval.auroc + kNormal975 * interval.standardError);
    }
    return interval;
}

double delongP(const AurocComponents& first, const AurocComponents& second)
{
    checkSameRows(first, second);
    // Var(A - B) = Var A + Var B - 2 Cov(A, B), as the variance of the differences of their components.
    AurocComponents difference = first;
    for (std::size_t i = 0; i < difference.happened.size(); ++i)
        difference.happened[i] -= second.happened[i];
    for (std::size_t i = 0; i < difference.others.size(); ++i)
        difference.others[i] -= second.others[i];
    const double spread = variance(difference);
    if (std::isnan(spread))
        return kUndefined;
    if (spread == 0)
        return 1;
    const double z = meanAndStd(difference.happened).mean / std::sqrt(spread);
    return std::erfc(std::abs(z) / std::sqrt(2.0));
}

} // namespace btw::analysis
