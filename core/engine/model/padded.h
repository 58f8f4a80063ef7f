// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fusionmodel.h"

#include <ATen/ATen.h>

namespace btw::model {

/// One sequence modality of a batch for models that read all steps at once, as attention does.
struct PaddedInput
{
    at::Tensor values; ///< `[B, T, D]`, T of the longest; zeros after the last real step, and where absent
    at::Tensor mask; ///< `[B, T]` bool: a real step
};

/// The steps of those who have the modality, `[P, T, D]` and `[P, T]`, in the order of ModalityInput::order.
PaddedInput paddedPresent(const ModalityInput& sequence);

/// Steps of those who have a modality, each in the place of their row in the batch. \param order int64 `[P]`,
/// as ModalityInput::order \param batch B
PaddedInput ofBatch(const PaddedInput& present, const at::Tensor& order, std::int64_t batch);

/// The same steps as the packed ones. \param batch B
PaddedInput padded(const ModalityInput& sequence, std::int64_t batch);

} // namespace btw::model
