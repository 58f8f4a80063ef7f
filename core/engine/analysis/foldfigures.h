// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/foldmeans.h"
#include "engine/analysis/folds.h"

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace btw::analysis {

/// The rows that are drawn from, each once, and their groups.
struct DrawnRows
{
    /// \param only rows that count; empty: all
    DrawnRows(
        const FoldLabels& labels, const std::vector<FoldPair>& pairs, const std::set<std::size_t>& only);

    std::map<std::size_t, std::size_t> placeOf;
    std::vector<std::string> groups; ///< of each place, or empty
};

/// Both models' figures on some of the drawn rows.
class FoldFigures
{
public:
    /// \param isWanted whether a row counts
    FoldFigures(const std::string& metric, const FoldLabels& labels, const std::vector<FoldPair>& all,
        const DrawnRows& drawn, const std::function<bool(std::size_t)>& isWanted);

    /// Whether it is averaged over instances, not over folds.
    bool isMean() const { return !one.empty() && !one.front().scores.empty(); }
    Statistic first() const { return isMean() ? meanOverInstances(one) : meanOverFolds(one); }
    Statistic second() const { return isMean() ? meanOverInstances(two) : meanOverFolds(two); }
    double tP() const; ///< of the corrected resampled t test

    std::vector<FoldPart> one, two; ///< of the models
    std::vector<std::pair<std::size_t, const Predictions*>> firstParts, secondParts; ///< fold and model
    std::size_t pairs = 0; ///< that count
    std::size_t leftOut = 0; ///< on which the metric is undefined

private:
    void add(const std::string& metric, const FoldPair& pair, const EvaluationSet& set,
        std::vector<std::size_t> places, double tested);

    std::map<std::size_t, std::pair<double, std::size_t>> m_byFold;
    double m_share = 0;
};

} // namespace btw::analysis
