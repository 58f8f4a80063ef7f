// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/predictions.h"

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace btw::training {

/// Metric name (docs/method names: mae, corr, macro_f1, ...) to value; NaN where undefined.
using MetricSet = std::map<std::string, double>;

/// Which of the three steps a model belongs to.
enum class Step : std::uint8_t { Unimodal = 1, Baseline = 2, Weighted = 3 };

/// One finished epoch of one model. Predictions, metrics and weights belong together: the weights are
/// those in force during the epoch; the ones computed after it start with the next.
struct EpochReport
{
    std::int64_t epoch = 0; ///< from 1
    double trainLoss = 0; ///< mean over the epoch's batches, balance loss excluded
    double balanceLoss = 0; ///< mean over the epoch's batches, before its weight
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
    std::vector<float>
        routing; ///< `[layers, M, experts]` share of modality's tokens routed to each expert, validation rows
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
};

} // namespace btw::training
