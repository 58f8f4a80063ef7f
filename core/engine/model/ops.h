// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/dropout.h"

#include <ATen/ATen.h>

namespace btw::model {

/// What a forward pass needs besides its input: whether it trains, and the run's one generator.
struct Pass
{
    bool training = false;
    at::Generator generator; ///< used only when training; the device's
    at::ScalarType products = at::kFloat; ///< of large matrix products: kBFloat16, kHalf in mixed precision
};

/// Lets LibTorch choose, operation by operation, what is computed in a shorter type, for as long as it lives:
/// matrix products are, sums and norms are not. With kFloat it bans that, for what would lose too much.
class Autocast
{
public:
    Autocast(at::DeviceType device, at::ScalarType type);
    ~Autocast();
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    at::DeviceType m_device;
    bool m_before;
};

/// Inverted dropout whose mask comes from the pass's generator (at::dropout takes none).
at::Tensor dropout(const at::Tensor& x, double probability, const Pass& pass);

/// Mask values 0 or 1/(1-p) of the given shape, float32 for shorter types, which 1/(1-p) does not fit;
/// undefined when nothing is to be dropped.
at::Tensor dropoutMask(
    at::IntArrayRef shape, const at::TensorOptions& options, double probability, const Pass& pass);
/// The same on the CPU, of a dropout that was drawn.
at::Tensor dropoutMask(
    at::IntArrayRef shape, const at::TensorOptions& options, const kernels::Dropout& dropout);
/// Draws a key from the pass's generator, which is the CPU's, where something is to be dropped.
kernels::Dropout drawnDropout(double probability, const Pass& pass);

/// x W + b for x `[N, in]`, W `[in, out]`, b `[out]`.
at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

/// The same for M independent layers at once: x `[M, N, in]`, W `[M, in, out]`, b `[M, 1, out]`.
at::Tensor batchedLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

} // namespace btw::model
