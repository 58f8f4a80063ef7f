// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/ops.h"
#include "engine/model/parameters.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <vector>

namespace btw::model {

/// Linear layers with ReLU and dropout between them: `[B, first width]` to `[B, last width]`.
class Mlp
{
public:
    /// \param widths of the input, of each hidden layer, and of the output
    Mlp(const std::vector<std::int64_t>& widths, double dropout, const std::string& name,
        Parameters& parameters);
    at::Tensor forward(const at::Tensor& x, const Pass& pass) const;
    /// The same without learning from what comes of it: the gradient goes to x alone.
    at::Tensor held(const at::Tensor& x, const Pass& pass = {}) const;

private:
    at::Tensor through(const at::Tensor& x, const Pass& pass, bool learns) const;
    struct Layer
    {
        Parameters::Id weight, bias;
    };
    const Parameters& m_parameters;
    double m_dropout;
    std::vector<Layer> m_layers;
};

} // namespace btw::model
