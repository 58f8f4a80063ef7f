// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/modelstate.h"
#include "engine/predictions.h"
#include "engine/spec/spec.h"

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace btw::training {

/// Metric name (docs/method names: mae, corr, macro_f1, ...) to value; NaN where undefined.
using MetricSet = std::map<std::string, double>;

/// One finished epoch of one model. Predictions, metrics and weights belong together: the weights are
/// those in force during the epoch; the ones computed after it start with the next.
struct EpochReport
{
    std::int64_t epoch = 0; ///< from 1
    double trainLoss = 0; ///< mean over the epoch's batches, of the task's loss alone
    /// Losses beside the task's (MoE: `balance`), means over the epoch's batches before their weights.
    std::map<std::string, double> extraLosses;
    double validationLoss = 0;
    MetricSet validation;
    bool best = false; ///< best epoch so far by spec.select
    double learningRate = 0;
    double alpha
        = std::numeric_limits<double>::quiet_NaN(); ///< that made the weights in force; NaN in the first
    double seconds = 0;
    std::vector<float>
        weights; ///< `[N, M]` in force during this epoch, 0 where absent; empty unless Step::Weighted
    Predictions predictions; ///< every split, evaluation mode
    /// What the model counted on validation rows, as shares along the last dimension (MoE: `routing`,
    /// `[layers, M, experts]` share of a modality's tokens routed to each expert).
    std::map<std::string, std::vector<float>> diagnostics;
};

/// Within an epoch: for the progress line. Sent at most a few times a second.
struct BatchProgress
{
    std::int64_t epoch = 0;
    std::int64_t batch = 0; ///< batches done in this epoch
    std::int64_t batches = 0;
    std::int64_t epochsAtMost = 0;
    double loss = 0; ///< of the last batch
};

enum class Outcome : std::uint8_t { Finished, Stopped };

/// How far a modality is believed by a pool of modalities (system `late`): its weight and a 95% interval over
/// resamples of people.
struct HeldOutWeight
{
    std::string modality;
    double c = 0;
    double low = 0;
    double high = 0;

    bool operator==(const HeldOutWeight&) const = default;
};

/// What a fit chose and found beside its predictions; empty where there is nothing.
struct RunDetails
{
    std::vector<HeldOutWeight> heldOut;
    std::map<std::string, double> chosen; ///< by validation or cross-validation: lambda, rounds, ...
    /// Of a weighted model: test figures with weights that settle, as those of new people do (docs/method,
    /// "Weights of new people"), and `settled_share`, how many of the rows' weights did.
    MetricSet settled;
    std::vector<std::int8_t> folds; ///< N: the fold whose model predicts a training row; -1: all models do

    bool operator==(const RunDetails&) const = default;
};

/// What a model says of each row beside its prediction, e.g. how certain it is of each modality.
struct RowDiagnostics
{
    std::string name; ///< "certainty"
    std::vector<std::string> parts; ///< K: modalities, or what else the model numbers
    std::vector<float> values; ///< `[N, K]`

    bool operator==(const RowDiagnostics&) const = default;
};

/// What remains of a run when it ends: its best epoch.
struct RunResult
{
    Outcome outcome = Outcome::Finished;
    std::int64_t epochs = 0; ///< epochs trained
    std::int64_t bestEpoch = 0;
    MetricSet validation; ///< at the best epoch
    MetricSet test; ///< at the best epoch; empty when stopped
    Predictions predictions; ///< at the best epoch, every split
    std::vector<float> weights; ///< `[N, M]` in force at the best epoch; empty unless weighted
    RunDetails details;
    std::vector<RowDiagnostics> ofRows; ///< at the best epoch; of a model that says such things
    /// The model itself, at the best epoch: for System::predictor(). Empty when stopped, and where the best
    /// epoch was trained by a version that did not keep it.
    ModelState model;
};

} // namespace btw::training
