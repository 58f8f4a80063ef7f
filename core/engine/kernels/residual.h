// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/dropout.h"

#include <cstdint>

namespace btw::kernels {

/// sum = x + dropped y, of `count` numbers: a residual in one walk over memory instead of four.
void addDropped(const Dropout& dropout, std::int64_t count, const float* x, const float* y, float* sum);

/// The gradient of y in addDropped(): dropped, as y was. Without dropout it is the gradient of the sum.
void dropAlike(const Dropout& dropout, std::int64_t count, const float* gradient, float* gradY);

} // namespace btw::kernels
