// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/trainingmode.h"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace btw::model {

namespace {

/// What a node is given as one of these arguments, where that is a constant.
std::optional<c10::IValue> constantOf(
    const torch::jit::Node& node, std::initializer_list<std::string_view> names)
{
    const auto* schema = node.maybeSchema();
    const auto known = schema == nullptr ? 0 : std::min(schema->arguments().size(), node.inputs().size());
    for (std::size_t i = 0; i < known; ++i)
        for (const auto name : names)
            if (schema->arguments()[i].name() == name)
                return torch::jit::toIValue(node.input(i));
    return std::nullopt;
}

bool trains(const torch::jit::Node& node)
{
    const auto mode = constantOf(node, { "train", "training" });
    if (!mode || !mode->isBool() || !mode->toBool())
        return false;
    const auto share = constantOf(node, { "p", "dropout" }); // a batch norm has none
    return !share || !share->isDouble() || share->toDouble() > 0;
}

std::string trainingIn(const torch::jit::Block& block)
{
    for (const auto* node : block.nodes()) {
        if (trains(*node))
            return node->kind().toQualString();
        for (const auto* inner : node->blocks())
            if (auto found = trainingIn(*inner); !found.empty())
                return found;
    }
    return {};
}

} // namespace

std::string alwaysTraining(const torch::jit::Module& module)
{
    // What forward calls is put in its place, so that a constant is seen where it is used.
    const auto graph = torch::jit::toGraphFunction(module.get_method("forward").function()).graph()->copy();
    torch::jit::Inline(*graph);
    return trainingIn(*graph->block());
}

} // namespace btw::model
