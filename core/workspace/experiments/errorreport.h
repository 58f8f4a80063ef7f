// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/stability.h"
#include "workspace/jobs/digest.h"
#include "workspace/jobs/subgroups.h"
#include "workspace/store/records.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// Corrections and mistakes among some test rows.
struct GroupErrors
{
    jobs::Subgroup group; ///< of kind "all" for all of them, "reading" for one of a sentiment label
    std::int64_t n = 0;
    std::size_t people = 0; ///< groups, or rows
    std::int64_t corrections = 0;
    std::int64_t mistakes = 0;
};

/// How far an instance's weight of one modality moves over the last epochs: its standard deviation, over test
/// rows that have the modality.
struct WeightUnrest
{
    std::string modality;
    std::size_t n = 0; ///< rows
    store::WeightSummary deviation; ///< mean, 10th and 90th percentile
};

/// Corrections and mistakes among test rows whose labels are about as common.
struct DensityErrors
{
    double low = 0; ///< density of the label, or share of the class
    double high = 0;
    GroupErrors errors;
};

/// What a run puts right and wrong against a baseline on the test split, for whom, and what of the title's
/// claim can be measured on it (docs/method, "Error analysis" and "The title's claim, measured").
struct ErrorReport
{
    store::CohortRecord cohort;
    jobs::RunDigest digest; ///< what figures are drawn of
    store::RunRecord baseline;
    Predictions before, after; ///< of the baseline, and of the run
    /// All rows, then by label or class, by reading, modality, pattern and descriptive column; those under 10
    /// people are left out.
    std::vector<GroupErrors> groups;
    std::size_t hiddenGroups = 0; ///< under 10 people, but not empty
    analysis::PairedDifference logVarianceRatio; ///< baseline against run: positive where the run's vary less
    std::vector<WeightUnrest> weights; ///< of a weighted run with two epochs at least
    std::size_t weightEpochs = 0; ///< that `weights` runs over, at most five
    std::vector<DensityErrors> byDensity; ///< from rare to common; bands under 10 people are left out
    analysis::Interval densityCorrelation;

    const analysis::ErrorAnalysis& errors() const { return *digest.errors; }
};

/// \param baselineId a finished run of several modalities on the same cohort; 0: the run's own baseline
/// \throws btw::Error (Kind::Input) before the test figures of both are open, and where there is nothing to
/// compare
ErrorReport errorReport(const store::Store& store, std::int64_t runId, std::int64_t baselineId = 0);

} // namespace btw::experiments
