// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"

#include <QStringList>

#include <string>

namespace btw::experiments {

/// What reading the labels of the test rows (variance=residual-labels) adds to the test figures: each model
/// whose weights do so beside the one that differs from it in nothing else than variance=neighbours, with the
/// difference, positive where the figure becomes better. Empty where there is no such pair.
QStringList leakLines(Models& models, const std::string& metric);

} // namespace btw::experiments
