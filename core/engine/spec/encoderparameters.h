// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace btw::training {

inline constexpr std::array<std::string_view, 2> kSequenceEncoders { "lstm", "transformer" };

inline constexpr std::string_view kEncoderFilesKey = "encoder_files";

/// What is common to the networks' encoders and came after the fields of ExperimentSpec: kept by key
/// (ExperimentSpec::own), so that specs and step keys of before are what they were.
inline constexpr std::array kEncoderParameters {
    Parameter { "encoder", {}, {}, Group::Network, kEveryStep, "Encoder of sequences",
        "What turns a sequence, or the reference points of an irregular series, into an embedding: an LSTM, "
        "which reads step after step, or a Transformer, in which every step looks at all others.",
        "ours", {}, {}, std::string_view { "lstm" }, kSequenceEncoders },
    Parameter { "encoder_layers", {}, { 1, 64 }, Group::Network, kEveryStep, "Layers of the encoder",
        "Layers of the Transformer that encodes sequences and series; the LSTM has one.", "ours", {}, {},
        std::int64_t { 2 }, {} },
    Parameter { "encoder_heads", {}, { 1, 1024 }, Group::Network, kEveryStep, "Heads of the encoder",
        "Attention heads of the Transformer that encodes sequences and series; they divide the width.",
        "ours", {}, {}, std::int64_t { 4 }, {} },
    Parameter { kEncoderFilesKey, {}, {}, Group::Files, kEveryStep, "Encoders from files",
        "Modalities whose encoder is a TorchScript file, e.g. text=/models/bert.pt;image=/models/resnet.pt.",
        "ours", {}, {}, std::string_view {}, {} },
    Parameter { "encoder_rate", {}, { 0, 10 }, Group::Files, kEveryStep, "Rate of encoders from files",
        "Learning rate at which encoders from files are fine-tuned, e.g. 0.00005; 0 keeps them as they are.",
        "ours", {}, {}, 0.0, {} },
};

inline bool hasTransformer(const ExperimentSpec& spec)
{
    return kEncoderParameters[0].text(spec) == kSequenceEncoders[1];
}
inline std::int64_t encoderLayers(const ExperimentSpec& spec)
{
    return static_cast<std::int64_t>(kEncoderParameters[1].number(spec));
}
inline std::int64_t encoderHeads(const ExperimentSpec& spec)
{
    return static_cast<std::int64_t>(kEncoderParameters[2].number(spec));
}
inline double encoderRate(const ExperimentSpec& spec) { return kEncoderParameters[4].number(spec); }

} // namespace btw::training
