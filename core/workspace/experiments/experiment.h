// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/spec/spec.h"
#include "workspace/jobs/subgroups.h"

#include <QJsonObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace btw::experiments {

/// A question that several trainings answer together: one system on one cohort, over folds, repeats and
/// seeds, with all modalities and without some (docs/method, "What each modality adds").
struct Experiment
{
    QString name;
    QString data; ///< path, absolute
    QString hash; ///< of the cohort there: with its splits, or of its first fold
    training::ExperimentSpec spec; ///< resolved
    std::vector<std::uint64_t> seeds { 1 };
    std::size_t folds = 0; ///< K; 0: the splits that the data has, or 70/10/20
    std::size_t repeats = 1; ///< of the draw of folds
    std::string foldsBy; ///< "group" or a descriptive column, each of whose values is a fold; empty: drawn
    std::vector<std::vector<std::string>> without; ///< modalities to leave out, those of a list together
    bool placebo = false; ///< also with each of them shuffled
    std::string metric; ///< that the answer is given in
    double margin = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the usual one of the metric
    int threads = 1;
    QString device;
};

/// What the store keeps of it: two experiments that ask the same are the same object.
QJsonObject definitionOf(const Experiment& experiment);

/// Lists of modalities for `--without`: `each`, or names with commas, `a+b` for two left out together.
/// \param names of the modalities that are used \throws btw::Error for a name that is none of them, for one
/// named twice, and where nothing would be left
std::vector<std::vector<std::string>> parseWithout(
    const QString& text, const std::vector<std::string>& names);
/// Names of the modalities that a spec uses (training::usedModalities).
std::vector<std::string> usedModalities(const data::Cohort& cohort, const training::ExperimentSpec& spec);

using jobs::listed;

} // namespace btw::experiments
