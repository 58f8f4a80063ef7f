// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace btw::analysis {

namespace {

/// Instances by falling score; ties form one threshold.
struct Ranking
{
    std::vector<std::uint32_t> order;
    std::vector<std::uint8_t> positive; ///< in that order
    std::vector<std::uint8_t> endsTie; ///< 1 at the last instance of equal scores
    bool hasTies = false;
};

Ranking rank(const std::vector<int>& labels, const std::vector<double>& probabilities, std::size_t classCount,
    std::size_t target)
{
    const std::size_t n = labels.size();
    const auto score = [&](std::uint32_t i) { return probabilities[i * classCount + target]; };
    Ranking ranking;
    ranking.order.resize(n);
    std::iota(ranking.order.begin(), ranking.order.end(), 0U);
    std::sort(ranking.order.begin(), ranking.order.end(),
        [&](std::uint32_t a, std::uint32_t b) { return score(a) > score(b); });
    ranking.positive.resize(n);
    ranking.endsTie.resize(n);
    for (std::size_t r = 0; r < n; ++r) {
        const std::uint32_t i = ranking.order[r];
        ranking.positive[r] = labels[i] == static_cast<int>(target) ? 1 : 0;
        ranking.endsTie[r] = r + 1 == n || score(ranking.order[r + 1]) != score(i) ? 1 : 0;
        ranking.hasTies = ranking.hasTies || ranking.endsTie[r] == 0;
    }
    return ranking;
}

struct Outcomes
{
    double positives = 0;
    double negatives = 0;
};

Outcomes outcomes(const Ranking& ranking, const Multiplicity& drawn)
{
    Outcomes sums;
    for (std::size_t r = 0; r < ranking.order.size(); ++r) {
        const double count = drawn[ranking.order[r]];
        (ranking.positive[r] != 0 ? sums.positives : sums.negatives) += count;
    }
    return sums;
}

// A tie of which nothing was drawn adds an empty step to either curve, so that the ranking of the whole
// sample serves every resample.

/// In whole numbers, which are exact, and fast where no scores are equal: comparisons of many models evaluate
/// this some million times. NaN without both outcomes.
double rocArea(const Ranking& ranking, const Multiplicity& drawn)
{
    std::uint64_t positives = 0; // so far, so with a higher score than what follows
    std::uint64_t negatives = 0;
    std::uint64_t twice = 0; // the area in pairs, times 2
    const std::size_t n = ranking.order.size();
    if (!ranking.hasTies) {
        for (std::size_t r = 0; r < n; ++r) {
            const std::uint64_t count = drawn[ranking.order[r]];
            const std::uint64_t ofPositives = ranking.positive[r] * count; // no branch to guess wrongly
            const std::uint64_t ofNegatives = count - ofPositives;
            positives += ofPositives;
            negatives += ofNegatives;
            twice += ofNegatives * positives;
        }
        twice *= 2;
    } else {
        std::uint64_t tiedPositives = 0;
        std::uint64_t tiedNegatives = 0;
        for (std::size_t r = 0; r < n; ++r) {
            (ranking.positive[r] != 0 ? tiedPositives : tiedNegatives) += drawn[ranking.order[r]];
            if (ranking.endsTie[r] == 0)
                continue;
            twice += tiedNegatives * (2 * positives + tiedPositives);
            positives += tiedPositives;
            negatives += tiedNegatives;
            tiedPositives = tiedNegatives = 0;
        }
    }
    return positives == 0 || negatives == 0
        ? std::numeric_limits<double>::quiet_NaN()
        : static_cast<double>(twice) / 2 / (static_cast<double>(positives) * static_cast<double>(negatives));
}

/// NaN without both outcomes.
double averagePrecision(const Ranking& ranking, const Multiplicity& drawn)
{
    const Outcomes all = outcomes(ranking, drawn);
    if (all.positives == 0 || all.negatives == 0)
        return std::numeric_limits<double>::quiet_NaN();
    double above = 0; // positives with a strictly higher score
    double negativesAbove = 0;
    double tiedPositives = 0;
    double tiedNegatives = 0;
    double sum = 0;
    for (std::size_t r = 0; r < ranking.order.size(); ++r) {
        const double count = drawn[ranking.order[r]];
        (ranking.positive[r] != 0 ? tiedPositives : tiedNegatives) += count;
        if (ranking.endsTie[r] == 0)
            continue;
        if (tiedPositives > 0) {
            const double called = above + tiedPositives;
            sum += tiedPositives * called / (called + negativesAbove + tiedNegatives);
        }
        above += tiedPositives;
        negativesAbove += tiedNegatives;
        tiedPositives = tiedNegatives = 0;
    }
    return sum / all.positives;
}

} // namespace

Statistic rankingStatistic(RankingMetric metric, const std::vector<int>& labels,
    const std::vector<double>& probabilities, std::size_t classCount)
{
    std::vector<Ranking> rankings;
    for (std::size_t target = classCount == 2 ? 1 : 0; target < classCount; ++target)
        rankings.push_back(rank(labels, probabilities, classCount, target));

    return [metric, rankings = std::move(rankings)](const Multiplicity& drawn) {
        double sum = 0;
        int classes = 0;
        for (const Ranking& ranking : rankings) {
            const double area
                = metric == RankingMetric::Auroc ? rocArea(ranking, drawn) : averagePrecision(ranking, drawn);
            if (std::isnan(area))
                continue;
            sum += area;
            ++classes;
        }
        return classes > 0 ? sum / classes : std::numeric_limits<double>::quiet_NaN();
    };
}

} // namespace btw::analysis
