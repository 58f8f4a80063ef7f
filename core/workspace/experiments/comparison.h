// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace btw::experiments {

/// What a row's standard deviation runs over.
enum class Spread { Seeds, Folds, People };

/// One model, one metric, beside the baseline.
struct ComparisonRow
{
    Model model;
    std::string metric;
    std::size_t seeds = 0;
    std::size_t folds = 0;
    std::size_t rows = 0; ///< test rows, each once
    std::size_t people = 0; ///< groups, or rows
    double mean = 0; ///< over people where the metric is a mean over them (analysis::isMeanOverInstances),
                     ///< else over what `std` runs over
    double std = 0; ///< NaN for fewer than two
    /// Its figure less the baseline's, in the metric's own unit; none for the baseline, and
    /// where both have no fold and seed in common on which the metric is defined.
    std::optional<analysis::FoldDifference> difference;
    bool isBaseline = false;
    /// Holm's, of the larger p, over the models that answer the same question (docs/method, "Splits, folds,
    /// repeats"): which system, or what each modality adds to the baseline. NaN: it answers neither, as a
    /// placebo does, or asks nothing (differsForNobody).
    double adjustedP = 1;
    /// Of AUROC: Models::delongP() of it and the baseline.
    std::optional<double> delongP;
    std::size_t leftOut = 0; ///< cells that only it or only the baseline has
    /// ln of the baseline's residual variance over its own: positive where its residuals vary less. None
    /// where it was not asked for, for the baseline, and where it is undefined.
    std::optional<analysis::FoldDifference> logVarianceRatio;

    /// Whether it has the baseline's figure whoever of the people is drawn: the plain regression beside a
    /// baseline that is one, say.
    bool differsForNobody() const { return difference && difference->isForNobody(); }
};

/// What people were chosen by: a person's own reasons; how a model did on them; what is to be predicted.
enum class ChosenBy { Person, Errors, Outcome };

/// What a comparison asks of some models.
struct ComparisonChoice
{
    /// Empty: an experiment's own, else the primary one. comparisonOf() takes kTimeOverBaseline, too.
    std::vector<std::string> metrics;
    /// Model::name(), its system, or Model::fullName(); empty: an experiment's own, else the first that is
    /// named moe:none, else the first model
    QString baseline;
    bool isBaselineAsked = false; ///< by a person just now: a name that several rows have is refused
    Spread spread = Spread::Seeds;
    bool withVariances = false; ///< fills ComparisonRow::logVarianceRatio, too
    std::vector<std::string> people {}; ///< ids of those who count; empty: everybody. Exploratory.
    QString subgroup {}; ///< what these people are called
    ChosenBy chosenBy = ChosenBy::Person; ///< what these people were chosen by
};

/// \param choice with metrics \throws btw::Error for a baseline that is not there, or that several rows may
/// be, and a metric that the task has not; (Kind::Input) for `people` of whom fewer than 10 are tested, and
/// for AUROC fewer than 10 of a class
std::vector<ComparisonRow> compare(Models& models, const ComparisonChoice& choice);

/// A figure that a paper gives, as an experiment holds it beside its own.
struct PublishedRow
{
    QString system;
    QString variant;
    QString settings; ///< Model::settings
    std::string metric;
    double mean = 0;
    double std = 0; ///< NaN where none is given
    QString data; ///< on what: "CMU-MOSI"; may be empty
    QString source; ///< "Table 10"; may be empty
};
std::vector<PublishedRow> publishedRows(const QJsonObject& definition);

/// The models of an experiment beside each other.
struct Comparison
{
    std::string people; ///< whom it is about: one of populationsOf(); empty: everybody
    std::vector<ComparisonRow> rows;
    std::vector<PublishedRow> published; ///< of the experiment
    QStringList rareClasses; ///< rareClassNotes()
    QString sameForAll {}; ///< sameForAllNote()
    QString subgroup {}; ///< ComparisonChoice::subgroup: exploratory
    ChosenBy chosenBy = ChosenBy::Person; ///< ComparisonChoice::chosenBy
    QString leftOut {}; ///< Models::leftOutNote(); why there are no rows, where there are none
    store::Looks looks {}; ///< at the test rows; none: of other programs, or not counted
    std::vector<ComparisonRow> times {}; ///< kTimeOverBaseline, where an experiment publishes it or it is
                                         ///< asked for; NaN where it is not known. Of no people.
    QString timesNote {}; ///< of which trainings it is not known, and why
};

/// compare(), with what stands beside the rows. \param store null: predictions of other programs
/// \throws btw::Error as compare(), and for times that nothing of these models has
Comparison comparisonOf(const store::Store* store, Models& models, const ComparisonChoice& choice);

/// What jobs::rareClassNotes() says of the test rows of all folds, each sentence once.
QStringList rareClassNotes(const Models& models);

/// One for each of the people that it asks of, with the reference models; without rows where all their
/// trainings were cancelled. \throws btw::Error as compare() and Models
std::vector<Comparison> compareExperiment(const store::Store& store,
    const store::ExperimentRecord& experiment, const ComparisonChoice& choice = {});

} // namespace btw::experiments
