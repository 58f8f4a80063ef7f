// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/spec/spec.h"
#include "workspace/jobs/subgroups.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace btw::experiments {

/// One way to train in an experiment, and which modalities it is also trained without.
struct Arm
{
    training::ExperimentSpec spec; ///< resolved
    std::vector<std::vector<std::string>> without {}; ///< modalities to leave out, those of a list together
};

/// A question that several trainings answer together: one or more ways to train on one cohort, over folds,
/// repeats and seeds, with all modalities and without some (docs/method, "What each modality adds").
struct Experiment
{
    QString name;
    QString data; ///< path, absolute
    QString hash; ///< of the cohort there: with its splits, or of its first fold
    std::vector<Arm> arms; ///< one or more, with the same split seed
    std::vector<std::uint64_t> seeds { 1 }; ///< empty: one, the number of the repeat, from 1
    std::size_t folds = 0; ///< K; 0: the splits that the data has, or 70/10/20
    std::size_t repeats = 1; ///< of the draw of folds
    std::string foldsBy; ///< "group" or a descriptive column, each of whose values is a fold; empty: drawn
    bool placebo = false; ///< also with each modality that is left out alone shuffled
    std::string metric; ///< that the answer is given in
    double margin = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the usual one of the metric
    int threads = 1;
    QString device;
    QJsonObject grid; ///< that the arms come from, as it was asked for; empty: they come from flags
    QString baseline; ///< Model::name() that a comparison starts from; empty: the usual one
    QJsonArray published; ///< rows of a paper's table, shown beside the comparison
};

/// What the store keeps of it: two experiments that ask the same are the same object.
QJsonObject definitionOf(const Experiment& experiment);

/// Lists of modalities for `--without`: `each`, or names with commas, `a+b` for two left out together.
/// \param names of the modalities that are used \throws btw::Error for a name that is none of them, for one
/// named twice, and where nothing would be left
std::vector<std::vector<std::string>> parseWithout(
    const QString& text, const std::vector<std::string>& names);

/// The metric that was asked for, or the primary one of the cohort's task.
/// \param key what a person calls it, for messages: "--metric" \throws btw::Error for one that there is not
std::string metricFor(const QString& asked, const data::Cohort& cohort, const std::string& key);
std::string metricFor(const QString& asked, const store::CohortRecord& cohort, const std::string& key);

/// How a cohort is cut into folds.
struct Folds
{
    std::size_t count = 0; ///< 0: the splits that the data has, or 70/10/20
    std::size_t repeats = 1;
    std::string by; ///< "group" or a descriptive column, whose values are the folds; empty: drawn
};
/// \param asked a number, "group" or the name of a column; empty: no folds \param repeats 0: not given
/// \param asRead the cohort before its splits are completed  \param dashes before a key in messages: "--"
/// \throws btw::Error
Folds parseFolds(
    const QString& asked, std::size_t repeats, const data::Cohort& asRead, const std::string& dashes);

/// Names of the modalities that a spec uses (training::usedModalities).
std::vector<std::string> usedModalities(const data::Cohort& cohort, const training::ExperimentSpec& spec);

using jobs::listed;

} // namespace btw::experiments
