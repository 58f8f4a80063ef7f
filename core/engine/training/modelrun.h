// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/metrics.h"
#include "engine/model/fusionmodel.h"
#include "engine/training/adam.h"
#include "engine/training/batches.h"
#include "engine/training/trainer.h"

#include <memory>
#include <vector>

namespace btw::training {

/// One model with its optimiser and its rows: trains an epoch, predicts, judges itself. Knows nothing of
/// stopping rules, weights' origin or files.
class ModelRun
{
public:
    ModelRun(const Batches& batches, const RunPlan& plan);

    struct EpochLoss
    {
        double loss = 0; ///< mean over rows, balance loss excluded
        double balance = 0; ///< mean over batches
    };
    /// One pass over the training rows. \param weights `[N, M]` in force, or empty. \returns nullopt when
    /// stopped. \throws btw::Error (Kind::Work) naming epoch and batch when a loss is not finite.
    std::optional<EpochLoss> trainEpoch(std::int64_t epoch, double learningRate,
        const std::vector<float>& weights, RunControl& control, RunObserver& observer);

    struct Evaluation
    {
        Predictions predictions; ///< every row
        double validationLoss = 0;
        std::vector<float> routing; ///< `[L, M, E]` shares over validation rows
    };
    /// Predicts every row in evaluation mode. \returns nullopt when stopped.
    std::optional<Evaluation> evaluate(const std::vector<float>& weights, RunControl& control) const;

    /// Metrics on one split, over the rows that have the modality when the run is unimodal.
    MetricSet metrics(const Predictions& predictions, Split split) const;

    model::Parameters& parameters() { return m_parameters; }
    Adam& optimiser() { return m_optimiser; }
    at::Generator& generator() { return m_generator; }

private:
    at::Tensor loss(const at::Tensor& output, const at::Tensor& target) const;
    model::ModelInput input(const std::vector<std::int64_t>& rows, const std::vector<float>& weights) const;
    std::vector<std::int64_t> rowsOf(Split split) const;

    const Batches& m_batches;
    const RunPlan& m_plan;
    std::vector<std::size_t> m_modalities;
    std::vector<std::int64_t> m_trainRows, m_validationRows;
    at::Tensor m_classWeights;
    at::Generator m_generator;
    model::Parameters m_parameters;
    std::unique_ptr<model::FusionModel> m_model;
    Adam m_optimiser;
};

} // namespace btw::training
