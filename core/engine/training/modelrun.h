// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/metrics.h"
#include "engine/model/fusionmodel.h"
#include "engine/training/adam.h"
#include "engine/training/batches.h"
#include "engine/training/epochsums.h"
#include "engine/training/rankshare.h"
#include "engine/training/trainer.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace btw::training {

/// The model of a plan, its parameters with their initial values on the device.
std::unique_ptr<model::FusionModel> createModel(const model::FusionRegistry& models, const RunPlan& plan,
    const model::ModelShape& shape, const at::Device& device, model::Parameters& parameters);

/// Writes a model's output for some rows, `[B, C]` logits or `[B, 1]` standardised, as predictions of these
/// rows: probabilities, or the label's own units.
void writeOutputs(const at::Tensor& output, const std::vector<std::int64_t>& rows, const Batches& batches,
    Predictions& predictions);

/// Predicts some rows in evaluation mode. \param used modalities that the model sees \param weights `[N, M]`
/// in force, or empty
void predictRows(const model::FusionModel& model, const Batches& batches,
    const std::vector<std::size_t>& used, const std::vector<float>& weights,
    const std::vector<std::size_t>& rows, Predictions& into);

/// One model with its optimiser and its rows: trains an epoch, predicts, judges itself. Knows nothing of
/// stopping rules, weights' origin or files.
class ModelRun
{
public:
    /// \param products type of the matrix products of forward passes, shorter in mixed precision
    /// \param ranks with which the work is shared: each makes the same calls and gets the same numbers
    ModelRun(const Batches& batches, const RunPlan& plan, const model::FusionRegistry& models,
        at::ScalarType products = at::kFloat, Ranks* ranks = nullptr);

    struct EpochLoss
    {
        double loss = 0; ///< mean over rows, of the task's loss alone
        std::map<std::string, double> extra; ///< means over batches, before their weights
    };
    /// One pass over the training rows. \param weights `[N, M]` in force, or empty. \returns nullopt when
    /// stopped. \throws btw::Error (Kind::Work) naming epoch and batch when a loss is not finite.
    std::optional<EpochLoss> trainEpoch(std::int64_t epoch, double learningRate,
        const std::vector<float>& weights, RunControl& control, RunObserver& observer);

    struct Evaluation
    {
        Predictions predictions; ///< every row
        double validationLoss = 0;
        std::map<std::string, std::vector<float>> diagnostics; ///< shares over validation rows
        std::vector<std::vector<float>> ofRows; ///< `[N, K]` each, of the diagnostics of rows
    };
    /// Predicts every row in evaluation mode. \returns nullopt when stopped.
    std::optional<Evaluation> evaluate(const std::vector<float>& weights, RunControl& control) const;

    struct OfParts
    {
        std::map<std::string, double> shares; ///< over validation rows: "attention_text" (of a run's details)
        std::vector<RowDiagnostics> ofRows; ///< the numbers of which these are the shares
    };
    /// What the model says of each row's modalities, or of other parts that have names. Empty where it says
    /// nothing of that kind, or was stopped.
    OfParts ofParts(const std::vector<float>& weights, RunControl& control) const;

    /// Predicts some rows in evaluation mode, on this rank alone.
    void predict(
        const std::vector<float>& weights, const std::vector<std::size_t>& rows, Predictions& into) const;

    /// Metrics on one split, over the rows that have the modality when the run is unimodal.
    MetricSet metrics(const Predictions& predictions, Split split) const;

    model::Parameters& parameters() { return m_parameters; }
    Adam& optimiser() { return m_optimiser; }
    /// `[N, K]` what the model has remembered of each row in the epochs so far; undefined where it remembers
    /// nothing.
    const at::Tensor& history() const { return m_history; }
    /// False, and nothing changed, where it is not of this model and these rows.
    bool restoreHistory(const at::Tensor& history);
    at::Generator& generator() { return m_generator; }

private:
    /// The rows' losses, each times its class's weight, over `amount`.
    at::Tensor loss(const at::Tensor& output, const at::Tensor& target, double amount) const;
    /// What makes a mean of a sum of losses: the number of rows, or the sum of their classes' weights.
    double lossAmount(const std::vector<std::int64_t>& rows) const;
    /// \param weights Batches::weightTable(), or undefined
    model::ModelInput input(const std::vector<std::int64_t>& rows, const at::Tensor& weights) const;
    /// Labels of rows that the model learns from. \param history `[N, K]` shares, or undefined
    model::Supervision supervision(
        const std::vector<std::int64_t>& rows, std::int64_t epoch, const at::Tensor& history) const;
    model::ModelOutput forward(const model::ModelInput& input, const model::Pass& pass) const;
    /// One batch of the first stage of an epoch (ExtraLoss::first). False when stopped.
    bool fitFirstStage(const std::vector<std::int64_t>& batch, std::int64_t epoch, double learningRate,
        const at::Tensor& table, const model::Pass& pass, const RunControl& control, EpochSums& sums);
    /// \throws btw::Error for a file that is fine-tuned and keeps counts of rows, on several ranks
    void refuseCountsOnRanks() const;
    std::vector<std::int64_t> rowsOf(Split split) const;

    const Batches& m_batches;
    const RunPlan& m_plan;
    std::vector<std::size_t> m_modalities;
    std::vector<std::int64_t> m_trainRows, m_validationRows;
    std::vector<double> m_classWeight; ///< C, or empty
    at::Tensor m_classWeights; ///< the same on the device
    RankShare m_share;
    at::ScalarType m_products;
    at::Generator m_generator; ///< of initial values and batches
    at::Generator m_deviceGenerator; ///< of noise and dropout: on the CPU the same
    model::Parameters m_parameters;
    std::unique_ptr<model::FusionModel> m_model;
    at::Tensor m_history;
    Adam m_optimiser;
};

} // namespace btw::training
