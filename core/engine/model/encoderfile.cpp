// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/encoderfile.h"

#include "engine/error.h"
#include "engine/model/loadscript.h"
#include "engine/model/scripttensors.h"
#include "engine/model/trainingmode.h"
#include "engine/model/transformerencoder.h"

#include <torch/csrc/jit/runtime/graph_executor.h>

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

std::string withoutStop(std::string text)
{
    while (!text.empty() && (text.back() == '.' || text.back() == ' '))
        text.pop_back();
    return text;
}

/// What fixes a forward that fails on such values.
std::string remedyOfFailure(EncoderTakes takes, std::int64_t dims, const StepRange& steps)
{
    const std::string sizes = takes == EncoderTakes::Vectors
        ? std::to_string(dims) + (dims == 1 ? " feature" : " features")
        : (takes == EncoderTakes::Tokens ? "token numbers"
                                         : std::to_string(dims) + (dims == 1 ? " feature" : " features"))
            + " and from " + std::to_string(steps.first) + " to " + std::to_string(steps.second) + " steps";
    return "Make it for values of this type, with " + sizes
        + ", or give encoder_files the name of the modality that it was made for";
}

/// "3 rows of 8 steps"
std::string sizeOf(std::int64_t rows, std::int64_t steps, bool isSequence)
{
    return std::to_string(rows) + " rows" + (isSequence ? " of " + std::to_string(steps) + " steps" : "");
}

} // namespace

UnfitEncoder::UnfitEncoder(const std::string& path, std::string clause, std::string remedy)
    : Error(path + ": " + clause + "." + (remedy.empty() ? "" : " " + remedy + "."), Kind::Work)
    , m_clause(std::move(clause))
    , m_remedy(std::move(remedy))
{
}

EncoderFile::EncoderFile(std::string path, bool isSequence, std::int64_t dims, const StepRange& steps)
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
            + " belongs. Trace a module around it whose forward takes just these, or give encoder_files the "
              "name of a modality that has what it takes"
            + kContract);
    if (const auto name = alwaysTraining(m_module); !name.empty())
        throw Error(m_path + ": it was traced in training mode: " + name
            + " trains in it whatever mode the model is in, so that the same values would give other "
              "numbers. "
              "Call .eval() before torch.jit.trace"
            + kContract);
    m_partlyHeld = partlyHeld(m_module);
    convert(m_module, at::kCPU, at::kFloat);
    std::vector<EncoderTakes> tried;
    if (isSequence && dims == 1)
        tried.push_back(EncoderTakes::Tokens);
    tried.push_back(isSequence ? EncoderTakes::Steps : EncoderTakes::Vectors);
    std::string reasons, remedies;
    for (const auto takes : tried) {
        const auto refusal = refusalOf(takes, dims, steps);
        if (!refusal)
            return;
        reasons += (reasons.empty() ? "" : "; ") + signatureOf(takes, dims) + ": " + refusal->what;
        if (remedies.find(refusal->remedy) == std::string::npos)
            remedies += (remedies.empty() ? "" : ". ") + refusal->remedy;
    }
    throw Error(m_path + ": it cannot encode this modality: " + reasons + ". " + remedies + kContract);
}

std::optional<EncoderFile::Refusal> EncoderFile::refusalOf(
    EncoderTakes takes, std::int64_t dims, const StepRange& steps)
{
    // Several sizes: what was traced on one size may have kept it. One row alone, as a frozen file gets them:
    // it may drop that dimension.
    const std::array<std::pair<std::int64_t, std::int64_t>, 3> sizes { { { 3, steps.first },
        { 2, steps.second }, { 1, steps.second } } };
    const bool isSequence = takes != EncoderTakes::Vectors;
    std::string tried;
    bool alone = false;
    const at::NoGradGuard noGradient;
    m_takes = takes;
    m_width = 0;
    try {
        for (const auto& [rows, length] : sizes) {
            tried = sizeOf(rows, length, isSequence);
            alone = rows == 1;
            const auto values = takes == EncoderTakes::Vectors ? at::zeros({ rows, dims })
                : takes == EncoderTakes::Steps                 ? at::zeros({ rows, length, dims })
                                                               : at::zeros({ rows, length }, at::kLong);
            const auto mask = isSequence ? at::ones({ rows, length }, at::kBool) : at::Tensor();
            const auto embedding = encodedTwice(values, mask);
            if (m_width != 0 && embedding.size(1) != m_width)
                return Refusal { "the width of what it gives changes with the number of rows or steps",
                    "Let its forward give the same number of values whatever that number is (an average over "
                    "the steps, say)" };
            m_width = embedding.size(1);
        }
    } catch (const UnfitEncoder& unfit) {
        if (m_width == 0)
            return Refusal { unfit.clause(),
                unfit.remedy().empty() ? remedyOfFailure(takes, dims, steps) : unfit.remedy() };
        if (alone)
            return Refusal { "it takes several rows, but not one alone (" + unfit.clause() + ")",
                "Let it keep the dimension of the rows where there is one, too (squeeze(1), say, in place of "
                "squeeze())" };
        return Refusal { "it takes " + sizeOf(sizes[0].first, sizes[0].second, isSequence) + ", but not "
                + tried + ", as a trace does that has kept the size of its example (" + unfit.clause() + ")",
            "Let its forward ask the values for their sizes (values.shape[0]) before it is traced, or save "
            "it "
            "by torch.jit.script" };
    }
    return std::nullopt;
}

