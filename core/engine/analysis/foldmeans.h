// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/statistic.h"

#include <cstddef>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace btw::analysis {

/// One model's metric on the test rows of one pair.
struct FoldPart
{
    std::size_t fold = 0;
    std::vector<std::size_t> places; ///< of its rows in the drawn ones
    std::shared_ptr<const Statistic> statistic;
    std::vector<double> scores; ///< one a row, where the metric is their mean
};

/// Of some models on the same drawn rows, each the mean over seeds, then over folds; folds on which it is
/// undefined do not count. What models share, the drawn rows of a fold, is sorted out once for all of them.
class MeansOverFolds
{
public:
    explicit MeansOverFolds(const std::vector<const std::vector<FoldPart>*>& models);

    /// One a model. NaN where it is undefined on every fold.
    std::vector<double> operator()(const Multiplicity& drawn) const;

private:
    /// Of one fold, which has the same rows for all.
    struct Fold
    {
        std::size_t slot = 0; ///< among all, in their order
        std::vector<std::size_t> places;
        bool isEveryRow = false; ///< in their order, so that what is drawn need not be sorted out
        std::vector<std::pair<std::size_t, std::shared_ptr<const Statistic>>>
            statistics; ///< with their model
    };

    void add(std::size_t model, const FoldPart& part);

    std::size_t m_models;
    std::map<std::size_t, std::size_t> m_slots; ///< by fold
    std::vector<Fold> m_folds;
};

Statistic meanOverFolds(const std::vector<FoldPart>& parts);
/// An instance's own score, averaged over repeats and seeds, is what is averaged over instances.
Statistic meanOverInstances(const std::vector<FoldPart>& parts);

} // namespace btw::analysis
