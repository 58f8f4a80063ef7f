// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/options.h"
#include "workspace/jobs/request.h"

#include <QString>

#include <vector>

namespace btw::pages {

/// What the form of the Start page asks for.
struct TrainingChoice
{
    weighting::Variant variant = weighting::Variant::Btw;
    weighting::Variance variance = weighting::Variance::Neighbours;
    QString preset = QStringLiteral("auto");
    int seeds = 1; ///< trainings with seeds 1..seeds
};

/// One request a seed, with the preset resolved for the cohort. \throws btw::Error for an unknown preset.
std::vector<jobs::TrainingRequest> requestsFor(const std::shared_ptr<const data::Cohort>& cohort,
    const QString& cohortPath, const TrainingChoice& choice, int threads, const QString& device);

/// Instances of the training split.
std::size_t trainingInstances(const data::Cohort& cohort);

} // namespace btw::pages
