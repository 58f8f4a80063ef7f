// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// Scores of time attention: of each instance `rows` rows of `steps` numbers, of which the first `lengths[i]`
/// are of real steps. Contiguous float32.
struct TimeScores
{
    std::int64_t instances = 0, rows = 0, steps = 0;
    const std::int64_t* lengths = nullptr; ///< `[instances]`, at least 1
};

/// exp(score - the row's highest), a score that is `most` below the highest counting as that; 0 for what is
/// no step. OpenMP's threads take rows. \param most less than 87
void timeShares(const TimeScores& of, float most, const float* scores, float* shares);
/// \param shares as timeShares() left them  \param grad of them  \param gradScores written
void timeSharesBackward(
    const TimeScores& of, float most, const float* shares, const float* grad, float* gradScores);

} // namespace btw::kernels
