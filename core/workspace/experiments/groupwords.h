// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/contributions.h"

#include <QString>

namespace btw::experiments {

/// "tumour saves 0.031 (0.012 to 0.050) log loss for died (class, 67 people)": a clause; of a modality that
/// does harm it says so, and the size has no sign. \param metric as it is shown
QString addedInGroup(const SubgroupContribution& one, const QString& metric);

} // namespace btw::experiments
