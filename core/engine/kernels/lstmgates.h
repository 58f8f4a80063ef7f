// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// Gates of an LSTM cell for one instance at one step, in LibTorch's order: in, forget, cell, out.
/// \param gates `[4 W]`: what goes into them, then what comes out
/// \param before `[W]` the cell before; null: zeros  \param cell, state `[W]`, written
void lstmGates(std::int64_t width, float* gates, const float* before, float* cell, float* state);

/// The way back. \param gates as lstmGates() left them  \param before, cell as there
/// \param gradState `[W]` of this step's state  \param gradCell `[W]` from the step after; becomes that of
/// the cell before \param gradGates `[4 W]`, of what went into the gates, written
void lstmGatesBackward(std::int64_t width, const float* gates, const float* before, const float* cell,
    const float* gradState, float* gradCell, float* gradGates);

} // namespace btw::kernels
