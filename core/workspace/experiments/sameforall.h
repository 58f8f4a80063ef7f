// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"

namespace btw::experiments {

/// Which models predict the same for all test rows, or nearly so, and in how many of their trainings; empty
/// where none does. Such a model has learned nothing that tells people apart, which its figures alone do not
/// say: where most rows are of one class, its accuracy looks like any other. The constant, which is meant so,
/// is not among them. \param leading whose models of one modality are asked, too; null: none
QString sameForAllNote(Models& models, const Model* leading = nullptr);

} // namespace btw::experiments
