// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/metrics.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace btw::analysis {

/// Two models that were fitted on the same rows and are judged on the same test rows: one fold of one repeat,
/// with one seed. A single split is one fold.
struct FoldPair
{
    std::size_t fold = 0; ///< k + K repeat: pairs of one fold have the same test rows
    std::vector<std::size_t> rows; ///< test rows, indices into the cohort
    std::size_t fitted = 0; ///< people (groups, or instances) that the models were fitted on
    const std::vector<double>* y = nullptr; ///< N; those of this fold: a cut may have been fitted to it
    const Predictions* first = nullptr;
    const Predictions* second = nullptr; ///< null: a figure of 0, so that the first stands by itself
};

/// What folds share.
struct FoldLabels
{
    Task task = Task::Regression;
    std::size_t classCount = 0;
    bool sentiment = false;
    const std::vector<std::string>* groups = nullptr; ///< N, or empty
};

/// What two models differ by over folds and seeds (docs/method, "Splits, folds, repeats").
struct FoldDifference : PairedDifference
{
    double first = 0; ///< the figure of each
    double second = 0;
    double tP = 1; ///< corrected resampled t (Nadeau and Bengio 2003); NaN with fewer than two folds
    std::size_t pairs = 0; ///< that count
    std::size_t leftOut = 0; ///< pairs on whose rows the metric is undefined, e.g. without one of the classes

    /// Whether it is over several folds; one split cannot say what other training people would give.
    bool hasFolds() const { return !std::isnan(tP); }
    /// What a claim goes by: the larger of both.
    double largerP() const;
    /// Whether both have one figure whoever of the people is drawn: then nothing is asked, and Holm's
    /// correction does not count it (docs/method, "Splits, folds, repeats").
    bool isForNobody() const { return estimate == 0 && low == 0 && high == 0; }
    double askedP() const; ///< largerP(), NaN where it is for nobody
    /// second - first.
    FoldDifference reversed() const;
};

/// Bootstrap replicates of figures, kept for the differences that share them: those of a baseline, to which
/// many models are compared. Of folds whose test rows stay the same, and of predictions that stay where they
/// are.
class FoldReplicates
{
public:
    /// What replicates depend on.
    struct Key
    {
        std::string metric;
        std::size_t resamples = 0;
        std::uint64_t seed = 0;
        std::vector<std::size_t> drawn; ///< folds whose rows are drawn from
        std::vector<std::pair<std::size_t, const Predictions*>> parts; ///< fold and model of each that counts

        bool operator<(const Key& other) const
        {
            return std::tie(metric, resamples, seed, drawn, parts)
                < std::tie(other.metric, other.resamples, other.seed, other.drawn, other.parts);
        }
    };

    /// Those of the key; made by `make` the first time.
    const std::vector<double>& of(const Key& key, const std::function<std::vector<double>()>& make);
    bool has(const Key& key) const { return m_known.count(key) != 0; }
    void add(const Key& key, std::vector<double> replicates) { m_known.emplace(key, std::move(replicates)); }

private:
    std::map<Key, std::vector<double>> m_known;
};

/// The difference first - second of a metric. Where the metric is a mean over instances (instanceScores), an
/// instance's own score is its mean over repeats and seeds; all others are computed on each fold with each
/// seed, and averaged over seeds, then folds. The interval resamples people, 10,000 times unless told
/// otherwise: one draw serves every fold and both models. \param only rows that count; empty: all
/// \param known replicates to use and to add to, or null; not read with `only`
/// \throws btw::Error for an unknown metric, or where a model does not predict a row of its fold.
FoldDifference foldDifference(const std::string& metric, const FoldLabels& labels,
    const std::vector<FoldPair>& pairs, const std::vector<std::size_t>& only = {},
    const BootstrapOptions& options = {}, FoldReplicates* known = nullptr);

/// Makes the replicates that foldDifference() would make of each of these comparisons, all from the same
/// draws: much faster than one comparison after the other, with the same numbers. What cannot be compared is
/// left out.
void drawTogether(const std::string& metric, const FoldLabels& labels,
    const std::vector<std::vector<FoldPair>>& comparisons, const BootstrapOptions& options,
    FoldReplicates& known);

/// By how much the difference first - second in a group of rows exceeds that of all other rows: people are
/// drawn from all. \throws btw::Error where the metric is undefined on either.
PairedDifference differenceFromRest(const std::string& metric, const FoldLabels& labels,
    const std::vector<FoldPair>& pairs, const std::vector<std::size_t>& group,
    const BootstrapOptions& options = {});

/// p of the corrected resampled t test of differences of J folds: t = mean / sqrt(s^2 (1/J + share)), J - 1
/// degrees of freedom. Differences that are all 0: 1. \param share test people over those fitted on.
double correctedResampledP(const std::vector<double>& differences, double share);

} // namespace btw::analysis
