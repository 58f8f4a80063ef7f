// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/experts.h"

#include "engine/model/expertproducts.h"

#include <torch/csrc/autograd/custom_function.h>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// What is no variable of the graph: the custom function takes no undefined tensor as an argument.
struct Groups
{
    const std::vector<std::int64_t>& counts;
    const at::Tensor& mask;
    at::ScalarType products;
    std::vector<at::Tensor> gradients; ///< of w1, b1, w2, b2, then where their squares are added
};

struct GroupedExperts : public torch::autograd::Function<GroupedExperts>
{
    static Variable forward(AutogradContext* ctx, const Variable& x, const Variable& w1, const Variable& b1,
        const Variable& w2, const Variable& b2, const Groups& groups)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        const auto& mask = groups.mask;
        auto pre = at::empty({ x.size(0), w1.size(2) }, x.options());
        groupedAffine(groups.counts, x, w1, b1, pre, groups.products);
        auto active = at::gelu(pre);
        if (mask.defined())
            active.mul_(mask);
        auto result = at::empty({ x.size(0), w2.size(2) }, x.options());
        groupedAffine(groups.counts, active, w2, b2, result, groups.products);
        ctx->save_for_backward({ x, w1, w2, pre, active, mask });
        ctx->saved_data["counts"] = groups.counts;
        ctx->saved_data["gradients"] = groups.gradients;
        ctx->saved_data["products"] = static_cast<std::int64_t>(groups.products);
        return result;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto &x = saved[0], &w1 = saved[1], &w2 = saved[2], &pre = saved[3], &active = saved[4],
                   &mask = saved[5];
        const auto counts = ctx->saved_data["counts"].toIntVector();
        const auto grad = gradients[0].contiguous();
        const auto written = ctx->saved_data["gradients"].toTensorVector();
        const auto type = static_cast<at::ScalarType>(ctx->saved_data["products"].toInt());

        auto gradActive = at::empty_like(active);
        auto squares
            = groupedAffineBackward(counts, active, w2, grad, gradActive, written[2], written[3], type);
        if (mask.defined())
            gradActive.mul_(mask);
        auto gradX = at::empty_like(x);
        squares += groupedAffineBackward(
            counts, x, w1, at::gelu_backward(gradActive, pre), gradX, written[0], written[1], type);
        if (written[4].numel() > 0)
            *written[4].data_ptr<double>() += squares;
        return { gradX, Variable(), Variable(), Variable(), Variable(), Variable() };
    }
};

} // namespace

at::Tensor groupedExperts(const at::Tensor& x, const std::vector<std::int64_t>& counts, const at::Tensor& w1,
    const at::Tensor& b1, const at::Tensor& w2, const at::Tensor& b2, const at::Tensor& mask,
    const at::Tensor& squares, at::ScalarType products)
{
    return GroupedExperts::apply(x.contiguous(), w1, b1, w2, b2,
        Groups { counts, mask, products,
            { w1.grad(), b1.grad(), w2.grad(), b2.grad(),
                squares.defined() ? squares : at::empty({ 0 }, at::kDouble) } });
}

} // namespace btw::model
