// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/error.h"
#include "engine/model/padded.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace btw::model {

/// What a file's forward is given.
enum class EncoderTakes : std::uint8_t {
    Vectors, ///< values `[B, D]`
    Steps, ///< values `[B, T, D]` and mask `[B, T]` bool, true at real steps
    Tokens ///< ids `[B, T]` int64 and mask `[B, T]` int64, 1 at real tokens; ids are 0 elsewhere
};

/// Steps of the shortest and the longest row.
using StepRange = std::pair<std::int64_t, std::int64_t>;

/// What a file's forward does that an encoder's may not, and what fixes just that.
class UnfitEncoder : public Error
{
public:
    /// Both without a full stop. \param remedy empty where it depends on what the file was given
    UnfitEncoder(const std::string& path, std::string clause, std::string remedy);

    const std::string& clause() const { return m_clause; }
    const std::string& remedy() const { return m_remedy; }

private:
    std::string m_clause;
    std::string m_remedy;
};

/// A TorchScript file that encodes a modality, made elsewhere (docs/handbook/encoders.md). Its forward takes
/// what EncoderTakes says and gives `[B, E]`, or of steps and tokens `[B, T, E]`, which is averaged over real
/// steps where one embedding of a row is asked for. Values are as they stand in the data, not standardised.
class EncoderFile
{
public:
    /// Loads it, with weights of 32 bits, and tries it out on zeros. A sequence of one feature is taken for
    /// tokens where the file takes such. \param steps that it is tried on \throws btw::Error naming the file:
    /// not there, no TorchScript, made by a newer PyTorch than this LibTorch (with both versions), traced in
    /// training mode, another signature, a size that a trace has kept, several rows but not one alone, or
    /// other numbers each time
    EncoderFile(std::string path, bool isSequence, std::int64_t dims, const StepRange& steps);

    EncoderTakes takes() const { return m_takes; }
    std::int64_t width() const { return m_width; } ///< E
    const torch::jit::Module& module() const { return m_module; }
    const std::string& path() const { return m_path; }

    /// \throws btw::Error where it cannot be fine-tuned: it has no weights, or holds parts of them elsewhere
    void requireTunable() const;

    /// `[B, E]`. \param mask `[B, T]` bool; undefined: vectors \throws UnfitEncoder with what TorchScript
    /// says
    at::Tensor encoded(const at::Tensor& values, const at::Tensor& mask) const;
    /// What it gives of each step, `[B, T, E]`, zeros where there is none; of a file that gives one embedding
    /// of a row, that as the only step, `[B, 1, E]`. \param mask as above
    PaddedInput steps(const at::Tensor& values, const at::Tensor& mask) const;
    /// encoded(), asked twice. \throws UnfitEncoder also where the answers differ: it draws at random
    at::Tensor encodedTwice(const at::Tensor& values, const at::Tensor& mask) const;

private:
    /// Why it does not take such values, and what fixes that: clauses without a full stop.
    struct Refusal
    {
        std::string what;
        std::string remedy;
    };
    /// `[B, E]` or, of sequences, `[B, T, E]`, as forward gives it. \throws UnfitEncoder
    at::Tensor answer(const at::Tensor& values, const at::Tensor& mask) const;
    /// Tries it out on zeros; nullopt where it fits.
    std::optional<Refusal> refusalOf(EncoderTakes takes, std::int64_t dims, const StepRange& steps);

    std::string m_path;
    torch::jit::Module m_module;
    std::string m_partlyHeld; ///< the weight that replaceTensors() would replace in part
    EncoderTakes m_takes = EncoderTakes::Vectors;
    std::int64_t m_width = 0;
};

} // namespace btw::model
