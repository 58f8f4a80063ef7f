// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace btw::model {

/// Layer norm over the last dimension with per-modality scale and shift: x `[M, N, d]`, scale, shift `[M, 1,
/// d]`. On the CPU one walk forward and one back, where LibTorch's operations take nine.
at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift);

} // namespace btw::model
