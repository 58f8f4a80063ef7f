// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/ops.h"

namespace btw::model {

at::Tensor dropoutMask(
    at::IntArrayRef shape, const at::TensorOptions& options, double probability, const Pass& pass)
{
    if (!pass.training || probability <= 0.0)
        return {};
    auto mask = at::empty(shape, options);
    mask.bernoulli_(1.0 - probability, pass.generator);
    return mask.mul_(1.0 / (1.0 - probability));
}

at::Tensor dropout(const at::Tensor& x, double probability, const Pass& pass)
{
    const auto mask = dropoutMask(x.sizes(), x.options().requires_grad(false), probability, pass);
    return mask.defined() ? x * mask : x;
}

at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias)
{
    return at::addmm(bias, x, weight);
}

at::Tensor batchedLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias)
{
    return at::baddbmm(bias, x, weight);
}

at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift)
{
    return at::addcmul(shift, at::layer_norm(x, { x.size(-1) }), scale);
}

} // namespace btw::model
