// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/calibrationcurve.h"
#include "engine/analysis/decisioncurve.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/figuredata.h"
#include "workspace/experiments/people.h"
#include "workspace/experiments/studies.h"

#include <QDateTime>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace btw::experiments {

/// What is asked of a study, where it has an answer to more than one question.
struct ResultChoice
{
    std::string rows; ///< one of the experiment's populationsOf(); empty: everybody
    std::optional<std::size_t> leading; ///< place among StudyResult::models; none: as StudyResult says
    std::int64_t subgroup = 0; ///< people whom somebody named (store::SubgroupRecord::id); 0: everybody
    bool operator==(const ResultChoice&) const = default;
};

/// A model's figure on the test rows, seeds and folds folded into one (analysis::foldDifference).
struct ModelFigure
{
    Model model;
    analysis::FoldDifference figure; ///< `estimate` between `low` and `high`
    /// What the leading model is better by, whatever the metric's sense; none for itself, and where both have
    /// no fold and seed in common.
    std::optional<analysis::FoldDifference> leadingIsBetterBy;
    std::size_t rows = 0; ///< test rows, each once
    std::size_t people = 0; ///< groups, or rows
    std::size_t folds = 0;
    std::size_t seeds = 0;

    /// Whether it is one of the reference models, fitted beside every training.
    bool isReference() const { return !model.runs.empty() && model.runs.begin()->second < 0; }
};

/// What the leading model's probabilities are worth in one repeat with one seed: the folds of a repeat are
/// joined, so that everybody is predicted once; never averaged (docs/method, "Calibration, decisions").
struct ProbabilityPicture
{
    std::uint64_t repeat = 0;
    std::uint64_t seed = 0;
    std::size_t rows = 0;
    analysis::CalibrationCurve calibration;
    /// The decision curve; its intervals are of the first picture alone, those of others NaN.
    std::vector<analysis::NetBenefit> benefit;
    /// The same of the model without StudyResult::withoutModality; empty where there is none.
    std::vector<analysis::NetBenefit> benefitWithout;
};

/// How far off the leading model is for a part of the labels: a third of a regression's, or a class.
struct LabelPart
{
    QString group;
    std::size_t rows = 0;
    std::size_t people = 0;
    bool isHidden = false; ///< fewer than jobs::kSmallestSubgroup people: no figures
    double error = 0; ///< mean absolute error; of a class: the share that is taken for another class
    double lean = 0; ///< mean of prediction less label; NaN of a class
};

/// The answer of a study: numbers alone, to be put into words and drawn. All are of test rows.
struct StudyResult
{
    Study::Id study;
    QString name; ///< of the experiment, or empty
    ResultChoice choice; ///< that it is of; `leading` is always set
    std::vector<std::string> populations; ///< that could be chosen
    std::vector<store::SubgroupRecord> subgroups; ///< likewise
    QString subgroup; ///< name of the one that was; empty: everybody
    ChosenBy chosenBy = ChosenBy::Person; ///< what its people were chosen by

    store::CohortRecord cohort; ///< of the first fold: names, labels, groups
    QString data; ///< an experiment's key "data", which it is asked of; its path, of one on all rows
    QJsonValue rowsAsked = QJsonValue::Undefined; ///< `choice.rows` in the experiment's grid; undefined: all
    std::string metric;
    bool lowerIsBetter = false;
    double margin = 0; ///< of the answer; NaN: none
    std::size_t rows = 0;
    std::size_t people = 0; ///< groups, or rows
    std::vector<std::size_t> classCounts; ///< test rows of each class
    std::size_t folds = 1; ///< of one repeat
    std::size_t repeats = 1;
    std::size_t seeds = 1;
    std::size_t trainings = 0;
    store::Looks looks; ///< at the test rows; none: an older version did not count
    QString leftOut; ///< Models::leftOutNote()
    QDateTime created; ///< of the newest training
    QStringList rareClasses; ///< rareClassNotes()
    QString sameForAll {}; ///< sameForAllNote()
    /// Whether somebody asked if weighting helps: an experiment that names a model with weights and the same
    /// one without.
    bool asksWeighting = false;
    std::size_t weightedRuns = 0; ///< of the leading model, that have weights
    std::size_t unweightedRuns = 0; ///< of them, those whose best epoch has weights of 1 (weightsWereOne)
    bool usesEvaluationLabels = false; ///< of the leading model (store::usesEvaluationLabels)

    /// Those that were trained, then the reference models. Leads the first that an experiment names
    /// (where that has no weights and the question is whether they help, the first with weights), or what was
    /// trained last: never what has the best test figure.
    std::vector<ModelFigure> models;
    std::optional<Answer> answer; ///< of the leading model; none: nothing was left out
    std::vector<AloneFigure> alone; ///< by modality, in the cohort's order; those that can be had
    std::vector<Believed> believed; ///< of late fusion, in the cohort's order
    double calibrationSlope = 0; ///< of the leading model, of two classes: mean over folds, repeats and seeds
    double calibrationIntercept = 0; ///< likewise; NaN where undefined on all of them
    std::vector<ProbabilityPicture> pictures; ///< one a repeat and seed, of two classes
    std::string withoutModality; ///< that adds most, for the decision curve; empty: nothing was left out
    std::vector<LabelPart> labelParts; ///< of a regression, and of more than two classes

    const ModelFigure& leading() const { return models[*choice.leading]; }
    bool isTwoClasses() const { return cohort.task == Task::Classification && cohort.classes.size() == 2; }
    bool hasGroups() const { return !cohort.groups.empty(); }
};

/// Of rows that all were cancelled, or that nobody asks of, the first others. \throws btw::Error
/// (Kind::Input) before Study::isOpen(), and for a subgroup that is gone or has too few tested people
StudyResult resultOf(const store::Store& store, const Study& study, const ResultChoice& choice = {});

/// For whom a modality helps in the leading model, and who is not shown.
struct ForWhomResult
{
    std::string modality;
    std::vector<SubgroupContribution> groups; ///< forWhom()
    std::vector<SmallGroup> hidden; ///< tooSmallGroups()
};

/// \param result of the same study  \param modality of its answer
ForWhomResult forWhomOf(
    const store::Store& store, const Study& study, const StudyResult& result, const std::string& modality);

} // namespace btw::experiments
