// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/attend.h"
#include "engine/model/ops.h"
#include "engine/model/parameters.h"
#include "engine/model/transformerlayer.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace btw::model {

/// Steps of a batch: `[B, T, d]`, and which of them are real, `[B, T]` bool.
struct Steps
{
    at::Tensor values;
    at::Tensor real;
};

/// sin and cos of the place of each of T steps (Vaswani et al. 2017, section 3.5), `[T, width]`.
at::Tensor positions(std::int64_t steps, std::int64_t width, const at::TensorOptions& options);

/// Layers of multi-head attention and of a feed-forward block of 4 times the width, each with layer norm
/// before it and a residual; a layer norm at the end. Steps may attend to those of another modality, which
/// stay the same in every layer (crossmodal: Tsai et al. 2019), or to each other. On the processor nothing is
/// computed for padding.
class Transformer
{
public:
    /// \param width divisible by heads
    Transformer(std::int64_t width, std::int64_t heads, std::int64_t layers, double dropout,
        const std::string& name, Parameters& parameters);

    /// \param source what the steps attend to; null: each other \returns `[B, T, d]`; what stands for padding
    /// is not to be used
    at::Tensor forward(const Steps& steps, const Steps* source, const Pass& pass) const;

private:
    struct Layer
    {
        Parameters::Id scale1, shift1, scale2, shift2;
        Parameters::Id query, queryBias, key, keyBias, value, valueBias, out, outBias;
        Parameters::Id feed1, feedBias1, feed2, feedBias2;
    };

    at::Tensor norm(const at::Tensor& x, Parameters::Id scale, Parameters::Id shift) const;
    at::Tensor affine(const at::Tensor& x, Parameters::Id weight, Parameters::Id bias) const;
    /// Rows of steps `[R, d]`, and how one set of them attends to another (or the same) one.
    using Attending
        = std::function<at::Tensor(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v)>;
    /// \param source null: each other
    at::Tensor through(
        at::Tensor x, const at::Tensor* source, const Attending& attending, const Pass& pass) const;
    /// The same of steps without padding, by the processor's own kernels.
    at::Tensor withoutPadding(
        at::Tensor x, const at::Tensor* source, const Looking& looking, const Pass& pass) const;

    const Parameters& m_parameters;
    std::int64_t m_width;
    std::int64_t m_heads;
    double m_dropout;
    std::vector<Layer> m_layers;
    Parameters::Id m_scale, m_shift;
};

} // namespace btw::model
