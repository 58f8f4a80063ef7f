// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/realrows.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// Calls `each(from, to, bytes)` for each row: its bytes in the whole, and in what is picked of it.
template <typename Each>
void forRows(const at::Tensor& whole, const at::Tensor& some, const at::Tensor& rows, const Each& each)
{
    const auto bytes = static_cast<std::size_t>(whole.size(1)) * whole.element_size();
    auto* const all = static_cast<std::byte*>(whole.data_ptr());
    auto* one = static_cast<std::byte*>(some.data_ptr());
    const auto* const place = rows.data_ptr<std::int64_t>();
    for (std::int64_t r = 0; r < rows.numel(); ++r, one += bytes)
        each(all + static_cast<std::size_t>(place[r]) * bytes, one, bytes);
}

at::Tensor gathered(const at::Tensor& whole, const at::Tensor& rows)
{
    const auto from = whole.contiguous();
    auto some = at::empty({ rows.numel(), from.size(1) }, from.options());
    forRows(from, some, rows,
        [](const std::byte* in, std::byte* to, std::size_t bytes) { std::memcpy(to, in, bytes); });
    return some;
}

at::Tensor scattered(const at::Tensor& some, const at::Tensor& rows, std::int64_t count)
{
    const auto from = some.contiguous();
    auto whole = at::zeros({ count, from.size(1) }, from.options());
    forRows(whole, from, rows,
        [](std::byte* to, const std::byte* in, std::size_t bytes) { std::memcpy(to, in, bytes); });
    return whole;
}

struct Picked : public torch::autograd::Function<Picked>
{
    static Variable forward(AutogradContext* ctx, const Variable& x, const Variable& rows)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        ctx->save_for_backward({ rows });
        ctx->saved_data["count"] = x.size(0);
        return gathered(x, rows);
    }
    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        return { scattered(gradients[0], ctx->get_saved_variables()[0], ctx->saved_data["count"].toInt()),
            Variable() };
    }
};

struct Spread : public torch::autograd::Function<Spread>
{
    static Variable forward(AutogradContext* ctx, const Variable& x, const Variable& rows, std::int64_t count)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        ctx->save_for_backward({ rows });
        return scattered(x, rows, count);
    }
    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        return { gathered(gradients[0], ctx->get_saved_variables()[0]), Variable(), Variable() };
    }
};

} // namespace

RealRows realRows(const at::Tensor& real)
{
    const auto mask = real.contiguous();
    const auto batch = mask.size(0), steps = mask.size(1);
    const auto* one = mask.data_ptr<bool>();
    std::vector<std::int64_t> rows;
    RealRows result { {}, { at::zeros({ batch + 1 }, at::kLong), 0 } };
    auto* const starts = result.steps.starts.data_ptr<std::int64_t>();
    for (std::int64_t b = 0; b < batch; ++b) {
        for (std::int64_t t = 0; t < steps; ++t, ++one)
            if (*one)
                rows.push_back(b * steps + t);
        starts[b + 1] = static_cast<std::int64_t>(rows.size());
        result.steps.longest = std::max(result.steps.longest, starts[b + 1] - starts[b]);
    }
    result.rows = at::empty({ static_cast<std::int64_t>(rows.size()) }, at::kLong);
    std::copy(rows.begin(), rows.end(), result.rows.data_ptr<std::int64_t>());
    return result;
}

at::Tensor picked(const at::Tensor& x, const at::Tensor& rows) { return Picked::apply(x, rows); }

at::Tensor spread(const at::Tensor& x, const at::Tensor& rows, std::int64_t count)
{
    return Spread::apply(x, rows, count);
}

} // namespace btw::model
