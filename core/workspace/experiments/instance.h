// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/records.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// One person's modality in one run.
struct InstanceModality
{
    std::string name;
    bool isPresent = false;
    /// K, what the modality's own model predicts; empty where it is absent, or has no model of its own
    std::vector<float> own;
    std::vector<float> weights; ///< one an epoch, of a weighted run; else empty
    /// In force at the best epoch, how far a pool believes the modality, or what the model itself says of it
    /// (InstanceFacts::weightName); NaN where there is none
    double weight = std::numeric_limits<double>::quiet_NaN();
};

/// A person on whom the models did alike.
struct InstanceNeighbour
{
    std::string id;
    double label = 0;
    std::vector<float> prediction; ///< K, of the run
    double distance = 0; ///< root mean square of the differences, each in standard deviations
};

/// What the store knows of one person in one run; the same numbers as store::exportCsv.
struct InstanceFacts
{
    std::int64_t runId = 0;
    QString runName;
    store::CohortRecord cohort; ///< without what is said of other people
    std::size_t row = 0;
    std::string id;
    double label = 0;
    Split split = Split::Train;
    std::vector<float> prediction; ///< K, of the run
    std::vector<float> baseline; ///< K, of the run that it is compared with; empty: none
    std::int64_t bestEpoch = 0;
    bool isPool = false; ///< weights are one a modality, the same for everybody
    std::string
        weightName; ///< what the model calls what it says of each modality, "certainty"; empty: weights
    std::map<std::string, double> others; ///< what else it says of the person, "experts synergy"
    bool usesEvaluationLabels = false;
    std::vector<InstanceModality> modalities;
    std::vector<InstanceNeighbour> neighbours; ///< nearest first
    std::size_t compared = 0; ///< people among whom they were looked for
};

/// Neighbours are the nearest by the weights and predictions of the person's modalities and the run's own
/// prediction, among people of the same split with the same modalities; each number counts in standard
/// deviations among them. Labels do not enter.
/// \throws btw::Error (Kind::Input) where there is no such run or person, the run has no predictions yet, and
/// for a test row before the run's test figures are open
InstanceFacts instanceFacts(
    const store::Store& store, std::int64_t runId, const std::string& id, std::size_t neighbours = 5);

} // namespace btw::experiments
