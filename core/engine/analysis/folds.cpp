// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/folds.h"

#include "engine/analysis/confusion.h"
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

/// One model's metric on the test rows of one pair.
struct Part
{
    std::size_t fold = 0;
    std::vector<std::size_t> places; ///< of its rows in the drawn ones
    Statistic statistic;
    std::vector<double> scores; ///< one a row, where the metric is their mean
};

/// Parts of one fold, which have the same rows.
struct FoldParts
{
    std::size_t slot = 0; ///< of the fold among all, in their order
    std::vector<std::size_t> places;
    bool isEveryRow = false; ///< in their order, so that what is drawn need not be sorted out
    std::vector<Statistic> statistics;
};

/// In the order of the parts; a fold's stand together unless they come apart.
std::vector<FoldParts> byFold(std::vector<Part> parts)
{
    std::map<std::size_t, std::size_t> slots;
    for (const auto& part : parts)
        slots.emplace(part.fold, 0);
    std::size_t count = 0;
    for (auto& [fold, slot] : slots)
        slot = count++;
    std::vector<FoldParts> all;
    for (auto& part : parts) {
        const std::size_t slot = slots.at(part.fold);
        if (all.empty() || all.back().slot != slot || all.back().places != part.places) {
            bool isInOrder = true;
            for (std::size_t i = 0; i < part.places.size(); ++i)
                isInOrder = isInOrder && part.places[i] == i;
            all.push_back({ slot, std::move(part.places), isInOrder, {} });
        }
        all.back().statistics.push_back(std::move(part.statistic));
    }
    return all;
}

/// Mean over seeds, then over folds; folds on which it is undefined do not count.
Statistic meanOverFolds(std::vector<Part> parts)
{
    auto folds = byFold(std::move(parts));
    std::size_t slots = 0;
    for (const auto& fold : folds)
        slots = std::max(slots, fold.slot + 1);
    return [folds = std::move(folds), slots](const Multiplicity& drawn) {
        std::vector<std::pair<double, std::size_t>> sums(slots);
        Multiplicity own;
        for (const auto& fold : folds) {
            const bool isWhole = fold.isEveryRow && fold.places.size() == drawn.size();
            if (!isWhole) {
                own.resize(fold.places.size());
                for (std::size_t i = 0; i < own.size(); ++i)
                    own[i] = drawn[fold.places[i]];
            }
            auto& [sum, count] = sums[fold.slot];
            for (const auto& statistic : fold.statistics) {
                const double value = statistic(isWhole ? drawn : own);
                if (std::isnan(value))
                    continue;
                sum += value;
                ++count;
            }
        }
        double total = 0;
        std::size_t defined = 0;
        for (const auto& [sum, count] : sums) {
            if (count == 0)
                continue;
            total += sum / static_cast<double>(count);
            ++defined;
        }
        return defined == 0 ? kUndefined : total / static_cast<double>(defined);
    };
}

/// An instance's own score, averaged over repeats and seeds, is what is averaged over instances.
Statistic meanOverInstances(const std::vector<Part>& parts)
{
    std::map<std::size_t, std::pair<double, std::size_t>> scores; // by place
    for (const auto& part : parts) {
        for (std::size_t i = 0; i < part.places.size(); ++i) {
            auto& [sum, count] = scores[part.places[i]];
            sum += part.scores[i];
            ++count;
        }
    }
    std::vector<std::size_t> places;
    std::vector<double> means;
    for (const auto& [place, score] : scores) {
        places.push_back(place);
        means.push_back(score.first / static_cast<double>(score.second));
    }
    return [places = std::move(places), means = std::move(means)](const Multiplicity& drawn) {
        double sum = 0;
        double count = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            sum += drawn[places[i]] * means[i];
            count += drawn[places[i]];
        }
        return count > 0 ? sum / count : kUndefined;
    };
}

/// The rows that are drawn from, each once, and their groups.
struct Drawn
{
    std::map<std::size_t, std::size_t> placeOf;
    std::vector<std::string> groups;
};

Drawn drawnRows(
    const FoldLabels& labels, const std::vector<FoldPair>& pairs, const std::set<std::size_t>& only)
{
    Drawn drawn;
    for (const auto& pair : pairs)
        for (const std::size_t row : pair.rows)
            if (only.empty() || only.count(row) > 0)
                drawn.placeOf.emplace(row, 0);
    std::size_t n = 0;
    for (auto& [row, place] : drawn.placeOf) {
        place = n++;
        if (!labels.groups->empty())
            drawn.groups.push_back((*labels.groups)[row]);
    }
    return drawn;
}

/// Both models' figures on some of the drawn rows.
class Figures
{
public:
    /// \param isWanted whether a row counts
    template <typename Wanted>
    Figures(const std::string& metric, const FoldLabels& labels, const std::vector<FoldPair>& all,
        const Drawn& drawn, const Wanted& isWanted)
    {
        std::vector<Part> one, two;
        for (const auto& pair : all) {
            EvaluationSet set { labels.task, labels.classCount, labels.sentiment, {}, {}, {} };
            std::vector<std::size_t> places;
            std::set<std::string> people;
            for (const std::size_t row : pair.rows) {
                const auto found = drawn.placeOf.find(row);
                if (found == drawn.placeOf.end() || !isWanted(row))
                    continue;
                set.rows.push_back(row);
                set.y.push_back((*labels.y)[row]);
                places.push_back(found->second);
                if (!labels.groups->empty())
                    people.insert((*labels.groups)[row]);
            }
            const auto tested = people.empty() ? places.size() : people.size();
            add(metric, pair, set, std::move(places), static_cast<double>(tested), one, two);
        }
        const bool isMean = !one.empty() && !one.front().scores.empty();
        first = isMean ? meanOverInstances(one) : meanOverFolds(std::move(one));
        second = isMean ? meanOverInstances(two) : meanOverFolds(std::move(two));
    }

