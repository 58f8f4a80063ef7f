// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/experimentfile.h"
#include "workspace/experiments/models.h"
#include "workspace/store/records.h"

#include <QStringList>

#include <string>
#include <vector>

namespace btw::experiments {

/// Metrics of the cohort's task by which an experiment has published figures, as the task shows them.
std::vector<std::string> publishedMetrics(const ExperimentFile& file, const store::CohortRecord& cohort);

/// A table of the figures that papers give, as the experiment's file has them; empty where it has none.
QStringList publishedLines(const ExperimentFile& file);

/// What a weighting costs in these trainings, in a sentence; empty where no paper's figure of it is asked
/// for.
QStringList timeLines(const store::Store& store, const Models& models, const ExperimentFile& file);

} // namespace btw::experiments
