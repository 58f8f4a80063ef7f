// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/lstm.h"

#include "engine/kernels/lstm.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

kernels::LstmSteps stepsOf(
    const at::Tensor& gates, const at::Tensor& cells, const at::Tensor& states, const at::Tensor& batchSizes)
{
    return { cells.size(1), batchSizes.size(0), batchSizes.data_ptr<std::int64_t>(), gates.data_ptr<float>(),
        cells.data_ptr<float>(), states.data_ptr<float>() };
}

/// Calls `each(row, count, goOn)` for each step: its first packed row, its instances, and how many of them
/// have a next step.
template <typename Each> void forSteps(const at::Tensor& batchSizes, const Each& each)
{
    const auto* sizes = batchSizes.data_ptr<std::int64_t>();
    std::int64_t row = 0;
    for (std::int64_t t = 0; t < batchSizes.size(0); row += sizes[t], ++t)
        each(row, sizes[t], t + 1 < batchSizes.size(0) ? sizes[t + 1] : 0);
}

/// `[P, W]`: each instance's last state.
at::Tensor lastOf(const at::Tensor& states, const at::Tensor& batchSizes)
{
    const auto width = states.size(1);
    auto last = at::empty({ batchSizes.data_ptr<std::int64_t>()[0], width }, states.options());
    const auto* from = states.data_ptr<float>();
    auto* to = last.data_ptr<float>();
    forSteps(batchSizes, [&](std::int64_t row, std::int64_t count, std::int64_t goOn) {
        std::copy_n(from + (row + goOn) * width, (count - goOn) * width, to + goOn * width);
    });
    return last;
}

/// `[N - P, W]`: the state before each step but the first.
at::Tensor beforeOf(const at::Tensor& states, const at::Tensor& batchSizes)
{
    const auto width = states.size(1);
    auto before
        = at::empty({ states.size(0) - batchSizes.data_ptr<std::int64_t>()[0], width }, states.options());
    const auto* from = states.data_ptr<float>();
    auto* to = before.data_ptr<float>();
    forSteps(batchSizes, [&](std::int64_t row, std::int64_t /*count*/, std::int64_t goOn) {
        to = std::copy_n(from + row * width, goOn * width, to);
    });
    return before;
}

struct LstmLast : public torch::autograd::Function<LstmLast>
{
    static Variable forward(AutogradContext* ctx, const Variable& values, const Variable& in,
        const Variable& state, const Variable& inBias, const Variable& stateBias, const Variable& batchSizes)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        auto gates = at::addmm(inBias + stateBias, values, in.t());
        auto cells = at::empty({ values.size(0), state.size(1) }, values.options());
        auto states = at::empty_like(cells);
        const auto w = state.contiguous();
        kernels::lstmForward(stepsOf(gates, cells, states, batchSizes), w.data_ptr<float>());
        auto last = lastOf(states, batchSizes);
        ctx->save_for_backward({ values, in, state, batchSizes, gates, cells, states });
        return last;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto &values = saved[0], &in = saved[1], &state = saved[2], &batchSizes = saved[3];
        const auto &gates = saved[4], &cells = saved[5], &states = saved[6];
        const auto gradLast = gradients[0].contiguous();
        auto gradGates = at::empty_like(gates);
        const auto w = state.contiguous();
        kernels::lstmBackward(stepsOf(gates, cells, states, batchSizes), w.data_ptr<float>(),
            gradLast.data_ptr<float>(), gradGates.data_ptr<float>());
        const auto present = batchSizes.data_ptr<std::int64_t>()[0];
        const auto afterFirst = gradGates.narrow(0, present, gradGates.size(0) - present);
        const auto gradBias = gradGates.sum(0);
        return { ctx->needs_input_grad(0) ? gradGates.mm(in) : Variable(), gradGates.t().mm(values),
            afterFirst.t().mm(beforeOf(states, batchSizes)), gradBias, gradBias, Variable() };
    }
};

} // namespace

at::Tensor lstmLast(
    const at::Tensor& values, const at::Tensor& batchSizes, const LstmWeights& weights, bool training)
{
    const auto width = weights.state.size(1);
    if (values.is_cpu() && values.scalar_type() == at::kFloat && kernels::takesLstmWidth(width))
        return LstmLast::apply(values.contiguous(), weights.in, weights.state, weights.inBias,
            weights.stateBias, batchSizes.contiguous());
    const auto zeros
        = at::zeros({ 1, batchSizes[0].item<std::int64_t>(), width }, values.options().requires_grad(false));
    return std::get<1>(at::lstm(values, batchSizes, { zeros, zeros },
        { weights.in, weights.state, weights.inBias, weights.stateBias }, /*has_biases=*/true,
        /*num_layers=*/1, /*dropout=*/0.0, training, /*bidirectional=*/false))[0];
}

} // namespace btw::model
