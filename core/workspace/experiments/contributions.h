// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/contribution.h"
#include "engine/error.h"
#include "workspace/experiments/models.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace btw::experiments {

/// What each modality adds in one model of an experiment that leaves modalities out.
struct Answer
{
    Model full; ///< the model with all modalities that it uses
    std::string metric;
    double margin = 0; ///< NaN: none was fixed, and none is usual
    std::vector<analysis::Contribution> modalities;
    std::vector<analysis::Contribution> placebos; ///< of the shuffled modality, in place of the real one
};

/// Nothing was left out, so that nothing says what a modality adds.
class NothingLeftOut : public Error
{
public:
    NothingLeftOut();
};

/// One for each model that is there without some of its modalities, too. It is one question: Holm's
/// correction runs over the modalities of all of them.
/// \param margin NaN: the usual one of the metric \throws NothingLeftOut where no model leaves anything out
std::vector<Answer> answersOf(Models& models, const std::string& metric, double margin);

/// Whether the second is the first without some modalities.
bool leavesOut(const Model& full, const Model& model);

/// Whether it is an answer to "which system": neither shuffled, nor another of them without some modalities.
bool standsByItself(const std::vector<Model>& all, const Model& model);

/// What the modalities that `model` lacks add among the tested people who have any of them, by the same
/// resamples as forWhom(); none where everybody has one.
std::optional<analysis::Among> amongThoseWhoHave(
    Models& models, const std::string& metric, const Model& full, const Model& model);

/// What one modality adds for a group of people: exploratory by itself.
struct SubgroupContribution
{
    std::string modality;
    QString kind; ///< "modality", "class", "pattern", or the descriptive column
    QString group; ///< "with tumour", a class, "notes + labs", the column's value
    std::string metric; ///< log loss by class, where the primary figure needs both classes
    analysis::FoldDifference difference;
    analysis::PairedDifference fromRest; ///< its difference less that of all others
    double adjustedP = 1; ///< of fromRest, Holm's over the groups of the kind, each question once
    std::size_t happened = 0; ///< of two classes: rows of the second
    std::vector<std::size_t> rows {}; ///< tested ones of the group, in Models::cohort()
    /// Everybody else is one group before it: that they differ is one fact, told there, with one p.
    bool isOtherHalf = false;
    bool isOfOutcome = false; ///< the groups are told apart by the outcome itself
};

/// Why a metric of these rows is not shown: fewer than 10 people, or for AUROC fewer than 10 of a class.
/// Empty: it may be.
QString whyHidden(
    const store::CohortRecord& cohort, const std::vector<std::size_t>& rows, const std::string& metric);

/// For whom each modality helps: those that have it, classes, patterns of modalities and the values of each
/// descriptive column. Groups under 10 people are left out, and for AUROC those under 10 of either class;
/// columns of more than 20 values, too. Intervals resample people 2,000 times.
/// \param full one of the models  \param primary the metric of the answer
/// \param modality of the answer; empty: each
std::vector<SubgroupContribution> forWhom(
    Models& models, const Model& full, const std::string& primary, const std::string& modality = {});

/// People of whom forWhom() says nothing, since they are too few.
struct SmallGroup
{
    QString kind;
    QString group;
};
std::vector<SmallGroup> tooSmallGroups(Models& models, const std::string& primary);

} // namespace btw::experiments
