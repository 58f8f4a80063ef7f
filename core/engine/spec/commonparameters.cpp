// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohort.h"
#include "engine/spec/encoderparameters.h"
#include "engine/spec/parameter.h"

#include <array>

namespace btw::training {
namespace {

constexpr Range kShare { 0, 1 };
constexpr Range kDropout { 0, 1, false, true }; // 1 would drop everything
constexpr Range kWidth { 1, 65536 };
// JSON numbers are doubles for many readers: integers are exact up to here.
constexpr Range kSeed { 0, 9007199254740991.0 };
constexpr Range kEpochs { 1, 100000 };

constexpr std::string_view kPaper = "paper";
constexpr std::string_view kReleased = "released code";
constexpr std::string_view kOurs = "ours";

constexpr Parameter onlyFor(Task task, Parameter parameter)
{
    parameter.task = task;
    return parameter;
}

// Defaults are those of the preset `paper`. They are frozen: stored runs are found by keys that leave
// defaults out (workspace/store/stepkey.h).
using S = ExperimentSpec;
constexpr std::array kParameters {
    Parameter { "preset", &S::preset, {}, Group::Naming, kNoStep, "Preset",
        "Where the other keys' values come from before they are overridden; auto: paper from 5,000 training "
        "instances on, else small-cohort.",
        kOurs },
    Parameter { "model", &S::model, {}, Group::Naming, kEveryStep, "System",
        "What is trained: moe, or another system of `btw systems`.", kPaper },
    Parameter { "unimodal", &S::unimodal, {}, Group::Pooling, kEveryStep, "Unimodal system",
        "The system whose unimodal models late fusion puts together.", kOurs },
    Parameter { "modalities", &S::modalities, {}, Group::Naming, kMultimodalSteps, "Modalities",
        "The modalities that models of several use; empty: all.", kOurs },
    Parameter { "variant", &S::variant, {}, Group::Weighting, kWeightedStep, "Weighting",
        "How the weights are computed; none is the baseline; constant and shuffled are controls; "
        "cc-local is for regression only.",
        kPaper },
    onlyFor(Task::Regression,
        Parameter { "variance", &S::variance, {}, Group::Weighting, kWeightedStep, "Variance policy",
            "Where the conditional variance of a regression prediction comes from; residual-labels is for "
            "replication only.",
            kOurs, {}, "residual-labels uses evaluation labels" }),
    Parameter { "mi", &S::mi, {}, Group::Weighting, kWeightedStep, "Rows of the mutual information",
        "Training instances on which a modality's mutual information is estimated: those that have it, or "
        "all.",
        kOurs },
    onlyFor(Task::Classification,
        Parameter { "calibrate", &S::calibrate, {}, Group::Weighting, kWeightedStep, "Calibrated modalities",
            "Whether each modality's own probabilities are made as sure as they are right on "
            "validation rows (one temperature per modality) before weights are made of them; classification "
            "only.",
            kOurs }),
    Parameter { "shuffled_variant", &S::shuffledVariant, {}, Group::Weighting, kWeightedStep,
        "Weighting that is shuffled",
        "Whose weights at the best epoch the weighting shuffled hands to other people.", kOurs },
    Parameter { "update", &S::update, {}, Group::Weighting, kWeightedStep, "Update of the weights",
        "Whether new weights are computed after every epoch, or only after one that improved.", kPaper },
    Parameter { "rescale", &S::rescale, {}, Group::Weighting, kWeightedStep, "Rescaled weights",
        "Whether the weights are multiplied by the number of modalities present, so that a neutral weight "
        "is 1.",
        kOurs },
    Parameter { "alpha", &S::alpha, kShare, Group::Weighting, kWeightedStep, "First share of new weights",
        "Share of the new weights in the first update.", kPaper },
    Parameter { "alpha_step", &S::alphaStep, kShare, Group::Weighting, kWeightedStep,
        "Step of the share of new weights", "Change of that share after each epoch; 0 keeps it fixed.",
        kPaper },
    Parameter { "split_seed", &S::splitSeed, kSeed, Group::Splitting, kNoStep, "Seed of the split",
        "Draws the split of a cohort that has none; it is apart from the training seeds.", kOurs },
    Parameter { "missing", &S::missing, {}, Group::Missing, kMultimodalSteps, "Absent modalities",
        "The embedding of an absent modality: zeros, or a learned vector.", kPaper },
    Parameter { "gate", &S::gate, {}, Group::Experts, kEveryStep, "Gate",
        "How a router scores the experts: by L2 distance (laplace), dot product (softmax) or squared "
        "distance (gaussian).",
        kPaper },
    Parameter { "width", &S::width, kWidth, Group::Network, kEveryStep, "Width",
        "Common width of the embeddings.", kReleased },
    Parameter { "encoder_hidden", &S::encoderHidden, kWidth, Group::Network, kEveryStep, "Encoder width",
        "Hidden width of the MLP and LSTM encoders.", kReleased },
    Parameter { "time_points", &S::timePoints, { 1, 4096 }, Group::Time, kEveryStep, "Reference points",
        "Irregular series: points in time, evenly spaced over the time of the training rows, to which "
        "attention brings what was measured.",
        kReleased },
    Parameter { "time_width", &S::timeWidth, { 2, 4096 }, Group::Time, kEveryStep, "Width of time",
        "Irregular series: numbers that represent a time stamp in attention; divisible by the heads of time.",
        kReleased },
    Parameter { "time_heads", &S::timeHeads, { 1, 256 }, Group::Time, kEveryStep, "Heads of time",
        "Irregular series: ways in which attention weighs time stamps, side by side.", kReleased },
    Parameter { "expert_hidden", &S::expertHidden, kWidth, Group::Experts, kEveryStep, "Expert width",
        "Hidden width of an expert.", kPaper },
    Parameter { "experts", &S::experts, { 1, 1024 }, Group::Experts, kEveryStep, "Experts",
        "Experts in a layer.", kPaper },
    Parameter { "top_k", &S::topK, { 1, 1024 }, Group::Experts, kEveryStep, "Experts for an embedding",
        "Experts that an embedding is routed to; at most the number of experts.", kPaper },
    Parameter {
        "layers", &S::layers, { 1, 64 }, Group::Experts, kEveryStep, "Layers", "Fusion layers.", kPaper },
    Parameter { "dropout", &S::dropout, kDropout, Group::Network, kEveryStep, "Dropout",
        "Dropout in residuals, feed-forward blocks and head.", kReleased },
    Parameter { "expert_dropout", &S::expertDropout, kDropout, Group::Experts, kEveryStep, "Expert dropout",
        "Dropout in the experts.", kReleased },
    Parameter { "encoder_dropout", &S::encoderDropout, kDropout, Group::Network, kEveryStep,
        "Encoder dropout", "Dropout in the encoders.", kOurs },
    Parameter { "input_dropout", &S::inputDropout, kDropout, Group::Network, kEveryStep, "Input dropout",
        "Dropout on the input features of wide modalities.", kOurs },
    Parameter { "input_dropout_above", &S::inputDropoutAbove, { 0, 1e9 }, Group::Network, kEveryStep,
        "Wide above", "Modalities with more features than this count as wide.", kOurs, "features" },
    kEncoderParameters[0],
    kEncoderParameters[1],
    kEncoderParameters[2],
    kEncoderParameters[3],
    kEncoderParameters[4],
    Parameter { "balance", &S::balance, { 0, 1000 }, Group::Experts, kEveryStep, "Load balancing",
        "Weight of the load-balancing loss.", kReleased },
    Parameter { "router_noise", &S::routerNoise, {}, Group::Experts, kEveryStep, "Router noise",
        "Whether the routers' scores get noise while training.", kReleased },
    onlyFor(Task::Classification,
        Parameter { "class_weights", &S::classWeights, {}, Group::Optimisation, kEveryStep, "Class weights",
            "Whether classes are weighed by their inverse frequency in the loss.", kOurs }),
    Parameter { "learning_rate", &S::learningRate, { 0, 10, true, false }, Group::Optimisation, kEveryStep,
        "Learning rate", "Adam's learning rate.", kReleased },
    Parameter { "weight_decay", &S::weightDecay, { 0, 10 }, Group::Optimisation, kEveryStep, "Weight decay",
        "Share of the weights that is added to the gradient.", kReleased },
    Parameter { "batch", &S::batch, { 2, 1e6 }, Group::Optimisation, kEveryStep, // one row is no batch
        "Batch", "Rows in a batch.", kReleased, "rows" },
    Parameter { "gradient_clip", &S::gradientClip, { 0, 1e6, true, false }, Group::Optimisation, kEveryStep,
        "Gradient clip", "Largest total L2 norm of the gradient.", kReleased },
    Parameter { "epochs", &S::epochs, kEpochs, Group::Optimisation, kEveryStep, "Epochs at most",
        "Epochs after which training ends in any case.", kReleased, "epochs" },
    Parameter { "patience", &S::patience, kEpochs, Group::Optimisation, kEveryStep, "Patience",
        "Epochs without improvement after which training stops.", kReleased, "epochs" },
    Parameter { "halve_after", &S::halveAfter, kEpochs, Group::Optimisation, kEveryStep,
        "Halve the rate after", "Epochs without improvement after which the learning rate is halved.",
        kReleased, "epochs" },
    Parameter { "select", &S::select, {}, Group::Optimisation, kEveryStep, "Best epoch by",
        "The validation figure that decides the best epoch and the early stop.", kOurs },
};

} // namespace

std::span<const Parameter> commonParameters() { return kParameters; }

} // namespace btw::training
