// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/layernorm.h"

#include "engine/kernels/layernorm.h"

#include <torch/csrc/autograd/custom_function.h>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

struct LayerNorm : public torch::autograd::Function<LayerNorm>
{
    static kernels::NormShape shapeOf(const at::Tensor& x) { return { x.size(0), x.size(1), x.size(2) }; }

    static Variable forward(
        AutogradContext* ctx, const Variable& x, const Variable& scale, const Variable& shift)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        auto y = at::empty_like(x);
        auto moments = at::empty({ x.size(0), x.size(1), 2 }, x.options());
        kernels::layerNorm(shapeOf(x), x.data_ptr<float>(), scale.data_ptr<float>(), shift.data_ptr<float>(),
            y.data_ptr<float>(), moments.data_ptr<float>());
        ctx->save_for_backward({ x, scale, moments });
        return y;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto &x = saved[0], &scale = saved[1], &moments = saved[2];
        const auto gradY = gradients[0].contiguous();
        auto gradX = at::empty_like(x), gradScale = at::empty_like(scale), gradShift = at::empty_like(scale);
        kernels::layerNormBackward(shapeOf(x), x.data_ptr<float>(), scale.data_ptr<float>(),
            moments.data_ptr<float>(), gradY.data_ptr<float>(), gradX.data_ptr<float>(),
            gradScale.data_ptr<float>(), gradShift.data_ptr<float>());
        return { gradX, gradScale, gradShift };
    }
};

} // namespace

at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift)
{
    if (x.is_cpu() && x.scalar_type() == at::kFloat)
        return LayerNorm::apply(x.contiguous(), scale, shift);
    return at::addcmul(shift, at::layer_norm(x, { x.size(-1) }), scale);
}

} // namespace btw::model
