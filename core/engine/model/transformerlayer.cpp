// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/transformerlayer.h"

#include "engine/kernels/activation.h"
#include "engine/kernels/layernorm.h"
#include "engine/kernels/loops.h"
#include "engine/kernels/residual.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace btw::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// What is kept for the way back, behind the weights.
enum Kept : std::uint8_t {
    Input = LayerParts,
    Source, ///< the input again, where steps attend to each other
    Normed1,
    Moments1,
    NormedSource,
    MomentsSource,
    Queries,
    Keys,
    Values,
    Mixed,
    MixedMoments,
    Middle, ///< after attention, before the feed-forward block
    Normed2,
    Moments2,
    Active, ///< of the feed-forward block, after dropout
    QueryStarts,
    KeyStarts,
    KeptParts
};

float* numbers(const at::Tensor& x) { return x.data_ptr<float>(); }

/// The dropouts of a layer in the order in which they are drawn.
struct Dropouts
{
    kernels::Dropout shares, mixed, inner, fed;
};

/// \returns normed rows, and their moments
std::pair<at::Tensor, at::Tensor> normed(
    const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift)
{
    auto y = at::empty_like(x), moments = at::empty({ x.size(0), 2 }, x.options());
    kernels::layerNorm({ 1, x.size(0), x.size(1) }, numbers(x), numbers(scale), numbers(shift), numbers(y),
        numbers(moments));
    return { y, moments };
}

struct NormGradients
{
    at::Tensor x, scale, shift;
};

NormGradients normedBackward(
    const at::Tensor& x, const at::Tensor& scale, const at::Tensor& moments, const at::Tensor& gradient)
{
    NormGradients found { at::empty_like(x), at::empty_like(scale), at::empty_like(scale) };
    kernels::layerNormBackward({ 1, x.size(0), x.size(1) }, numbers(x), numbers(scale), numbers(moments),
        numbers(gradient), numbers(found.x), numbers(found.scale), numbers(found.shift));
    return found;
}

/// Rows of `each(block)`, on several threads where they are many.
template <typename Each> void forBlocks(const at::Tensor& rows, const Each& each)
{
    const auto width = rows.size(1);
    const auto some
        = std::max<std::int64_t>(1, 32768 / width); // for which a second thread is worth its start
    at::parallel_for(0, rows.size(0), some, [&](std::int64_t first, std::int64_t last) {
        each(kernels::Block { first * width, last - first, width, width });
    });
}

at::Tensor added(const at::Tensor& x, const at::Tensor& y, const kernels::Dropout& dropout)
{
    auto sum = at::empty_like(x);
    kernels::addDropped(dropout, x.numel(), numbers(x), numbers(y), numbers(sum));
    return sum;
}

at::Tensor addedBackward(const at::Tensor& gradient, const kernels::Dropout& dropout)
{
    if (!dropout.drops())
        return gradient;
    auto own = at::empty_like(gradient);
    kernels::dropAlike(dropout, gradient.numel(), numbers(gradient), numbers(own));
    return own;
}

/// Gradients of weight and bias of x W + b.
void affineBackward(
    variable_list& gradients, LayerPart weight, const at::Tensor& x, const at::Tensor& gradient)
{
    gradients[weight] = at::mm(x.t(), gradient);
    auto bias = at::empty({ gradient.size(1) }, gradient.options());
    kernels::columnSums(gradient.size(0), gradient.size(1), numbers(gradient), numbers(bias));
    gradients[weight + 1] = std::move(bias);
}

