// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/encoderfile.h"

#include "engine/error.h"
#include "engine/model/loadscript.h"
#include "engine/model/transformerencoder.h"

#include <torch/csrc/jit/runtime/graph_executor.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace btw::model {

namespace {

const std::string kContract = " (docs/handbook/encoders.md says what it takes and gives).";

std::string signatureOf(EncoderTakes takes, std::int64_t dims)
{
    const auto d = std::to_string(dims);
    switch (takes) {
    case EncoderTakes::Vectors:
        return "forward(values [B, " + d + "])";
    case EncoderTakes::Steps:
        return "forward(values [B, T, " + d + "], mask [B, T] bool)";
    case EncoderTakes::Tokens:
        break;
    }
    return "forward(ids [B, T] int64, mask [B, T] int64)";
}

/// How many arguments forward needs, and may have.
std::pair<std::size_t, std::size_t> argumentsOf(const c10::FunctionSchema& schema)
{
    std::size_t needed = 0;
    for (const auto& argument : schema.arguments())
        needed += argument.default_value() ? 0 : 1;
    return { needed - 1, schema.arguments().size() - 1 }; // without self
}

} // namespace

EncoderFile::EncoderFile(std::string path, bool isSequence, std::int64_t dims)
    : m_path(std::move(path))
    , m_module(loadScript(m_path))
{
    const auto forward = m_module.find_method("forward");
    if (!forward)
        throw Error(m_path + ": it has no forward. Give it one" + kContract);
    const std::size_t given = isSequence ? 2 : 1;
    const auto [needed, most] = argumentsOf(forward->function().getSchema());
    if (needed > given || most < given)
        throw Error(m_path + ": its forward takes " + std::to_string(needed)
            + (needed == 1 ? " argument" : " arguments") + " where "
            + signatureOf(isSequence ? EncoderTakes::Steps : EncoderTakes::Vectors, dims)
            + " belongs. Trace it for that" + kContract);
    std::vector<EncoderTakes> tried;
    if (isSequence && dims == 1)
        tried.push_back(EncoderTakes::Tokens);
    tried.push_back(isSequence ? EncoderTakes::Steps : EncoderTakes::Vectors);
    std::string reasons;
    for (const auto takes : tried) {
        std::string why;
        if (fits(takes, dims, why))
            return;
        reasons += (reasons.empty() ? "" : "; ") + signatureOf(takes, dims) + ": " + why;
    }
    throw Error(m_path + ": it cannot encode this modality: " + reasons + ". Trace it for that" + kContract);
}

bool EncoderFile::fits(EncoderTakes takes, std::int64_t dims, std::string& why)
{
    // Two sizes: what was traced on one size may have kept it.
    static constexpr std::array<std::pair<std::int64_t, std::int64_t>, 2> kSizes { { { 2, 8 }, { 3, 13 } } };
    const at::NoGradGuard noGradient;
    m_takes = takes;
    m_width = 0;
    try {
        for (const auto& [rows, steps] : kSizes) {
            const auto values = takes == EncoderTakes::Vectors ? at::zeros({ rows, dims })
                : takes == EncoderTakes::Steps                 ? at::zeros({ rows, steps, dims })
                                                               : at::zeros({ rows, steps }, at::kLong);
            const auto mask
                = takes == EncoderTakes::Vectors ? at::Tensor() : at::ones({ rows, steps }, at::kBool);
            const auto embedding = encoded(values, mask);
            if (m_width != 0 && embedding.size(1) != m_width) {
                why = "the width of what it gives changes with the number of rows or steps";
                return false;
            }
            m_width = embedding.size(1);
        }
    } catch (const Error& error) {
        why = std::string(error.what()).substr(m_path.size() + 2);
        if (!why.empty() && why.back() == '.')
            why.pop_back();
        if (m_width != 0)
            why = "it takes only as many rows or steps as it was traced with (" + why + ")";
        return false;
    }
    return true;
}

at::Tensor EncoderFile::encoded(const at::Tensor& values, const at::Tensor& mask) const
{
    const bool isSequence = mask.defined();
    std::vector<c10::IValue> given { values };
    if (isSequence)
        given.emplace_back(m_takes == EncoderTakes::Tokens ? mask.to(at::kLong) : mask);
    c10::IValue result;
    try {
        // What is compiled after a few calls may round otherwise: the same bits however often it was called.
        const torch::jit::GraphOptimizerEnabledGuard plain(false);
        result = m_module.get_method("forward")(std::move(given));
    } catch (const std::exception& error) {
        throw Error(m_path + ": its forward failed: " + reasonOf(error), Error::Kind::Work);
    }
    if (!result.isTensor())
        throw Error(m_path + ": its forward gives a " + result.tagKind() + " where one tensor belongs.",
            Error::Kind::Work);
    auto embedding = result.toTensor();
    if (!embedding.is_floating_point())
        throw Error(m_path + ": its forward gives whole numbers where numbers with a fraction belong.",
            Error::Kind::Work);
    if (isSequence && embedding.dim() == 3 && embedding.sizes().slice(0, 2) == mask.sizes())
        embedding = meanOfSteps(embedding, mask);
    if (embedding.dim() != 2 || embedding.size(0) != values.size(0) || embedding.size(1) == 0) {
        std::string sizes;
        for (const auto size : embedding.sizes())
            sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
        throw Error(m_path + ": its forward gives [" + sizes + "] of " + std::to_string(values.size(0))
                + " rows where [B, E]" + (isSequence ? " or [B, T, E]" : "") + " belongs.",
            Error::Kind::Work);
    }
    return embedding;
}

} // namespace btw::model
