// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"

#include <QStringList>

namespace btw::experiments {

/// Of each weighted model, in how many of its trainings nothing is weighted (store::weightsWereOne), a
/// sentence; empty where there is none.
QStringList firstEpochLines(const store::Store& store, const Models& models);

} // namespace btw::experiments
