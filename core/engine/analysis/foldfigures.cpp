// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/foldfigures.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace btw::analysis {

DrawnRows::DrawnRows(
    const FoldLabels& labels, const std::vector<FoldPair>& pairs, const std::set<std::size_t>& only)
{
    for (const auto& pair : pairs)
        for (const std::size_t row : pair.rows)
            if (only.empty() || only.count(row) > 0)
                placeOf.emplace(row, 0);
    std::size_t n = 0;
    for (auto& [row, place] : placeOf) {
        place = n++;
        if (!labels.groups->empty())
            groups.push_back((*labels.groups)[row]);
    }
}

FoldFigures::FoldFigures(const std::string& metric, const FoldLabels& labels,
    const std::vector<FoldPair>& all, const DrawnRows& drawn,
    const std::function<bool(std::size_t)>& isWanted)
{
    for (const auto& pair : all) {
        EvaluationSet set { labels.task, labels.classCount, labels.sentiment, {}, {}, {} };
        std::vector<std::size_t> places;
        std::set<std::string> people;
        for (const std::size_t row : pair.rows) {
            const auto found = drawn.placeOf.find(row);
            if (found == drawn.placeOf.end() || !isWanted(row))
                continue;
            set.rows.push_back(row);
            set.y.push_back((*pair.y)[row]);
            places.push_back(found->second);
            if (!labels.groups->empty())
                people.insert((*labels.groups)[row]);
        }
        const auto tested = people.empty() ? places.size() : people.size();
        add(metric, pair, set, std::move(places), static_cast<double>(tested));
    }
}

double FoldFigures::tP() const
{
    std::vector<double> differences;
    for (const auto& [fold, sum] : m_byFold)
        differences.push_back(sum.first / static_cast<double>(sum.second));
    return correctedResampledP(differences, m_share / static_cast<double>(pairs));
}

void FoldFigures::add(const std::string& metric, const FoldPair& pair, const EvaluationSet& set,
    std::vector<std::size_t> places, double tested)
{
    const Multiplicity once(set.rows.size(), 1);
    const auto kept = [](Statistic made) { return std::make_shared<const Statistic>(std::move(made)); };
    FoldPart a { pair.fold, places, kept(metricStatistic(metric, set, *pair.first)),
        instanceScores(metric, set, *pair.first) };
    FoldPart b { pair.fold, std::move(places), {}, std::vector<double>(a.scores.size(), 0.0) };
    if (pair.second != nullptr) {
        b.statistic = kept(metricStatistic(metric, set, *pair.second));
        b.scores = instanceScores(metric, set, *pair.second);
    } else {
        b.statistic = kept([](const Multiplicity&) { return 0.0; });
    }
    const double difference = (*a.statistic)(once) - (*b.statistic)(once);
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

} // namespace btw::analysis
