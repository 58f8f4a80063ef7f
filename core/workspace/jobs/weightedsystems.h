// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::jobs {

/// Whether a built-in system takes weights (SystemInfo::weighted): only then is its unweighted model a
/// baseline. For those who draw what is stored, and know no systems.
bool takesWeights(const QString& system);
/// Whether a built-in system is trained step by step (SystemInfo::byGradient), so that there are curves.
bool isTrainedInEpochs(const QString& system);

} // namespace btw::jobs
