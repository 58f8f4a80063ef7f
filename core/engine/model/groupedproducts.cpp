// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/groupedproducts.h"

#include "engine/kernels/groups.h"
#include "engine/model/ops.h"

namespace btw::model {

namespace {

using kernels::Activation;

/// Calls `body(layer, first row, rows)` for every layer that has rows.
template <typename Body> void forEachGroup(const std::vector<std::int64_t>& counts, const Body& body)
{
    std::int64_t first = 0;
    for (std::size_t e = 0; e < counts.size(); ++e) {
        if (counts[e] > 0)
            body(static_cast<std::int64_t>(e), first, counts[e]);
        first += counts[e];
    }
}

/// Whether the kernels take it: float32 in plain memory, of widths that fill their registers.
bool takesKernels(const Groups& groups, const at::Tensor& x, const at::Tensor& w)
{
    return x.is_cpu() && x.scalar_type() == at::kFloat && groups.products == at::kFloat
        && kernels::takesWidths(w.size(1), w.size(2));
}

/// Whether the products are computed in a shorter type than the numbers have.
bool isMixed(const Groups& groups, const at::Tensor& x)
{
    return groups.products != at::kFloat && x.scalar_type() == at::kFloat;
}

/// Undefined where nothing is dropped.
at::Tensor maskOf(const ActivationDropout& inner, const at::Tensor& like)
{
    return like.is_cpu() ? dropoutMask(like.sizes(), like.options(), inner.dropout) : inner.mask;
}

kernels::GroupedLayer layerOf(const Groups& groups, const at::Tensor& x, const at::Tensor& w)
{
    return { groups.counts.data(), static_cast<std::int64_t>(groups.counts.size()), w.size(1), w.size(2),
        x.data_ptr<float>(), w.data_ptr<float>() };
}

void plainForward(
    const Groups& groups, const at::Tensor& x, const at::Tensor& w, const at::Tensor& b, at::Tensor& y)
{
    const bool mixed = isMixed(groups, x);
    const auto shortX = mixed ? x.to(groups.products) : x;
    const auto shortW = mixed ? w.to(groups.products) : w;
    forEachGroup(groups.counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
        auto out = y.narrow(0, first, rows);
        const auto in = shortX.narrow(0, first, rows);
        if (mixed)
            out.copy_(at::mm(in, shortW[e])).add_(b[e]);
        else
            at::addmm_out(out, b[e], in, w[e]);
    });
}

void plainBackward(const Groups& groups, const at::Tensor& x, const at::Tensor& w, const at::Tensor& gradY,
    at::Tensor& gradX, const AffineGradients& gradients, double& squares)
{
    const bool mixed = isMixed(groups, x);
    const auto shortX = mixed ? x.to(groups.products) : x;
    const auto shortW = mixed ? w.to(groups.products) : w;
    const auto shortG = mixed ? gradY.to(groups.products) : gradY;
    forEachGroup(groups.counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
        const auto g = shortG.narrow(0, first, rows);
        auto dx = gradX.narrow(0, first, rows);
        auto dw = gradients.w[e];
        if (mixed) {
            dx.copy_(at::mm(g, shortW[e].t()));
            dw.copy_(at::mm(shortX.narrow(0, first, rows).t(), g));
        } else {
            at::mm_out(dx, g, w[e].t());
            at::mm_out(dw, x.narrow(0, first, rows).t(), g);
        }
        auto db = gradients.b[e];
        at::sum_out(db, gradY.narrow(0, first, rows), 0);
    });
    for (std::size_t e = 0; e < groups.counts.size(); ++e) {
        if (groups.counts[e] > 0)
            continue;
        gradients.w[static_cast<std::int64_t>(e)].zero_();
        gradients.b[static_cast<std::int64_t>(e)].zero_();
    }
    if (x.is_cpu())
        squares += (gradients.w.square().sum() + gradients.b.square().sum()).item<double>();
}

at::Tensor backward(const Groups& groups, const at::Tensor& x, const at::Tensor& w, const at::Tensor& gradY,
    const AffineGradients& gradients, double& squares, const kernels::ActivationBefore& before)
{
    auto gradX = at::empty_like(x);
    if (takesKernels(groups, x, w))
        squares += kernels::groupedBackward(layerOf(groups, x, w), gradY.data_ptr<float>(),
            gradX.data_ptr<float>(), gradients.w.data_ptr<float>(), gradients.b.data_ptr<float>(), before);
    else
        plainBackward(groups, x, w, gradY, gradX, gradients, squares);
    return gradX;
}

} // namespace

at::Tensor groupedAffine(const Groups& groups, const at::Tensor& x, const at::Tensor& w, const at::Tensor& b)
{
    auto y = at::empty({ x.size(0), w.size(2) }, x.options());
    if (takesKernels(groups, x, w))
        kernels::groupedForward(layerOf(groups, x, w), b.data_ptr<float>(), y.data_ptr<float>(), {});
    else
        plainForward(groups, x, w, b, y);
    return y;
}

std::pair<at::Tensor, at::Tensor> groupedAffine(const Groups& groups, const at::Tensor& x,
    const at::Tensor& w, const at::Tensor& b, const ActivationDropout& after, bool keeps)
{
    auto y = at::empty({ x.size(0), w.size(2) }, x.options());
    if (takesKernels(groups, x, w)) {
        const auto active = keeps ? at::empty_like(y) : y;
        kernels::groupedForward(layerOf(groups, x, w), b.data_ptr<float>(), y.data_ptr<float>(),
            { after.activation, after.dropout, active.data_ptr<float>() });
        return { y, active };
    }
    plainForward(groups, x, w, b, y);
    auto active = after.activation == Activation::Gelu ? at::gelu(y) : at::relu(y);
    if (const auto mask = maskOf(after, active); mask.defined())
        active.mul_(mask);
    return { y, active };
}

at::Tensor groupedAffineBackward(const Groups& groups, const at::Tensor& x, const at::Tensor& w,
    const at::Tensor& gradY, const AffineGradients& gradients, double& squares)
{
    return backward(groups, x, w, gradY, gradients, squares, {});
}

at::Tensor groupedAffineBackward(const Groups& groups, const at::Tensor& x, const at::Tensor& w,
    const at::Tensor& gradY, const AffineGradients& gradients, double& squares,
    const ActivationDropout& before, const at::Tensor& activated)
{
    if (takesKernels(groups, x, w))
        return backward(groups, x, w, gradY, gradients, squares,
            { before.activation, before.dropout, activated.data_ptr<float>() });
    auto gradX = backward(groups, x, w, gradY, gradients, squares, {});
    if (const auto mask = maskOf(before, gradX); mask.defined())
        gradX.mul_(mask);
    return before.activation == Activation::Gelu ? at::gelu_backward(gradX, activated)
                                                 : at::threshold_backward(gradX, activated, 0);
}

} // namespace btw::model
