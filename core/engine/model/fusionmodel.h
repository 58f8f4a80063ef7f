// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/ops.h"
#include "engine/model/parameters.h"
#include "engine/training/spec.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace btw::model {

/// One modality's features for a batch of B instances.
struct ModalityInput
{
    /// Vector: `[B, D]`, zeros where absent. Sequence: `[sum of lengths, D]`, packed time-major as
    /// torch::nn::utils::rnn::pack_padded_sequence does, real steps of present instances only.
    at::Tensor values;
    at::Tensor batchSizes; ///< Sequence: int64 on the CPU, instances that still have a step t
    at::Tensor order; ///< Sequence: int64 `[P]`, batch row of the p-th longest instance, P present ones
};

struct ModelInput
{
    std::vector<ModalityInput> modalities; ///< M
    at::Tensor present; ///< `[M, B, 1]` float, 1 or 0
    at::Tensor weights; ///< `[M, B, 1]` BTW weights; undefined: all 1
};

struct ModelOutput
{
    at::Tensor output; ///< `[B, C]` logits, or `[B, 1]` standardised regression
    /// `[K, E]` sums over the batch of what each of K routers gave each expert: the load-balancing loss is
    /// their squaredVariation(). Undefined outside training.
    at::Tensor loads;
    at::Tensor routing; ///< `[L, M, E]` tokens routed; undefined in training
};

/// What a model is built for.
struct ModelShape
{
    struct Input
    {
        std::int64_t dims = 0;
        bool sequence = false;
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

/// The built-in models: `moe`.
FusionRegistry builtinModels();

} // namespace btw::model