    /// Of the corrected resampled t test.
    double tP() const
    {
        std::vector<double> differences;
        for (const auto& [fold, sum] : m_byFold)
            differences.push_back(sum.first / static_cast<double>(sum.second));
        return correctedResampledP(differences, m_share / static_cast<double>(pairs));
    }

    Statistic first, second;
    std::vector<std::pair<std::size_t, const Predictions*>> firstParts, secondParts; ///< fold and model
    std::size_t pairs = 0;
    std::size_t leftOut = 0;

private:
    void add(const std::string& metric, const FoldPair& pair, const EvaluationSet& set,
        std::vector<std::size_t> places, double tested, std::vector<Part>& one, std::vector<Part>& two)
    {
        const Multiplicity once(set.rows.size(), 1);
        Part a { pair.fold, places, metricStatistic(metric, set, *pair.first),
            instanceScores(metric, set, *pair.first) };
        Part b { pair.fold, std::move(places), [](const Multiplicity&) { return 0.0; },
            std::vector<double>(a.scores.size(), 0.0) };
        if (pair.second != nullptr) {
            b.statistic = metricStatistic(metric, set, *pair.second);
            b.scores = instanceScores(metric, set, *pair.second);
        }
        const double difference = a.statistic(once) - b.statistic(once);
        if (std::isnan(difference)) {
            ++leftOut;
            return;
        }
        ++pairs;
        firstParts.emplace_back(pair.fold, pair.first);
        secondParts.emplace_back(pair.fold, pair.second);
        auto& [sum, count] = m_byFold[pair.fold];
        sum += difference;
        ++count;
        m_share += tested / static_cast<double>(std::max<std::size_t>(1, pair.fitted));
        one.push_back(std::move(a));
        two.push_back(std::move(b));
    }

    std::map<std::size_t, std::pair<double, std::size_t>> m_byFold;
    double m_share = 0;
};

} // namespace

double FoldDifference::largerP() const { return std::isnan(tP) ? p : std::max(p, tP); }

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

FoldDifference foldDifference(const std::string& metric, const FoldLabels& labels,
    const std::vector<FoldPair>& pairs, const std::vector<std::size_t>& only, const BootstrapOptions& options,
    FoldReplicates* known)
{
    const auto drawn = drawnRows(labels, pairs, { only.begin(), only.end() });
    const Figures figures(metric, labels, pairs, drawn, [](std::size_t) { return true; });
    if (figures.pairs == 0)
        throw Error("The metric " + metric
            + " is undefined on the test rows of every fold, e.g. for want of one of the classes.");
    const auto n = drawn.placeOf.size();
    const Multiplicity once(n, 1);
    FoldDifference result;
    result.first = figures.first(once);
    result.second = figures.second(once);
    FoldReplicates ofThis;
    FoldReplicates& kept = known != nullptr && only.empty() ? *known : ofThis;
    FoldReplicates::Key key { metric, options.resamples, options.seed, {}, {} };
    for (const auto& pair : pairs)
        key.drawn.push_back(pair.fold);
    const auto replicatesOf = [&](const Statistic& statistic, const auto& parts) -> const auto&
    {
        key.parts = parts;
        return kept.of(key, [&] { return bootstrapReplicates(statistic, n, drawn.groups, options); });
    };
    const auto& first = replicatesOf(figures.first, figures.firstParts);
    const auto& second = replicatesOf(figures.second, figures.secondParts);
    static_cast<PairedDifference&>(result)
        = bootstrapDifference(result.first - result.second, first, second, n, drawn.groups, options);
    result.tP = figures.tP();
    result.pairs = figures.pairs;
    result.leftOut = figures.leftOut;
    return result;
}

PairedDifference differenceFromRest(const std::string& metric, const FoldLabels& labels,
    const std::vector<FoldPair>& pairs, const std::vector<std::size_t>& group,
    const BootstrapOptions& options)
{
    const std::set<std::size_t> wanted(group.begin(), group.end());
    const auto drawn = drawnRows(labels, pairs, {});
    const auto isIn = [&](std::size_t row) { return wanted.count(row) > 0; };
    const Figures in(metric, labels, pairs, drawn, isIn);
    const Figures rest(metric, labels, pairs, drawn, [&](std::size_t row) { return !isIn(row); });
    if (in.pairs == 0 || rest.pairs == 0)
        throw Error("The metric " + metric + " is undefined on the group, or on all others.");
    const auto gain = [](const Figures& figures) {
        return
            [&figures](const Multiplicity& counts) { return figures.first(counts) - figures.second(counts); };
    };
    return bootstrapDifference(gain(in), gain(rest), drawn.placeOf.size(), drawn.groups, options);
}

} // namespace btw::analysis
