// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"
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
    std::vector<float> weights; ///< M, NaN where absent; empty where the model has none
    std::int64_t run = 0; ///< of the model: one that was tested on the person; negative: kept in no run
};

/// Person by person what a model changes against a baseline.
struct PeopleChange
{
    QString model, baseline; ///< Model::fullName()
    Task task = Task::Regression;
    std::vector<std::string> classes;
    std::vector<std::string> modalities; ///< M, of PersonChange::weights
    std::vector<PersonChange> people; ///< in the order of the cohort
};

/// The subgroups of a store whose people are all in this data, which is called as theirs.
std::vector<store::SubgroupRecord> subgroupsOf(const store::Store& store, const store::CohortRecord& cohort);

/// \throws btw::Error where they have no fold and seed in common
PeopleChange peopleChange(
    const store::Store& store, Models& models, const Model& model, const Model& baseline);

} // namespace btw::experiments
