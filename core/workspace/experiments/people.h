// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"
#include "workspace/store/annotations.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::experiments {

/// How two models did on one person whom both were tested on, each figure the mean over the folds and seeds
/// that both have.
struct PersonChange
{
    std::string id;
    double label = 0; ///< the class index of a classification
    double before = 0; ///< what the baseline says: the prediction of a regression, the
                       ///< probability of class 1 of two, of the own class of more
    double after = 0; ///< what the model says
    /// The baseline's loss less the model's: positive where the model did better. The loss is the log loss of
    /// a classification, |label - prediction| of a regression.
    double change = 0;
    /// Shares of the folds and seeds in which the model puts right what the baseline has wrong, or the other
    /// way round (docs/method, "Error analysis"): of a regression where it is nearer to the label, or
    /// farther.
    double corrected = 0, mistaken = 0;
    std::vector<float> weights; ///< M, NaN where absent; empty where the model has none
    /// Under which the person can be looked at, one that was tested on the person: of the model; of the
    /// baseline where that has all modalities and the model has not. Negative: kept in no run.
    std::int64_t run = 0;
};

/// What changes for a class, or a third of a regression's labels.
struct LabelChange
{
    QString group; ///< a class, "y < 0.5"
    std::size_t rows = 0;
    std::size_t people = 0; ///< groups, or rows
    bool isHidden = false; ///< fewer than jobs::kSmallestSubgroup people: no figures
    double corrected = 0, mistaken = 0; ///< rows, the mean over repeats and seeds
    double change = 0; ///< mean of PersonChange::change
};

/// Person by person what a model changes against a baseline.
struct PeopleChange
{
    QString model, baseline; ///< Model::plainName()
    Task task = Task::Regression;
    std::vector<std::string> classes;
    std::vector<std::string> modalities; ///< M, of PersonChange::weights
    std::vector<PersonChange> people; ///< in the order of the cohort
    std::vector<LabelChange> byLabel; ///< of these people
};

/// What people were chosen by, as far as it is known: where they were selected, and whether the labels alone
/// tell them apart (all of one class, or exactly those whose label lies in a range).
ChosenBy chosenBy(const store::SubgroupRecord& subgroup, const store::CohortRecord& cohort);
/// Whether it may be said of such people that something does better or worse: where they were chosen by their
/// errors or outcome, any difference is partly made by the choosing.
inline bool mayClaim(ChosenBy chosen) { return chosen == ChosenBy::Person; }
/// Restricts a comparison to a subgroup of the cohort's data.
void askOnly(
    ComparisonChoice& choice, const store::SubgroupRecord& subgroup, const store::CohortRecord& cohort);
/// What has to be said wherever figures of such people are shown, a sentence. \param subgroup its name
QString subgroupWarning(const QString& subgroup, ChosenBy by);

/// The subgroups of a store whose people are all in this data, which is called as theirs.
std::vector<store::SubgroupRecord> subgroupsOf(const store::Store& store, const store::CohortRecord& cohort);

/// \param only ids of those who count; empty: everybody
/// \throws btw::Error where they have no fold and seed in common
PeopleChange peopleChange(const store::Store& store, Models& models, const Model& model,
    const Model& baseline, const std::vector<std::string>& only = {});

} // namespace btw::experiments