struct TransformerLayer : public torch::autograd::Function<TransformerLayer>
{
    static Variable forward(AutogradContext* ctx, const Variable& x, const Variable& source,
        const at::TensorList& w, const Looking& looking, const Dropouts& dropouts)
    {
        const at::AutoDispatchBelowADInplaceOrView belowAutograd;
        const bool isSelf = source.is_same(x);
        std::vector<at::Tensor> kept(w.begin(), w.end());
        kept.resize(KeptParts);
        kept[Input] = x;
        kept[Source] = source;
        std::tie(kept[Normed1], kept[Moments1]) = normed(x, w[Scale1], w[Shift1]);
        if (isSelf)
            kept[NormedSource] = kept[Normed1];
        else
            std::tie(kept[NormedSource], kept[MomentsSource]) = normed(source, w[Scale1], w[Shift1]);
        kept[Queries] = linear(kept[Normed1], w[Query], w[QueryBias]);
        kept[Keys] = linear(kept[NormedSource], w[Key], w[KeyBias]);
        kept[Values] = linear(kept[NormedSource], w[Value], w[ValueBias]);
        kept[Mixed] = at::empty_like(kept[Queries]);
        kept[MixedMoments] = at::empty(
            { looking.queries.starts.size(0) - 1, looking.heads, looking.queries.longest, 2 }, x.options());
        kernels::attentionForward(packedAttention(kept[Queries], kept[Keys], kept[Values], looking.queries,
                                      looking.keys, looking.heads, dropouts.shares),
            numbers(kept[Mixed]), numbers(kept[MixedMoments]));
        kept[Middle] = added(x, linear(kept[Mixed], w[Out], w[OutBias]), dropouts.mixed);
        std::tie(kept[Normed2], kept[Moments2]) = normed(kept[Middle], w[Scale2], w[Shift2]);
        kept[Active] = linear(kept[Normed2], w[Feed1], w[FeedBias1]);
        forBlocks(kept[Active], [&](const kernels::Block& block) {
            kernels::activate(kernels::Activation::Relu, dropouts.inner, block, numbers(kept[Active]),
                numbers(kept[Active]));
        });
        auto out = added(kept[Middle], linear(kept[Active], w[Feed2], w[FeedBias2]), dropouts.fed);
        kept[QueryStarts] = looking.queries.starts;
        kept[KeyStarts] = looking.keys.starts;

        ctx->save_for_backward(kept);
        ctx->saved_data["heads"] = looking.heads;
        ctx->saved_data["longest"]
            = std::vector<std::int64_t> { looking.queries.longest, looking.keys.longest };
        ctx->saved_data["keys"] = std::vector<std::int64_t> { static_cast<std::int64_t>(dropouts.shares.key),
            static_cast<std::int64_t>(dropouts.mixed.key), static_cast<std::int64_t>(dropouts.inner.key),
            static_cast<std::int64_t>(dropouts.fed.key) };
        ctx->saved_data["below"] = static_cast<std::int64_t>(dropouts.shares.dropBelow);
        ctx->saved_data["kept"] = static_cast<double>(dropouts.shares.kept);
        return out;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& outGradients)
    {
        const auto kept = ctx->get_saved_variables();
        const auto heads = ctx->saved_data["heads"].toInt();
        const auto longest = ctx->saved_data["longest"].toIntVector();
        const auto keys = ctx->saved_data["keys"].toIntVector();
        const auto dropout = [&](std::size_t i) {
            return kernels::Dropout { static_cast<std::uint64_t>(keys[i]),
                static_cast<std::uint32_t>(ctx->saved_data["below"].toInt()),
                static_cast<float>(ctx->saved_data["kept"].toDouble()) };
        };
        const bool isSelf = !kept[MomentsSource].defined();
        variable_list own(LayerParts); // gradients of the weights
        const auto gradient = outGradients[0].contiguous();

        const auto fed = addedBackward(gradient, dropout(3));
        affineBackward(own, Feed2, kept[Active], fed);
        const auto active = at::mm(fed, kept[Feed2].t());
        // Where something was dropped, or below zero, there are zeros; so that no other numbers are needed.
        forBlocks(active, [&](const kernels::Block& block) {
            kernels::activateBackward(
                kernels::Activation::Relu, dropout(2), block, numbers(kept[Active]), numbers(active));
        });
        affineBackward(own, Feed1, kept[Normed2], active);
        const auto second
            = normedBackward(kept[Middle], kept[Scale2], kept[Moments2], at::mm(active, kept[Feed1].t()));
        own[Scale2] = second.scale;
        own[Shift2] = second.shift;
        const auto middle = second.x.add_(gradient);

        const auto out = addedBackward(middle, dropout(1));
        affineBackward(own, Out, kept[Mixed], out);
        const auto mixed = at::mm(out, kept[Out].t());
        auto q = at::empty_like(kept[Queries]), k = at::empty_like(kept[Keys]),
             v = at::empty_like(kept[Values]);
        kernels::attentionBackward(
            packedAttention(kept[Queries], kept[Keys], kept[Values], { kept[QueryStarts], longest[0] },
                { kept[KeyStarts], longest[1] }, heads, dropout(0)),
            numbers(kept[Mixed]), numbers(kept[MixedMoments]), numbers(mixed), numbers(q), numbers(k),
            numbers(v));
        affineBackward(own, Query, kept[Normed1], q);
        affineBackward(own, Key, kept[NormedSource], k);
        affineBackward(own, Value, kept[NormedSource], v);
        auto normed1 = at::mm(q, kept[Query].t());
        auto seen = isSelf ? normed1 : at::mm(k, kept[Key].t());
        if (isSelf)
            seen.addmm_(k, kept[Key].t());
        seen.addmm_(v, kept[Value].t());
        auto first = normedBackward(kept[Input], kept[Scale1], kept[Moments1], normed1);
        Variable gradSource;
        if (!isSelf) {
            const auto other = normedBackward(kept[Source], kept[Scale1], kept[MomentsSource], seen);
            first.scale.add_(other.scale);
            first.shift.add_(other.shift);
            gradSource = other.x;
        }
        own[Scale1] = first.scale;
        own[Shift1] = first.shift;

        variable_list gradients { first.x.add_(middle), gradSource };
        gradients.insert(gradients.end(), own.begin(), own.end());
        gradients.resize(gradients.size() + 2); // of what is no tensor
        return gradients;
    }
};

} // namespace

at::Tensor transformerLayer(const at::Tensor& x, const at::Tensor* source, const LayerWeights& weights,
    const Looking& looking, const Pass& pass)
{
    Dropouts dropouts;
    for (auto* one : { &dropouts.shares, &dropouts.mixed, &dropouts.inner, &dropouts.fed })
        *one = drawnDropout(looking.dropout, pass);
    const auto rows = x.contiguous();
    return TransformerLayer::apply(
        rows, source == nullptr ? rows : source->contiguous(), at::TensorList(weights), looking, dropouts);
}

} // namespace btw::model
