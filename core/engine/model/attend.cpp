// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attend.h"

#include "engine/kernels/attention.h"

#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <limits>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

const std::uint8_t* bytes(const at::Tensor& real)
{
    return reinterpret_cast<const std::uint8_t*>(real.data_ptr<bool>());
}

/// Without the steps that there are.
kernels::Attention attentionOf(
    const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads)
{
    kernels::Attention attention;
    attention.heads = heads;
    attention.width = q.size(-1) / heads;
    attention.q = q.data_ptr<float>();
    attention.k = k.data_ptr<float>();
    attention.v = v.data_ptr<float>();
    return attention;
}

kernels::Attention paddedAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
    const RealSteps& real, std::int64_t heads, const kernels::Dropout& dropout)
{
    auto attention = attentionOf(q, k, v, heads);
    attention.batch = q.size(0);
    attention.queries = q.size(1);
    attention.keys = k.size(1);
    attention.realQueries = bytes(real.queries);
    attention.realKeys = bytes(real.keys);
    attention.dropout = dropout;
    return attention;
}

struct Attend : public torch::autograd::Function<Attend>
{
    static Variable forward(AutogradContext* ctx, const Variable& q, const Variable& k, const Variable& v,
        const Variable& queries, const Variable& keys, std::int64_t heads, const kernels::Dropout& dropout)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        auto out = at::empty_like(q);
        auto moments = at::empty({ q.size(0), heads, q.size(1), 2 }, q.options());
        kernels::attentionForward(paddedAttention(q, k, v, { queries, keys }, heads, dropout),
            out.data_ptr<float>(), moments.data_ptr<float>());
        ctx->save_for_backward({ q, k, v, queries, keys, out, moments });
        ctx->saved_data["heads"] = heads;
        ctx->saved_data["key"] = static_cast<std::int64_t>(dropout.key);
        ctx->saved_data["below"] = static_cast<std::int64_t>(dropout.dropBelow);
        ctx->saved_data["kept"] = static_cast<double>(dropout.kept);
        return out;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const auto &q = saved[0], &k = saved[1], &v = saved[2];
        const auto grad = gradients[0].contiguous();
        const kernels::Dropout dropout { static_cast<std::uint64_t>(ctx->saved_data["key"].toInt()),
            static_cast<std::uint32_t>(ctx->saved_data["below"].toInt()),
            static_cast<float>(ctx->saved_data["kept"].toDouble()) };
        auto gradQ = at::empty_like(q), gradK = at::empty_like(k), gradV = at::empty_like(v);
        kernels::attentionBackward(
            paddedAttention(q, k, v, { saved[3], saved[4] }, ctx->saved_data["heads"].toInt(), dropout),
            saved[5].data_ptr<float>(), saved[6].data_ptr<float>(), grad.data_ptr<float>(),
            gradQ.data_ptr<float>(), gradK.data_ptr<float>(), gradV.data_ptr<float>());
        return { gradQ, gradK, gradV, Variable(), Variable(), Variable(), Variable() };
    }
};

} // namespace

at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const RealSteps& real,
    std::int64_t heads, double probability, const Pass& pass)
{
    const auto width = q.size(2) / heads; // of a head
    if (hasAttentionKernel(q) && hasAttentionKernel(k) && hasAttentionKernel(v))
        return Attend::apply(q.contiguous(), k.contiguous(), v.contiguous(), real.queries.contiguous(),
            real.keys.contiguous(), heads, drawnDropout(probability, pass));
    const auto split = [&](const at::Tensor& x) { // [B, heads, T, width]
        return x.view({ x.size(0), x.size(1), heads, width }).transpose(1, 2);
    };
    const double scale = 1.0 / std::sqrt(static_cast<double>(width));
    const auto scores = at::matmul(split(q) * scale, split(k).transpose(2, 3));
    // Who has no step to attend to attends to all, and gets nothing: a softmax of nothing is NaN.
    const auto any = real.keys.any(1, true);
    const auto closed = (real.keys | any.logical_not()).logical_not().unsqueeze(1).unsqueeze(1);
    auto shares = at::softmax(scores.masked_fill(closed, -std::numeric_limits<double>::infinity()), -1);
    shares = dropout(shares, probability, pass) * any.view({ -1, 1, 1, 1 });
    const auto mixed = at::matmul(shares.to(v.scalar_type()), split(v)).transpose(1, 2);
    return mixed.reshape(q.sizes()) * real.queries.unsqueeze(2);
}

bool hasAttentionKernel(const at::Tensor& x)
{
    return x.is_cpu() && x.scalar_type() == at::kFloat && kernels::hasAttentionKernels();
}

kernels::Attention packedAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
    const PackedSteps& queries, const PackedSteps& keys, std::int64_t heads, const kernels::Dropout& dropout)
{
    auto attention = attentionOf(q, k, v, heads);
    attention.batch = queries.starts.size(0) - 1;
    attention.queries = queries.longest;
    attention.keys = keys.longest;
    attention.queryStarts = queries.starts.data_ptr<std::int64_t>();
    attention.keyStarts = keys.starts.data_ptr<std::int64_t>();
    attention.dropout = dropout;
    return attention;
}

} // namespace btw::model
