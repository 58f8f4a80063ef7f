// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/ops.h"

#include <ATen/ATen.h>

namespace btw::model {

/// Hides modalities in training, so that a model learns to do without any of them (Neverova et al., ModDrop,
/// TPAMI 2016): each that is present is hidden with the given probability, on its own; an instance from which
/// all would be hidden keeps the one whose draw was largest. Nothing is drawn, and the same tensor comes
/// back, where nothing is to be hidden: while predicting, with probability 0, of one modality. \param present
/// `[M, B, 1]`, 1 or 0 \returns the same of what the model is shown
at::Tensor shown(const at::Tensor& present, double probability, const Pass& pass);

} // namespace btw::model
