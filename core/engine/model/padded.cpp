// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/padded.h"

namespace btw::model {

PaddedInput paddedPresent(const ModalityInput& sequence)
{
    const auto longest = sequence.batchSizes.numel();
    const auto [steps, lengths]
        = at::_pad_packed_sequence(sequence.values, sequence.batchSizes, /*batch_first=*/true, 0.0, longest);
    const auto real = at::arange(longest, lengths.options()).unsqueeze(0) < lengths.unsqueeze(1);
    return { steps, real.to(steps.device()) };
}

PaddedInput ofBatch(const PaddedInput& present, const at::Tensor& order, std::int64_t batch)
{
    const auto steps = present.values.size(1), width = present.values.size(2);
    const auto options = present.values.options().requires_grad(false);
    return { at::zeros({ batch, steps, width }, options).index_copy(0, order, present.values),
        at::zeros({ batch, steps }, options.dtype(at::kBool)).index_copy(0, order, present.mask) };
}

PaddedInput padded(const ModalityInput& sequence, std::int64_t batch)
{
    const auto options = sequence.values.options();
    if (sequence.batchSizes.numel() > 0)
        return ofBatch(paddedPresent(sequence), sequence.order, batch);
    return { at::zeros({ batch, 0, sequence.values.size(1) }, options),
        at::zeros({ batch, 0 }, options.dtype(at::kBool)) };
}

} // namespace btw::model
