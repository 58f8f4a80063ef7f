// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/experts.h"

#include <torch/csrc/autograd/custom_function.h>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// Calls `body(expert, first row, rows)` for every expert that has rows.
template <typename Body> void forEachGroup(at::IntArrayRef counts, const Body& body)
{
    std::int64_t first = 0;
    for (std::size_t e = 0; e < counts.size(); ++e) {
        if (counts[e] > 0)
            body(static_cast<std::int64_t>(e), first, counts[e]);
        first += counts[e];
    }
}

/// What is no variable of the graph: the custom function takes no undefined tensor as an argument.
struct Groups
{
    const std::vector<std::int64_t>& counts;
    const at::Tensor& mask;
    std::vector<at::Tensor> gradients; ///< of w1, b1, w2, b2
};

struct GroupedExperts : public torch::autograd::Function<GroupedExperts>
{
    static Variable forward(AutogradContext* ctx, const Variable& x, const Variable& w1, const Variable& b1,
        const Variable& w2, const Variable& b2, const Groups& groups)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        const auto& mask = groups.mask;
        auto pre = at::empty({ x.size(0), w1.size(2) }, x.options());
        forEachGroup(groups.counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
            auto out = pre.narrow(0, first, rows);
            at::addmm_out(out, b1[e], x.narrow(0, first, rows), w1[e]);
        });
        auto active = at::gelu(pre);
        if (mask.defined())
            active.mul_(mask);
        auto result = at::empty({ x.size(0), w2.size(2) }, x.options());
        forEachGroup(groups.counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
            auto out = result.narrow(0, first, rows);
            at::addmm_out(out, b2[e], active.narrow(0, first, rows), w2[e]);
        });
        ctx->save_for_backward({ x, w1, w2, pre, active, mask });
        ctx->saved_data["counts"] = groups.counts;
        ctx->saved_data["gradients"] = groups.gradients;
        return result;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto &x = saved[0], &w1 = saved[1], &w2 = saved[2], &pre = saved[3], &active = saved[4],
                   &mask = saved[5];
        const auto counts = ctx->saved_data["counts"].toIntVector();
        const auto grad = gradients[0].contiguous();
        const auto written = ctx->saved_data["gradients"].toTensorVector();

        const auto &gradW1 = written[0], &gradB1 = written[1], &gradW2 = written[2], &gradB2 = written[3];
        auto gradActive = at::empty_like(active);
        auto gradX = at::empty_like(x);

        forEachGroup(counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
            const auto g = grad.narrow(0, first, rows);
            auto a = gradActive.narrow(0, first, rows);
            at::mm_out(a, g, w2[e].t());
            auto w = gradW2[e];
            at::mm_out(w, active.narrow(0, first, rows).t(), g);
            auto b = gradB2[e];
            at::sum_out(b, g, 0);
        });
        if (mask.defined())
            gradActive.mul_(mask);
        const auto gradPre = at::gelu_backward(gradActive, pre);
        forEachGroup(counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
            const auto g = gradPre.narrow(0, first, rows);
            auto dx = gradX.narrow(0, first, rows);
            at::mm_out(dx, g, w1[e].t());
            auto w = gradW1[e];
            at::mm_out(w, x.narrow(0, first, rows).t(), g);
            auto b = gradB1[e];
            at::sum_out(b, g, 0);
        });
        for (std::size_t e = 0; e < counts.size(); ++e) {
            if (counts[e] > 0)
                continue;
            for (const auto& gradient : written)
                gradient[static_cast<std::int64_t>(e)].zero_();
        }
        return { gradX, Variable(), Variable(), Variable(), Variable(), Variable() };
    }
};

} // namespace

at::Tensor groupedExperts(const at::Tensor& x, const std::vector<std::int64_t>& counts, const at::Tensor& w1,
    const at::Tensor& b1, const at::Tensor& w2, const at::Tensor& b2, const at::Tensor& mask)
{
    return GroupedExperts::apply(x.contiguous(), w1, b1, w2, b2,
        Groups { counts, mask, { w1.grad(), b1.grad(), w2.grad(), b2.grad() } });
}

} // namespace btw::model
