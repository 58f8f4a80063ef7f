// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace btw::analysis {

/// What has to be known of a metric beside its value.
struct MetricFacts
{
    std::string_view name;
    Task task = Task::Classification;
    bool lowerIsBetter = false;
    bool inLabelUnits = false; ///< else a share, or a number without a unit
    bool sentimentOnly = false; ///< only where the label range is declared as exactly -3..3
    bool twoClassesOnly = false;
    bool isBrief = false; ///< shown where there is room for a few figures only
    /// Of a figure that describes a model, and is better neither when higher nor when lower: what it is of a
    /// calibrated model. No answer and no best of a table goes by such a figure.
    std::optional<double> ideal = std::nullopt;
    /// The smallest difference that matters, unless another was fixed beforehand; of one in the label's
    /// units: as a share of the error of the constant model. None is usual for most metrics.
    std::optional<double> margin = std::nullopt;
    bool isMean = false; ///< over instances, each with a score of its own (instanceScores)
};

/// Every metric, those of a task in the order in which a table shows them.
std::span<const MetricFacts> metricFacts();
/// Null for an unknown name.
const MetricFacts* findMetric(std::string_view name);

/// Whether a metric only describes a model (MetricFacts::ideal).
bool isDescriptive(std::string_view metric);

/// Whether a metric is a mean over instances (MetricFacts::isMean): over folds that differ in size it is
/// theirs, not that of the folds.
bool isMeanOverInstances(std::string_view metric);

/// "mae, rmse, corr": every metric of a task, for a sentence.
std::string joinedNames(Task task);

} // namespace btw::analysis
