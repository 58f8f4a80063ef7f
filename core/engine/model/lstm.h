// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace btw::model {

/// The weights of an LSTM layer of width W for D features, gates in LibTorch's order: in, forget, cell, out.
struct LstmWeights
{
    at::Tensor in; ///< `[4 W, D]`
    at::Tensor state; ///< `[4 W, W]`
    at::Tensor inBias, stateBias; ///< `[4 W]`
};

/// The state after each instance's last step, `[P, W]`, from a state of zeros (Hochreiter and Schmidhuber
/// 1997, with forget gates), in float32. Inputs of all steps are multiplied at once, as are the gradients of
/// the weights; between the two, kernels::lstmForward() and lstmBackward(). On other devices, widths and
/// processors at::lstm. \param values `[N, D]`, packed as ModalityInput::values  \param batchSizes as
/// ModalityInput \param training a backward pass may follow
at::Tensor lstmLast(
    const at::Tensor& values, const at::Tensor& batchSizes, const LstmWeights& weights, bool training);

} // namespace btw::model
