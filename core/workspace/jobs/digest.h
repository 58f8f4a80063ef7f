// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/erroranalysis.h"
#include "engine/systems/system.h"
#include "workspace/store/records.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// Everything that the Train page and the exported figures draw of one run. Computed on the worker
/// thread from stored values only, by one function, so that live, reopened and exported pictures agree.
struct RunDigest
{
    store::RunRecord run;
    QString cohortName;
    Task task = Task::Regression;
    std::vector<std::string> classes;
    std::vector<std::string> modalities;
    QString label; ///< the column that is predicted; empty where the data does not name it
    bool fittedAtOnce = false; ///< by a system that has neither epochs nor weights
    std::string
        metric; ///< of validationMetric: the smoothing metric ("mae", "macro_f1"), or another asked for
    std::vector<double> validationMetric; ///< one an epoch, from epoch 1
    std::vector<double> baselineMetric; ///< of the baseline; empty when there is none yet
    std::int64_t baselineId = 0; ///< that it is compared with: its own, or another that was asked for
    std::vector<std::vector<store::WeightSummary>> weights; ///< [modality][epoch]; empty unless weighted
    std::int64_t epochsAtMost = 0;
    /// Baseline's best epoch against this run's shown epoch, on `errorSplit` (test once testIsOpen(),
    /// validation before). nullopt for unimodal runs, and where there is no baseline to compare with.
    std::optional<analysis::ErrorAnalysis> errors;
    std::vector<std::string> errorIds; ///< of errors->rows
    QString people; ///< whom errors and confusion are of: a subgroup's name (onlyOf); empty: everybody
    QString peopleWarning; ///< what has to be said wherever figures of that subgroup are shown
    bool hasTooFewPeople = false; ///< of that subgroup: errors and confusion are not shown
    Split errorSplit = Split::Validation;
    std::int64_t errorEpoch = 0;
    std::size_t looks = 0; ///< at its test rows (Store::looksAt); 0 for the validation split
    std::vector<std::vector<std::int64_t>> confusion; ///< [true][predicted] on errorSplit; classification
    /// [true * C + predicted]: the ids of those whom `confusion` counts there.
    std::vector<std::vector<std::string>> confusionIds;
    /// [modality][expert]: share of the modality's tokens that went to the expert at `errorEpoch`, mean over
    /// the layers, validation rows. A unimodal run has the row of its modality alone. Empty without experts.
    std::vector<std::vector<double>> routing;
};

/// One line of the result card.
struct ResultLine
{
    enum class Kind : std::uint8_t {
        Modality,
        Baseline,
        Weighted,
        ReferenceAll,
        ReferenceBest,
        Trees,
        Constant
    };
    Kind kind = Kind::Modality;
    std::string label; ///< modality name, variant name, or what a reference model was fitted on
    double value = 0; ///< test metric
    double low = 0; ///< bootstrap 95% interval of the metric
    double high = 0;
    std::int64_t n = 0; ///< test rows that it could predict
    double difference
        = 0; ///< reference minus this or this minus reference: positive = the final model is better
    double differenceLow = 0; ///< paired 95% interval
    double differenceHigh = 0;
    std::vector<double> perClass; ///< recall per class (classification) on the test split
};

/// Gain or loss of the final model over its baseline for one group of test rows.
struct SubgroupLine
{
    std::string label; ///< class name, or missingness pattern such as "notes + labs"
    std::int64_t n = 0;
    std::int64_t people = 0; ///< distinct groups, 0 without groups
    std::int64_t corrections = 0;
    std::int64_t mistakes = 0;
    bool hidden = false; ///< fewer than 10 people (groups, or rows): not shown
    std::vector<std::string> ids {}; ///< of its rows; empty where it is hidden
};

/// The clinician's answer at the end of a training, on the test split.
struct ResultCard
{
    std::string metric; ///< test metric shown: analysis::primaryMetric()
    bool lowerIsBetter = true;
    std::vector<ResultLine>
        lines; ///< modalities in order, baseline, weighted (if any), reference models, constant
    std::size_t reference
        = 0; ///< index into lines of the model that the differences compare with: the trained one
    std::vector<SubgroupLine> byClass;
    std::vector<SubgroupLine> byPattern;
    std::vector<std::int64_t> classCounts; ///< test rows per class
    std::int64_t n = 0; ///< test rows
    std::int64_t people = 0; ///< distinct groups, 0 without groups
    bool usesEvaluationLabels = false; ///< variance=residual-labels
    bool weightsWereOne = false; ///< store::weightsWereOne()
    std::vector<std::string> modalities {}; ///< of the data; each has its place there, and its colour
    std::vector<std::string> lacks {}; ///< of them, those that the model does without
    /// Of a weighted model: the metric with weights that settle, as those of new people do; else NaN.
    double settled = std::numeric_limits<double>::quiet_NaN();
    std::vector<training::HeldOutWeight> heldOut; ///< of late fusion: how far each modality is believed
    /// Of a sum of two models (`skip`): what the mixture of experts counts in it, and late fusion.
    std::optional<std::pair<double, double>> skip {};
    /// Rounds that boosted trees on everything have, as ReferenceTrees counts them, of treesAtMost; the
    /// latter is 0 where the store has no trees.
    int treesRounds = 0;
    int treesAtMost = 0;
};

/// The column that the tables' manifest names as the label (data::Cohort::reading); empty for other formats,
/// and for a cohort that an older version saved.
QString labelColumn(const store::Store& store, std::int64_t splitId);

/// Digest of a run as it stands in the store (live: after the last committed epoch).
/// \param baselineId another finished run of several modalities to compare it with; 0: its own baseline
/// \param metric of validationMetric; empty: the smoothing metric, by which the best epoch is chosen
/// \param systems what its spec may name
RunDigest loadDigest(const store::Store& store, std::int64_t runId, std::int64_t baselineId = 0,
    const std::string& metric = {}, const systems::SystemRegistry& systems = systems::describedSystems());
/// The card of a baseline or weighted run. \throws btw::Error (Kind::Input) before testIsOpen().
ResultCard loadResultCard(const store::Store& store, std::int64_t runId,
    const systems::SystemRegistry& systems = systems::describedSystems());

} // namespace btw::jobs
