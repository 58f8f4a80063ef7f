// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/productshape.h"

#include <vector>

namespace btw::kernels {

/// Those that this processor can run, the fastest first; none where it has neither AVX-512 nor AVX2.
const std::vector<ProductKernels>& productKernels();

} // namespace btw::kernels