void EncoderFile::requireTunable() const
{
    bool hasWeights = false;
    for (const auto& parameter : m_module.parameters())
        hasWeights = hasWeights || parameter.is_floating_point();
    if (!hasWeights)
        throw Error(m_path
            + ": it has no weights that could be fine-tuned (a model that was frozen has none). Leave "
              "encoder_rate at 0, or save the model before it is frozen.");
    if (!m_partlyHeld.empty())
        throw Error(m_path + ": it cannot be fine-tuned, since beside its weight " + m_partlyHeld
            + " it keeps a part of that which would stay as it is. Trace it (torch.jit.trace) in place of "
              "torch.jit.script, or leave encoder_rate at 0.");
}

at::Tensor EncoderFile::encodedTwice(const at::Tensor& values, const at::Tensor& mask) const
{
    auto first = encoded(values, mask);
    // What is drawn differs by far more.
    constexpr double kNear = 1e-4;
    if (!at::allclose(first, encoded(values, mask), kNear, kNear, true))
        throw UnfitEncoder(m_path,
            "its forward gives other numbers when the same values are given again: it draws some at random, "
            "in evaluation mode, too",
            "Let it draw in training mode only");
    return first;
}

at::Tensor EncoderFile::encoded(const at::Tensor& values, const at::Tensor& mask) const
{
    const auto embedding = answer(values, mask);
    return embedding.dim() == 3 ? meanOfSteps(embedding, mask) : embedding;
}

PaddedInput EncoderFile::steps(const at::Tensor& values, const at::Tensor& mask) const
{
    const auto embedding = answer(values, mask);
    if (embedding.dim() == 3) // what stands for padding is whatever the file makes of zeros
        return { embedding.masked_fill(mask.logical_not().unsqueeze(2), 0.0), mask };
    return { embedding.unsqueeze(1),
        at::ones({ embedding.size(0), 1 }, embedding.options().requires_grad(false).dtype(at::kBool)) };
}

at::Tensor EncoderFile::answer(const at::Tensor& values, const at::Tensor& mask) const
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
        throw UnfitEncoder(m_path, "its forward failed: " + withoutStop(reasonOf(error)), {});
    }
    if (!result.isTensor())
        throw UnfitEncoder(m_path, "its forward gives a " + result.tagKind() + " where one tensor belongs",
            "Let it return the embedding alone (of Hugging Face's models, last_hidden_state)");
    auto embedding = result.toTensor();
    if (!embedding.is_floating_point())
        throw UnfitEncoder(m_path, "its forward gives whole numbers where numbers with a fraction belong",
            "Let it return embeddings as float, not the numbers of tokens or classes");
    const bool isSteps = isSequence && embedding.dim() == 3 && embedding.sizes().slice(0, 2) == mask.sizes();
    const bool isOne = embedding.dim() == 2 && embedding.size(0) == values.size(0);
    if ((!isSteps && !isOne) || embedding.size(-1) == 0) {
        std::string sizes;
        for (const auto size : embedding.sizes())
            sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
        throw UnfitEncoder(m_path,
            "its forward gives [" + sizes + "] of " + std::to_string(values.size(0))
                + (values.size(0) == 1 ? " row" : " rows") + " where [B, E]"
                + (isSequence ? " or [B, T, E]" : "") + " belongs",
            isSequence ? "Let it return an embedding for each row, or one for each of its steps"
                       : "Let it return an embedding for each row");
    }
    return embedding;
}

} // namespace btw::model
