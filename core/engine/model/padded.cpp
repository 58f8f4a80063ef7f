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

PaddedInput padded(const ModalityInput& sequence, std::int64_t batch)
{
    const auto options = sequence.values.options();
    const auto longest = sequence.batchSizes.numel();
    PaddedInput result { at::zeros({ batch, longest, sequence.values.size(1) }, options),
        at::zeros({ batch, longest }, options.dtype(at::kBool)) };
    if (longest == 0)
        return result;
    const auto present = paddedPresent(sequence);
    result.values.index_copy_(0, sequence.order, present.values);
    result.mask.index_copy_(0, sequence.order, present.mask);
    return result;
}

} // namespace btw::model
