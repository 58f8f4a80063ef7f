// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/folds.h"

#include "engine/analysis/foldfigures.h"
#include "engine/analysis/replicates.h"
#include "engine/analysis/resampler.h"
#include "engine/analysis/studentt.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

} // namespace

double FoldDifference::largerP() const { return std::isnan(tP) ? p : std::max(p, tP); }

double FoldDifference::askedP() const { return isForNobody() ? kUndefined : largerP(); }

FoldDifference FoldDifference::reversed() const
{
    auto other = *this;
    std::swap(other.first, other.second);
    other.estimate = -estimate;
    other.low = -high;
    other.high = -low;
    other.low90 = -high90;
    other.high90 = -low90;
    return other;
}

double correctedResampledP(const std::vector<double>& differences, double share)
{
    const auto summary = meanAndStd(differences);
    if (summary.n < 2)
        return kUndefined;
    if (summary.std == 0)
        return summary.mean == 0 ? 1.0 : 0.0;
    const auto folds = static_cast<double>(summary.n);
    const double t = summary.mean / (summary.std * std::sqrt(1 / folds + share));
    return studentP(t, folds - 1);
}

const std::vector<double>& FoldReplicates::of(
    const Key& key, const std::function<std::vector<double>()>& make)
{
    const auto found = m_known.find(key);
    return found != m_known.end() ? found->second : m_known.emplace(key, make()).first->second;
}

namespace {

/// Of the first model's replicates, once the parts are in it.
FoldReplicates::Key keyOf(
    const std::string& metric, const std::vector<FoldPair>& pairs, const BootstrapOptions& options)
{
    FoldReplicates::Key key { metric, options.resamples, options.seed, {}, {} };
    for (const auto& pair : pairs)
        key.drawn.push_back(pair.fold);
    return key;
}

} // namespace

FoldDifference foldDifference(const std::string& metric, const FoldLabels& labels,
    const std::vector<FoldPair>& pairs, const std::vector<std::size_t>& only, const BootstrapOptions& options,
    FoldReplicates* known)
{
    const DrawnRows drawn(labels, pairs, { only.begin(), only.end() });
    const FoldFigures figures(metric, labels, pairs, drawn, [](std::size_t) { return true; });
    if (figures.pairs == 0)
        throw Error("The metric " + metric
            + " is undefined on the test rows of every fold, e.g. because one class is missing.");
    const auto n = drawn.placeOf.size();
    const Multiplicity once(n, 1);
    const Statistic ofFirst = figures.first(), ofSecond = figures.second();
    FoldDifference result;
    result.first = ofFirst(once);
    result.second = ofSecond(once);
    FoldReplicates ofThis;
    FoldReplicates& kept = known != nullptr && only.empty() ? *known : ofThis;
    auto key = keyOf(metric, pairs, options);
    const auto replicatesOf = [&](const Statistic& statistic, const auto& parts) -> const auto&
    {
        key.parts = parts;
        return kept.of(key, [&] { return bootstrapReplicates(statistic, n, drawn.groups, options); });
    };
    const auto& first = replicatesOf(ofFirst, figures.firstParts);
    const auto& second = replicatesOf(ofSecond, figures.secondParts);
    static_cast<PairedDifference&>(result)
        = bootstrapDifference(result.first - result.second, first, second, n, drawn.groups, options);
    result.tP = figures.tP();
    result.pairs = figures.pairs;
    result.leftOut = figures.leftOut;
    return result;
}

namespace {

/// Models that are drawn together, on the rows of the same folds.
struct DrawnTogether
{
    DrawnRows rows;
    std::vector<FoldReplicates::Key> keys; ///< one a model
    std::vector<std::vector<FoldPart>> parts;
    bool isMean = false;

    std::function<std::vector<double>(const Multiplicity&)> statistics() const
    {
        if (isMean) {
            std::vector<Statistic> all;
            all.reserve(parts.size());
            for (const auto& model : parts)
                all.push_back(meanOverInstances(model));
            return [all = std::move(all)](const Multiplicity& drawn) {
                std::vector<double> values;
                values.reserve(all.size());
                for (const auto& statistic : all)
                    values.push_back(statistic(drawn));
                return values;
            };
        }
        std::vector<const std::vector<FoldPart>*> all;
        all.reserve(parts.size());
        for (const auto& model : parts)
            all.push_back(&model);
        return MeansOverFolds(all);
    }
};

} // namespace

void drawTogether(const std::string& metric, const FoldLabels& labels,
    const std::vector<std::vector<FoldPair>>& comparisons, const BootstrapOptions& options,
    FoldReplicates& known)
{
    std::map<std::vector<std::size_t>, DrawnTogether> byFolds;
    for (const auto& pairs : comparisons) {
        auto key = keyOf(metric, pairs, options);
        auto place = byFolds.find(key.drawn);
        if (place == byFolds.end())
            place = byFolds.emplace(key.drawn, DrawnTogether { { labels, pairs, {} }, {}, {}, false }).first;
        auto& together = place->second;
        const FoldFigures figures(metric, labels, pairs, together.rows, [](std::size_t) { return true; });
        if (figures.pairs == 0)
            continue;
        together.isMean = figures.isMean();
        const auto want = [&](const auto& models, const std::vector<FoldPart>& parts) {
            key.parts = models;
            const bool isWanted = std::none_of(together.keys.begin(), together.keys.end(),
                [&](const auto& other) { return !(other < key) && !(key < other); });
            if (!isWanted || known.has(key))
                return;
            together.keys.push_back(key);
            together.parts.push_back(parts);
        };
        want(figures.firstParts, figures.one);
        want(figures.secondParts, figures.two);
    }
    for (auto& [folds, together] : byFolds) {
        const Resampler resampler(together.rows.placeOf.size(), together.rows.groups);
        std::vector<std::vector<double>> draws;
        if (resampler.units() >= 2 && !together.keys.empty())
            draws = replicates<std::vector<double>>(together.statistics(), resampler, options);
        for (std::size_t m = 0; m < together.keys.size(); ++m) {
            std::vector<double> own;
            own.reserve(draws.size());
            for (const auto& draw : draws)
                own.push_back(draw[m]);
            known.add(together.keys[m], std::move(own));
        }
    }
}

PairedDifference differenceFromRest(const std::string& metric, const FoldLabels& labels,
    const std::vector<FoldPair>& pairs, const std::vector<std::size_t>& group,
    const BootstrapOptions& options)
{
    const std::set<std::size_t> wanted(group.begin(), group.end());
    const DrawnRows drawn(labels, pairs, {});
    const auto isIn = [&](std::size_t row) { return wanted.count(row) > 0; };
    const FoldFigures in(metric, labels, pairs, drawn, isIn);
    const FoldFigures rest(metric, labels, pairs, drawn, [&](std::size_t row) { return !isIn(row); });
    if (in.pairs == 0 || rest.pairs == 0)
        throw Error("The metric " + metric + " is undefined on the group, or on all others.");
    const auto gain = [](const FoldFigures& figures) {
        return [first = figures.first(), second = figures.second()](
                   const Multiplicity& counts) { return first(counts) - second(counts); };
    };
    return bootstrapDifference(gain(in), gain(rest), drawn.placeOf.size(), drawn.groups, options);
}

} // namespace btw::analysis
