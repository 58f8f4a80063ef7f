// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cmath>
#include <cstddef>

/// A sum in which every value counts that was measured, and where it stands.
inline double digest(const btw::data::Modality& modality)
{
    double sum = 0;
    for (std::size_t k = 0; k < modality.values.size(); ++k)
        if (!std::isnan(modality.values[k]))
            sum += static_cast<double>(modality.values[k]) * static_cast<double>(k % 7 + 1);
    return sum;
}
