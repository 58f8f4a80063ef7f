// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/options.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace btw::training {

enum class Select : std::uint8_t { Metric, Loss };
enum class MissingPolicy : std::uint8_t { Zero, Learned };
enum class Gate : std::uint8_t { Laplace, Softmax, Gaussian };

/// Which of the three steps a model belongs to.
enum class Step : std::uint8_t { Unimodal = 1, Baseline = 2, Weighted = 3 };

/// The value of a key that a system brings (systems/system.h); numbers as JSON has them.
using OwnValue = std::variant<bool, double, std::string>;

/// Everything that determines a training but the seed, the cohort and the machine. A plain value; the
/// defaults are the `paper` preset of docs/method. JSON keys are the snake_case of these names
/// (workspace/store/specjson.h).
struct ExperimentSpec
{
    std::string preset
        = "paper"; ///< the resolved preset: paper, small-cohort or demo (auto is resolved first)
    std::string model = "moe";
    std::string unimodal = "moe"; ///< of a pool (late fusion): the system of its unimodal models

    /// Of the models of several modalities: the names of those that are used; empty: all.
    std::vector<std::string> modalities;

    // Weighting
    weighting::Variant variant = weighting::Variant::Btw;
    weighting::Variance variance = weighting::Variance::Neighbours;
    weighting::MiPolicy mi = weighting::MiPolicy::Present;
    weighting::Calibrate calibrate = weighting::Calibrate::None;
    /// Variant::Shuffled: whose weights are shuffled.
    weighting::Variant shuffledVariant = weighting::Variant::Btw;
    weighting::Update update = weighting::Update::EveryEpoch;
    bool rescale = false;
    double alpha = 0.5; ///< a_0
    double alphaStep = 0.05; ///< 0 keeps alpha fixed

    // Data
    std::uint64_t splitSeed = 0;
    MissingPolicy missing = MissingPolicy::Zero;

    // Backbone
    Gate gate = Gate::Laplace;
    std::int64_t width = 128; ///< d, common width of the embeddings
    std::int64_t encoderHidden = 128; ///< hidden width of MLP and LSTM encoders
    std::int64_t timePoints = 48; ///< of an irregular series: reference points of time attention
    std::int64_t timeWidth = 64; ///< width of the embedding of a time stamp
    std::int64_t timeHeads = 8;
    std::int64_t expertHidden = 512;
    std::int64_t experts = 16; ///< E
    std::int64_t topK = 2;
    std::int64_t layers = 3; ///< L
    double dropout = 0.1; ///< residual, feed-forward and head
    double expertDropout = 0.1;
    double encoderDropout = 0.0; ///< after the MLP encoder's ReLU; on the LSTM's state
    double inputDropout = 0.0; ///< on the input features of modalities wider than inputDropoutAbove
    std::int64_t inputDropoutAbove = 64;
    double balance = 1e-2; ///< weight of the load-balancing loss
    bool routerNoise = true;

    // Optimisation
    bool classWeights = false;
    double learningRate = 1e-3;
    double weightDecay = 1e-4; ///< added to the gradient
    std::int64_t batch = 32;
    double gradientClip = 0.8; ///< total L2 norm
    std::int64_t epochs = 40; ///< at most
    std::int64_t patience = 7;
    std::int64_t halveAfter = 20; ///< epochs without improvement after which the rate is halved
    Select select = Select::Metric;

    /// Keys that a system brings, with their values; one that is absent has its default.
    std::map<std::string, OwnValue, std::less<>> own;

    bool operator==(const ExperimentSpec&) const = default;
};

/// The variant that makes the weights: of shuffled ones, the one whose weights they are.
inline weighting::Variant weightsFrom(const ExperimentSpec& spec)
{
    return spec.variant == weighting::Variant::Shuffled ? spec.shuffledVariant : spec.variant;
}

/// The spec of a named preset. `auto` resolves to `paper` from 5,000 training instances on, else to
/// `small-cohort`. \throws btw::Error for an unknown name.
ExperimentSpec presetSpec(const std::string& name, std::size_t trainingInstances);

/// Checks ranges (e.g. topK <= experts). \throws btw::Error naming the key and the allowed range.
void validateSpec(const ExperimentSpec& spec);

} // namespace btw::training
