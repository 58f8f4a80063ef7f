// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/expertproducts.h"

#include "engine/kernels/groups.h"

namespace btw::model {

namespace {

/// Calls `body(expert, first row, rows)` for every expert that has rows.
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
bool takesKernels(const at::Tensor& x, const at::Tensor& w, at::ScalarType type)
{
    return x.is_cpu() && x.scalar_type() == at::kFloat && type == at::kFloat
        && kernels::takesWidths(w.size(1), w.size(2));
}

/// Whether the products are computed in a shorter type than the numbers have.
bool isMixed(const at::Tensor& x, at::ScalarType type)
{
    return type != at::kFloat && x.scalar_type() == at::kFloat;
}

kernels::GroupedLayer layerOf(
    const std::vector<std::int64_t>& counts, const at::Tensor& x, const at::Tensor& w)
{
    return { counts.data(), static_cast<std::int64_t>(counts.size()), w.size(1), w.size(2),
        x.data_ptr<float>(), w.data_ptr<float>() };
}

} // namespace

void groupedAffine(const std::vector<std::int64_t>& counts, const at::Tensor& x, const at::Tensor& w,
    const at::Tensor& b, at::Tensor& y, at::ScalarType type)
{
    if (takesKernels(x, w, type)) {
        kernels::groupedForward(layerOf(counts, x, w), b.data_ptr<float>(), y.data_ptr<float>());
        return;
    }
    if (isMixed(x, type)) {
        const auto shortX = x.to(type);
        const auto shortW = w.to(type);
        forEachGroup(counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
            y.narrow(0, first, rows).copy_(at::mm(shortX.narrow(0, first, rows), shortW[e])).add_(b[e]);
        });
        return;
    }
    forEachGroup(counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
        auto out = y.narrow(0, first, rows);
        at::addmm_out(out, b[e], x.narrow(0, first, rows), w[e]);
    });
}

double groupedAffineBackward(const std::vector<std::int64_t>& counts, const at::Tensor& x,
    const at::Tensor& w, const at::Tensor& gradY, at::Tensor& gradX, const at::Tensor& gradW,
    const at::Tensor& gradB, at::ScalarType type)
{
    if (takesKernels(x, w, type)) {
        return kernels::groupedBackward(layerOf(counts, x, w), gradY.data_ptr<float>(),
            gradX.data_ptr<float>(), gradW.data_ptr<float>(), gradB.data_ptr<float>());
    }
    const bool mixed = isMixed(x, type);
    const auto shortX = mixed ? x.to(type) : x;
    const auto shortW = mixed ? w.to(type) : w;
    const auto shortG = mixed ? gradY.to(type) : gradY;
    forEachGroup(counts, [&](std::int64_t e, std::int64_t first, std::int64_t rows) {
        const auto g = shortG.narrow(0, first, rows);
        auto dx = gradX.narrow(0, first, rows);
        auto dw = gradW[e];
        if (mixed) {
            dx.copy_(at::mm(g, shortW[e].t()));
            dw.copy_(at::mm(shortX.narrow(0, first, rows).t(), g));
        } else {
            at::mm_out(dx, g, w[e].t());
            at::mm_out(dw, x.narrow(0, first, rows).t(), g);
        }
        auto db = gradB[e];
        at::sum_out(db, gradY.narrow(0, first, rows), 0);
    });
    for (std::size_t e = 0; e < counts.size(); ++e) {
        if (counts[e] > 0)
            continue;
        gradW[static_cast<std::int64_t>(e)].zero_();
        gradB[static_cast<std::int64_t>(e)].zero_();
    }
    if (!x.is_cpu())
        return 0;
    return (gradW.square().sum() + gradB.square().sum()).item<double>();
}

} // namespace btw::model
