// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/groupedlayers.h"

#include <torch/csrc/autograd/custom_function.h>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// What is no variable of the graph: the custom function takes no undefined tensor as an argument.
struct Rest
{
    const Groups& groups;
    const ActivationDropout& inner;
    std::vector<at::Tensor> gradients; ///< of w1, b1, w2, b2, then where their squares are added
};

/// A bias or its gradient as `[E, width]`.
at::Tensor flat(const at::Tensor& bias) { return bias.view({ bias.size(0), bias.size(-1) }); }

struct GroupedLayers : public torch::autograd::Function<GroupedLayers>
{
    static Variable forward(AutogradContext* ctx, const Variable& x, const Variable& w1, const Variable& b1,
        const Variable& w2, const Variable& b2, const Rest& rest)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        const auto [before, active] = groupedAffine(rest.groups, x, w1, flat(b1), rest.inner);
        auto result = groupedAffine(rest.groups, active, w2, flat(b2));
        ctx->save_for_backward({ x, w1, w2, before, active, rest.inner.mask });
        ctx->saved_data["counts"] = rest.groups.counts;
        ctx->saved_data["products"] = static_cast<std::int64_t>(rest.groups.products);
        const auto& dropout = rest.inner.dropout;
        ctx->saved_data["activation"] = static_cast<std::int64_t>(rest.inner.activation);
        ctx->saved_data["key"] = static_cast<std::int64_t>(dropout.key);
        ctx->saved_data["dropBelow"] = static_cast<std::int64_t>(dropout.dropBelow);
        ctx->saved_data["kept"] = static_cast<double>(dropout.kept);
        ctx->saved_data["gradients"] = rest.gradients;
        return result;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto &x = saved[0], &w1 = saved[1], &w2 = saved[2], &before = saved[3], &active = saved[4];
        const Groups groups { ctx->saved_data["counts"].toIntVector(),
            static_cast<at::ScalarType>(ctx->saved_data["products"].toInt()) };
        const kernels::Dropout dropout { static_cast<std::uint64_t>(ctx->saved_data["key"].toInt()),
            static_cast<std::uint32_t>(ctx->saved_data["dropBelow"].toInt()),
            static_cast<float>(ctx->saved_data["kept"].toDouble()) };
        const ActivationDropout inner {
            static_cast<kernels::Activation>(ctx->saved_data["activation"].toInt()), dropout, saved[5]
        };
        const auto written = ctx->saved_data["gradients"].toTensorVector();

        double squares = 0;
        const auto gradBefore = groupedAffineBackward(groups, active, w2, gradients[0].contiguous(),
            { written[2], written[3] }, squares, inner, before);
        const auto gradX
            = groupedAffineBackward(groups, x, w1, gradBefore, { written[0], written[1] }, squares);
        if (written[4].numel() > 0)
            *written[4].data_ptr<double>() += squares;
        return { gradX, Variable(), Variable(), Variable(), Variable(), Variable() };
    }
};

} // namespace

at::Tensor groupedLayers(const Groups& groups, const at::Tensor& x, const StackedLayers& layers,
    const ActivationDropout& inner, const at::Tensor& squares)
{
    if (!at::GradMode::is_enabled()) {
        const auto active
            = groupedAffine(groups, x.contiguous(), layers.w1, flat(layers.b1), inner, /*keeps=*/false)
                  .second;
        return groupedAffine(groups, active, layers.w2, flat(layers.b2));
    }
    return GroupedLayers::apply(x.contiguous(), layers.w1, layers.b1, layers.w2, layers.b2,
        Rest { groups, inner,
            { layers.w1.grad(), flat(layers.b1.grad()), layers.w2.grad(), flat(layers.b2.grad()),
                squares.defined() ? squares : at::empty({ 0 }, at::kDouble) } });
}

} // namespace btw::model
