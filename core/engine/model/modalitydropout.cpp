// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/modalitydropout.h"

namespace btw::model {

at::Tensor shown(const at::Tensor& present, double probability, const Pass& pass)
{
    if (!pass.training || probability <= 0.0 || present.size(0) < 2)
        return present;
    auto draws = at::empty(present.sizes(), present.options());
    draws.uniform_(0.0, 1.0, pass.generator);
    const auto kept = present * (draws >= probability);
    // Absent ones must not be the one that is kept; draws are below 1.
    const auto last = at::zeros_like(present).scatter(0, (draws + present).argmax(0, true), 1.0) * present;
    return at::where(kept.amax(0, true) > 0, kept, last);
}

} // namespace btw::model
