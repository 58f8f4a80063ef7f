// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/gatedsums.h"

#include "engine/kernels/routes.h"

#include <torch/csrc/autograd/custom_function.h>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

kernels::Routes routesOf(
    const at::Tensor& y, const at::Tensor& gates, const at::Tensor& order, const at::Tensor& instance)
{
    return { y.size(0), y.size(1), y.data_ptr<float>(), gates.data_ptr<float>(),
        order.data_ptr<std::int64_t>(), instance.data_ptr<std::int64_t>() };
}

struct GatedSums : public torch::autograd::Function<GatedSums>
{
    static Variable forward(AutogradContext* ctx, const Variable& y, const Variable& gates,
        const Variable& order, const Variable& instance, std::int64_t batch)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        auto sums = at::zeros({ batch, y.size(1) }, y.options());
        kernels::gatedSums(routesOf(y, gates, order, instance), sums.data_ptr<float>());
        ctx->save_for_backward({ y, gates, order, instance });
        return sums;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto grad = gradients[0].contiguous();
        auto gradY = at::empty_like(saved[0]);
        auto gradGates = at::zeros_like(saved[1]); // an absent token's routes are not among these
        kernels::gatedSumsBackward(routesOf(saved[0], saved[1], saved[2], saved[3]), grad.data_ptr<float>(),
            gradY.data_ptr<float>(), gradGates.data_ptr<float>());
        return { gradY, gradGates, Variable(), Variable(), Variable() };
    }
};

} // namespace

at::Tensor gatedSums(const at::Tensor& y, const at::Tensor& gates, const at::Tensor& order,
    const at::Tensor& instance, std::int64_t batch)
{
    if (y.is_cpu() && y.scalar_type() == at::kFloat)
        return GatedSums::apply(y.contiguous(), gates.contiguous(), order, instance, batch);
    const auto gated = y * gates.index_select(0, order).unsqueeze(1);
    return at::zeros({ batch, y.size(1) }, y.options().requires_grad(false)).index_add(0, instance, gated);
}

} // namespace btw::model
