// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/calibrationcurve.h"

#include "engine/analysis/localregression.h"
#include "engine/analysis/proportion.h"
#include "engine/analysis/quantile.h"
#include "engine/analysis/recalibration.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <tuple>

namespace btw::analysis {

namespace {

constexpr std::size_t kBins = 10;
constexpr std::size_t kPoints = 51;
constexpr double kSpan = 2.0 / 3;

std::vector<CalibrationBin> deciles(const ClassOutcomes& outcomes)
{
    auto sorted = outcomes.p;
    std::sort(sorted.begin(), sorted.end());
    std::array<double, kBins - 1> cuts {};
    for (std::size_t k = 0; k < cuts.size(); ++k)
        cuts[k] = quantile(sorted, static_cast<double>(k + 1) / kBins);
    std::array<CalibrationBin, kBins> bins {};
    std::array<std::size_t, kBins> happened {};
    std::array<std::set<std::string>, kBins> people {};
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto bin = static_cast<std::size_t>(
            std::lower_bound(cuts.begin(), cuts.end(), outcomes.p[i]) - cuts.begin());
        ++bins[bin].n;
        bins[bin].mean += outcomes.p[i];
        happened[bin] += outcomes.happened[i];
        if (!outcomes.groups.empty())
            people[bin].insert(outcomes.groups[i]);
    }
    std::vector<CalibrationBin> filled;
    for (std::size_t k = 0; k < kBins; ++k) {
        CalibrationBin& bin = bins[k];
        if (bin.n == 0)
            continue;
        const auto n = static_cast<double>(bin.n);
        bin.mean /= n;
        bin.observed = static_cast<double>(happened[k]) / n;
        bin.people = outcomes.groups.empty() ? bin.n : people[k].size();
        bin.low = bin.high = std::numeric_limits<double>::quiet_NaN();
        if (outcomes.groups.empty())
            std::tie(bin.low, bin.high) = wilsonInterval(happened[k], bin.n);
        filled.push_back(bin);
    }
    return filled;
}

std::vector<CalibrationPoint> smoothed(const ClassOutcomes& outcomes)
{
    const auto happened = std::accumulate(outcomes.happened.begin(), outcomes.happened.end(), std::size_t(0));
    if (std::min(happened, outcomes.size() - happened) < kFewRows)
        return {};
    const auto [least, most] = std::minmax_element(outcomes.p.begin(), outcomes.p.end());
    std::vector<double> at(kPoints);
    for (std::size_t k = 0; k < kPoints; ++k)
        at[k] = *least + (*most - *least) * static_cast<double>(k) / (kPoints - 1);
    const auto fitted
        = localLinear(outcomes.p, { outcomes.happened.begin(), outcomes.happened.end() }, at, kSpan);
    std::vector<CalibrationPoint> points;
    points.reserve(kPoints);
    for (std::size_t k = 0; k < kPoints; ++k)
        points.push_back({ at[k], std::clamp(fitted[k], 0.0, 1.0) });
    return points;
}

} // namespace

CalibrationCurve calibrationCurve(const ClassOutcomes& outcomes)
{
    CalibrationCurve curve;
    const Recalibration fit(outcomes.happened, outcomes.p);
    const Multiplicity once(outcomes.size(), 1);
    curve.slope = fit.slope(once);
    curve.intercept = fit.intercept(once);
    curve.deciles = deciles(outcomes);
    curve.smooth = smoothed(outcomes);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const double place = outcomes.p[i] * static_cast<double>(CalibrationCurve::kHistogramBins);
        const auto bin
            = std::min(static_cast<std::size_t>(std::max(0.0, place)), CalibrationCurve::kHistogramBins - 1);
        ++(outcomes.happened[i] != 0 ? curve.happened : curve.others)[bin];
    }
    return curve;
}

} // namespace btw::analysis
