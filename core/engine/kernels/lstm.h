// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// The recurrence of one LSTM layer over P packed sequences, the longest first, from a state of zeros; N is
/// the sum of their lengths. Packed: all instances of step 0, then those of step 1 that still have one, and
/// so on.
struct LstmSteps
{
    std::int64_t width = 0; ///< W
    std::int64_t steps = 0; ///< T of the longest
    const std::int64_t* instances = nullptr; ///< T: those that have a step t, falling; the first is P
    float* gates = nullptr; ///< `[N, 4 W]`, in LibTorch's order: in, forget, cell, out
    float* cells = nullptr; ///< `[N, W]`
    float* states = nullptr; ///< `[N, W]`
};

/// Whether this processor and this width have kernels.
bool takesLstmWidth(std::int64_t width);

/// Each of OpenMP's threads takes some of the instances from the first step to the last and waits for no
/// other. Every number is summed in one order, so results do not depend on the number of threads. \param
/// steps its gates hold what the inputs and biases give; they become the gates' outputs, cells and states are
/// written  \param w `[4 W, W]`, as LibTorch has it
void lstmForward(const LstmSteps& steps, const float* w);

/// The way back, after which products over all steps at once give the gradients of the weights.
/// \param steps as lstmForward() left it  \param w `[4 W, W]`, as LibTorch has it
/// \param gradLast `[P, W]`, of each instance's last state  \param gradGates `[N, 4 W]`, of what went into
/// the gates, written
void lstmBackward(const LstmSteps& steps, const float* w, const float* gradLast, float* gradGates);

} // namespace btw::kernels
