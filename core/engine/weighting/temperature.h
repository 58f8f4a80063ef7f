// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/predictions.h"

#include <cstddef>
#include <vector>

namespace btw::weighting {

/// The temperature T, from 1/20 to 20, with which softmax(log p / T) has the least mean log loss on these
/// rows (Guo et al. 2017): above 1 where the model is too sure of itself. \param y class of every row \throws
/// btw::Error for a label of these rows that is unknown
double temperatureOf(
    const Predictions& probabilities, const std::vector<std::size_t>& rows, const std::vector<double>& y);

/// Every row as softmax(log p / T); rows with NaN stay as they are.
void temper(Predictions& probabilities, double temperature);

} // namespace btw::weighting
