// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::jobs {

/// Builds a run's digest epoch by epoch from stored values. Live and reopened digests come from here.
class DigestBuilder
{
public:
    /// Reads cohort and baseline of the run. Epochs are added by the caller.
    /// \param baselineId to compare with; 0: its own baseline  \param metric as loadDigest() has it
    DigestBuilder(const store::Store& store, const store::RunRecord& run,
        const systems::SystemRegistry& systems, std::int64_t baselineId = 0, const std::string& metric = {});

    /// A committed epoch; its blobs may be absent.
    void add(const store::EpochRecord& epoch);
    /// \param routing `[layers, M, experts]` of the epoch that is shown, or empty
    void setRouting(const std::map<std::string, std::vector<float>>& diagnostics);
    /// \param predictions of `epoch`: the error analysis shows these on the validation split
    RunDigest live(const store::RunRecord& run, const Predictions& predictions, std::int64_t epoch) const;
    /// The finished run, once testIsOpen(): best epoch, test split.
    RunDigest finished(const store::RunRecord& run, const Predictions& best) const;

private:
    RunDigest withErrors(
        const store::RunRecord& run, const Predictions& predictions, std::int64_t epoch, Split split) const;

    store::CohortRecord m_cohort;
    std::vector<bool> m_isUsed; ///< of the cohort's modalities, by the model
    Predictions m_baseline; ///< best epoch; empty when there is none
    RunDigest m_digest;
    std::size_t m_routed = 0; ///< modalities that the run's model has
    std::size_t m_experts = 0;
};

/// Percentiles and mean of the weights in force over the training rows that have each modality.
std::vector<store::WeightSummary> summariseWeights(
    const store::CohortRecord& cohort, const std::vector<float>& weights);

/// `[N]` indices of one split.
std::vector<std::size_t> rowsOf(const store::CohortRecord& cohort, Split split);

} // namespace btw::jobs
