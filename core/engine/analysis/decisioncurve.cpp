// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/decisioncurve.h"

#include "engine/analysis/quantile.h"
#include "engine/analysis/replicates.h"
#include "engine/analysis/resampler.h"
#include "engine/error.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace btw::analysis {

namespace {

constexpr std::size_t kThresholds = 99;
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
using Benefits = std::array<double, kThresholds>;

double thresholdAt(std::size_t k) { return static_cast<double>(k + 1) / (kThresholds + 1); }

bool isTreated(double p, double threshold) { return static_cast<float>(p) >= static_cast<float>(threshold); }

double benefit(double truePositives, double falsePositives, double n, double threshold)
{
    return n > 0 ? (truePositives - falsePositives * threshold / (1 - threshold)) / n : kUndefined;
}

/// The whole curve of one model as a function of how often each row was drawn, in one walk.
class Curve
{
public:
    explicit Curve(const ClassOutcomes& outcomes)
        : m_happened(&outcomes.happened)
        , m_reached(outcomes.size())
    {
        std::array<double, kThresholds> thresholds {};
        for (std::size_t k = 0; k < kThresholds; ++k)
            thresholds[k] = thresholdAt(k);
        for (std::size_t i = 0; i < m_reached.size(); ++i) {
            const double p = outcomes.p[i];
            const auto end = std::partition_point(
                thresholds.begin(), thresholds.end(), [p](double t) { return isTreated(p, t); });
            m_reached[i] = static_cast<std::uint8_t>(end - thresholds.begin());
        }
    }

    Benefits operator()(const Multiplicity& drawn) const
    {
        // [r]: rows that reach r thresholds and no more.
        std::array<double, kThresholds + 1> happened {};
        std::array<double, kThresholds + 1> others {};
        double n = 0;
        for (std::size_t i = 0; i < m_reached.size(); ++i) {
            ((*m_happened)[i] != 0 ? happened : others)[m_reached[i]] += drawn[i];
            n += drawn[i];
        }
        Benefits values {};
        double truePositives = 0;
        double falsePositives = 0;
        for (std::size_t k = kThresholds; k-- > 0;) {
            truePositives += happened[k + 1];
            falsePositives += others[k + 1];
            values[k] = benefit(truePositives, falsePositives, n, thresholdAt(k));
        }
        return values;
    }

private:
    const std::vector<std::uint8_t>* m_happened;
    std::vector<std::uint8_t> m_reached; ///< thresholds at or below a row's p
};

/// Fills value, low and high of every point.
template <typename Curves>
std::vector<NetBenefit> banded(
    const ClassOutcomes& outcomes, const Curves& curves, const BootstrapOptions& options)
{
    const Resampler resampler(outcomes.size(), outcomes.groups);
    const Benefits estimate = curves(Multiplicity(outcomes.size(), 1));
    const auto drawn
        = resampler.units() >= 2 ? replicates<Benefits>(curves, resampler, options) : std::vector<Benefits>();
    const auto happened
        = static_cast<double>(std::accumulate(outcomes.happened.begin(), outcomes.happened.end(), 0L));
    const auto n = static_cast<double>(outcomes.size());
    std::vector<NetBenefit> points;
    points.reserve(kThresholds);
    std::vector<double> values(drawn.size());
    for (std::size_t k = 0; k < kThresholds; ++k) {
        for (std::size_t b = 0; b < values.size(); ++b)
            values[b] = drawn[b][k];
        std::sort(values.begin(), values.end());
        points.push_back({ thresholdAt(k), estimate[k], quantile(values, (1 - options.level) / 2),
            quantile(values, (1 + options.level) / 2), benefit(happened, n - happened, n, thresholdAt(k)) });
    }
    return points;
}

} // namespace

double netBenefit(const ClassOutcomes& outcomes, double threshold)
{
    double truePositives = 0;
    double falsePositives = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (isTreated(outcomes.p[i], threshold))
            (outcomes.happened[i] != 0 ? truePositives : falsePositives) += 1;
    }
    return benefit(truePositives, falsePositives, static_cast<double>(outcomes.size()), threshold);
}

std::vector<NetBenefit> decisionCurve(const ClassOutcomes& outcomes, const BootstrapOptions& options)
{
    return banded(outcomes, Curve(outcomes), options);
}

std::vector<NetBenefit> decisionCurveDifference(
    const ClassOutcomes& first, const ClassOutcomes& second, const BootstrapOptions& options)
{
    if (first.happened != second.happened || first.groups != second.groups)
        throw Error("Two decision curves differ in their rows: take the rows common to both models first.");
    const Curve one(first);
    const Curve two(second);
    const auto difference = [&](const Multiplicity& drawn) {
        Benefits values = one(drawn);
        const Benefits others = two(drawn);
        for (std::size_t k = 0; k < kThresholds; ++k)
            values[k] -= others[k];
        return values;
    };
    return banded(first, difference, options);
}

} // namespace btw::analysis
