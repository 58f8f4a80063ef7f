// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace btw::model {

/// exp(score - the highest of its row's real steps), at least exp(-80), which float32 can tell from nothing.
/// On the processor in float32 one walk forward and one back, where LibTorch's operations take a dozen.
/// \param scores `[P, H, R, T]`  \param lengths int64 `[P]` on the processor: real steps, at least one
/// \returns as scores; what stands for padding is not to be used
at::Tensor timeShares(const at::Tensor& scores, const at::Tensor& lengths);

} // namespace btw::model
