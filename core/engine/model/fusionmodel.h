// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/scaling.h"
#include "engine/model/ops.h"
#include "engine/model/parameters.h"
#include "engine/spec/spec.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace btw::model {

class EncodedRows;

/// One modality's features for a batch of B instances.
struct ModalityInput
{
    /// Vector: `[B, D]`, zeros where absent. Sequence, Series: `[sum of lengths, D]`, packed time-major as
    /// torch::nn::utils::rnn::pack_padded_sequence does, real steps of present instances only.
    at::Tensor values;
    at::Tensor batchSizes; ///< Sequence: int64 on the CPU, instances that still have a step t
    at::Tensor order; ///< Sequence: int64 `[P]`, batch row of the p-th longest instance, P present ones
    /// Series: a sequence whose steps have time stamps, float `[sum of lengths]`, packed as its values, from
    /// 0 to 1 over the time that the training rows span.
    at::Tensor times {};
    at::Tensor observed {}; ///< Series: `[sum of lengths, D]`, 1 where a value was measured, or 0
    at::Tensor rows {}; ///< int64 `[B]` on the CPU, places of the instances in `encoded`
    EncodedRows* encoded
        = nullptr; ///< what frozen files have made of the cohort's rows; null: nothing is kept
};

/// What is known of a batch in training alone. A model that predicts gets none of it.
struct Supervision
{
    at::Tensor target; ///< int64 `[B]` classes, or float `[B, 1]` standardised labels; undefined: no training
    at::Tensor counts; ///< float `[B]`: how much each row counts in the task's loss, 1 or its class's weight
    std::int64_t epoch = 0; ///< from 1
    /// `[B, K]` what the model has remembered of these rows (ModelOutput::remembered), summed over the epochs
    /// before, as a share of the largest sum of any row; zeros in the first epoch.
    at::Tensor history {};
    bool first = false; ///< the first stage of an epoch: no other losses are asked for than ExtraLoss::first
};

struct ModelInput
{
    std::vector<ModalityInput> modalities; ///< M
    at::Tensor present; ///< `[M, B, 1]` float, 1 or 0
    at::Tensor weights; ///< `[M, B, 1]` BTW weights; undefined: all 1
    Supervision supervision {}; ///< for losses of the model's own (ExtraLoss)
};

/// A loss beside the task's, e.g. for load balancing.
struct ExtraLoss
{
    std::string name;
    double weight = 1;
    /// What it is computed from: sums over the batch's rows. Processes that share a batch add these up first.
    at::Tensor sums;
    at::Tensor (*value)(const at::Tensor& sums) = nullptr; ///< scalar, before the weight
    /// Counts in the first stage of each epoch, too, in which those parameters are fitted that are said to be
    /// (Parameters::setFirstStage).
    bool first = false;
    bool withPrevious
        = false; ///< the sums of the batch before, in the same epoch, are added to the batch's own
};

/// What a model counts while it predicts, e.g. how often each expert was chosen. Counts over rows are added
/// up, and reported as shares along the last dimension.
struct Diagnostic
{
    std::string name;
    std::vector<std::int64_t> sizes; ///< of the counts; one dimension K: the model gives each row's, `[B, K]`
    std::vector<std::string> parts {}; ///< along the last dimension; none: the modalities, or only numbered

    bool isOfRows() const { return sizes.size() == 1; }
};

struct ModelOutput
{
    at::Tensor output; ///< `[B, C]` logits, or `[B, 1]` standardised regression
    std::vector<ExtraLoss> extra; ///< in training; the same ones in every batch
    std::vector<at::Tensor> diagnostics; ///< as FusionModel::diagnostics() lists them; not in training
    /// `[B, K]`, in training: numbers of each row that later epochs are told of (Supervision::history), not
    /// negative. K is FusionModel::remembers().
    at::Tensor remembered {};
};

class EncoderRegistry;

/// What a model is built for.
struct ModelShape
{
    struct Input
    {
        std::int64_t dims = 0;
        data::ModalityKind kind = data::ModalityKind::Vector;
        std::string name {}; ///< of the modality
        data::FeatureScale scale {}; ///< by which its values were standardised; empty: they were not
        /// Steps of the shortest and the longest row; as they stand here where there is no data.
        std::pair<std::int64_t, std::int64_t> steps { 8, 13 };
    };
    std::vector<Input> inputs; ///< M
    std::int64_t outputs = 1; ///< C, or 1
};

/// A model that fuses M weighted modality embeddings. Adds no parameter for the weights themselves.
class FusionModel
{
public:
    virtual ~FusionModel() = default;
    virtual ModelOutput forward(const ModelInput& input, const Pass& pass) const = 0;
    virtual std::vector<Diagnostic> diagnostics() const { return {}; }
    virtual std::int64_t remembers() const { return 0; } ///< numbers of a row
};

using FusionFactory = std::function<std::unique_ptr<FusionModel>(
    const ModelShape&, const training::ExperimentSpec&, Parameters&)>;

/// Fusion models by the name that the spec's `model` gives.
class FusionRegistry
{
public:
    void add(const std::string& name, FusionFactory factory);
    std::vector<std::string> names() const;
    /// \throws btw::Error for an unknown name, listing the known ones.
    std::unique_ptr<FusionModel> create(
        const ModelShape& shape, const training::ExperimentSpec& spec, Parameters& parameters) const;

private:
    std::vector<std::pair<std::string, FusionFactory>> m_factories;
};

/// The built-in models, each under the name of its system. Modalities are encoded by the built-in encoders
/// (encoder.h), or by those that are given.
FusionRegistry builtinModels();
FusionRegistry builtinModels(const EncoderRegistry& encoders);

} // namespace btw::model
