// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/timeshares.h"

#include "engine/kernels/timeshares.h"

#include <torch/csrc/autograd/custom_function.h>

#include <limits>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

constexpr float kMostBelow = 80; // exp() of less than that is no normal float32

kernels::TimeScores scoresOf(const at::Tensor& scores, const at::Tensor& lengths)
{
    return { scores.size(0), scores.size(1) * scores.size(2), scores.size(3),
        lengths.data_ptr<std::int64_t>() };
}

struct TimeShares : public torch::autograd::Function<TimeShares>
{
    static Variable forward(AutogradContext* ctx, const Variable& scores, const Variable& lengths)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        auto shares = at::empty_like(scores);
        kernels::timeShares(
            scoresOf(scores, lengths), kMostBelow, scores.data_ptr<float>(), shares.data_ptr<float>());
        ctx->save_for_backward({ shares, lengths });
        return shares;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto grad = gradients[0].contiguous();
        auto gradScores = at::empty_like(grad);
        kernels::timeSharesBackward(scoresOf(saved[0], saved[1]), kMostBelow, saved[0].data_ptr<float>(),
            grad.data_ptr<float>(), gradScores.data_ptr<float>());
        return { gradScores, Variable() };
    }
};

} // namespace

at::Tensor timeShares(const at::Tensor& scores, const at::Tensor& lengths)
{
    if (scores.is_cpu() && scores.scalar_type() == at::kFloat)
        return TimeShares::apply(scores.contiguous(), lengths.contiguous());
    const auto steps = scores.size(3);
    const auto isPadding = (at::arange(steps, lengths.options()).unsqueeze(0) >= lengths.unsqueeze(1))
                               .to(scores.device())
                               .view({ scores.size(0), 1, 1, steps });
    const auto highest = scores.detach()
                             .masked_fill(isPadding, -std::numeric_limits<double>::infinity())
                             .amax(-1, /*keepdim=*/true);
    return at::exp(at::clamp(scores - highest, -kMostBelow, 0.0));
}

} // namespace btw::model
