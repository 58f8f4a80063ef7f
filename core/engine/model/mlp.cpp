// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/mlp.h"

namespace btw::model {

Mlp::Mlp(
    const std::vector<std::int64_t>& widths, double dropout, const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_dropout(dropout)
{
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
        const std::string layer = name + "." + std::to_string(i + 1);
        m_layers.push_back({ parameters.xavier(layer + ".weight", { widths[i], widths[i + 1] }),
            parameters.constant(layer + ".bias", { widths[i + 1] }, 0.0) });
    }
}

at::Tensor Mlp::through(const at::Tensor& x, const Pass& pass, bool learns) const
{
    auto result = x;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        if (i > 0)
            result = dropout(at::relu(result), m_dropout, pass);
        const auto &weight = m_parameters[m_layers[i].weight], &bias = m_parameters[m_layers[i].bias];
        result = learns ? linear(result, weight, bias) : linear(result, weight.detach(), bias.detach());
    }
    return result;
}

at::Tensor Mlp::forward(const at::Tensor& x, const Pass& pass) const { return through(x, pass, true); }
at::Tensor Mlp::held(const at::Tensor& x, const Pass& pass) const { return through(x, pass, false); }

} // namespace btw::model
