// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/ops.h"

#include "engine/compat.h"
#include "engine/vectorised.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <cstdint>
#include <mutex>

namespace btw::model {

namespace {

template <typename Real>
BTW_VECTORISED void fillMask(
    Real* mask, std::int64_t first, std::int64_t count, const kernels::Dropout& dropout)
{
    const kernels::Dropout own = dropout;
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i)
        mask[i] = own.factor(static_cast<std::uint32_t>(first + i));
}

std::uint64_t draw(const at::Generator& generator)
{
    auto* cpu = at::check_generator<at::CPUGeneratorImpl>(generator);
    const std::lock_guard lock(cpu->mutex_);
    return cpu->random64();
}

} // namespace

Autocast::Autocast(at::DeviceType device, at::ScalarType type)
    : m_device(device)
    , m_before(compat::autocastEnabled(device))
{
    const bool reduces = type != at::kFloat;
    at::autocast::increment_nesting();
    if (reduces)
        compat::setAutocastType(device, type);
    if (reduces != m_before)
        compat::setAutocastEnabled(device, reduces);
}

Autocast::~Autocast()
{
    // Weights in the shorter type are kept until the outermost one ends.
    if (at::autocast::decrement_nesting() == 0)
        at::autocast::clear_cache();
    if (compat::autocastEnabled(m_device) != m_before)
        compat::setAutocastEnabled(m_device, m_before);
}

kernels::Dropout drawnDropout(double probability, const Pass& pass)
{
    if (!pass.training || probability <= 0.0)
        return {};
    return { draw(pass.generator), static_cast<std::uint32_t>(probability * 4294967296.0),
        static_cast<float>(1.0 / (1.0 - probability)) };
}

at::Tensor dropoutMask(
    at::IntArrayRef shape, const at::TensorOptions& options, const kernels::Dropout& dropout)
{
    if (!dropout.drops())
        return {};
    const auto type = c10::typeMetaToScalarType(options.dtype());
    auto mask = at::empty(shape, type == at::kDouble ? options : options.dtype(at::kFloat));
    const auto fill = [&](auto* data) {
        at::parallel_for(0, mask.numel(), 32768, [&](std::int64_t begin, std::int64_t end) {
            fillMask(data + begin, begin, end - begin, dropout);
        });
    };
    if (type == at::kDouble)
        fill(mask.data_ptr<double>());
    else
        fill(mask.data_ptr<float>());
    return mask;
}

at::Tensor dropoutMask(
    at::IntArrayRef shape, const at::TensorOptions& options, double probability, const Pass& pass)
{
    if (options.device().is_cpu())
        return dropoutMask(shape, options, drawnDropout(probability, pass));
    if (!pass.training || probability <= 0.0)
        return {};
    const auto type = c10::typeMetaToScalarType(options.dtype());
    auto mask = at::empty(shape, type == at::kDouble ? options : options.dtype(at::kFloat));
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

} // namespace btw::model
