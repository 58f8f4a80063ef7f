// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/parameters.h"

#include "engine/error.h"

#include <cmath>

namespace btw::model {

namespace {

constexpr std::int64_t kLine = 16; // floats

} // namespace

Parameters::Id Parameters::add(const std::string& name, at::Tensor initial)
{
    m_names.push_back(name);
    m_initial.push_back(std::move(initial));
    m_overwritten.push_back(false);
    m_rates.push_back(1.0);
    m_first.push_back(false);
    return m_names.size() - 1;
}

void Parameters::expect(at::IntArrayRef shape)
{
    std::int64_t count = 1;
    for (const auto size : shape) {
        if (size > 0 && count > (m_most - m_declared) / size)
            throw Error("The model cannot be used: its settings are those of a larger one. Train it again.");
        count *= size;
    }
    m_declared += count;
}

Parameters::Id Parameters::xavier(const std::string& name, at::IntArrayRef shape)
{
    const auto fanIn = static_cast<double>(shape[shape.size() - 2]);
    const auto fanOut = static_cast<double>(shape[shape.size() - 1]);
    return normal(name, shape, std::sqrt(2.0 / (fanIn + fanOut)));
}

Parameters::Id Parameters::normal(const std::string& name, at::IntArrayRef shape, double standardDeviation)
{
    expect(shape);
    return add(name, at::empty(shape, m_type).normal_(0.0, standardDeviation, m_generator));
}

Parameters::Id Parameters::uniform(const std::string& name, at::IntArrayRef shape, double bound)
{
    expect(shape);
    return add(name, at::empty(shape, m_type).uniform_(-bound, bound, m_generator));
}

Parameters::Id Parameters::constant(const std::string& name, at::IntArrayRef shape, double value)
{
    expect(shape);
    return add(name, at::full(shape, value, m_type));
}

Parameters::Id Parameters::given(const std::string& name, const at::Tensor& initial)
{
    expect(initial.sizes());
    return add(name, initial.detach().to(at::kCPU, m_type, /*non_blocking=*/false, /*copy=*/true));
}

void Parameters::finish(const at::Device& device)
{
    std::int64_t total = 0, added = 0;
    for (std::size_t i = 0; i < m_initial.size(); ++i) {
        total += m_initial[i].numel();
        added += m_overwritten[i] ? 0 : m_initial[i].numel();
    }
    // The overwritten ones are most of the memory: their rows begin where cache lines do.
    const auto shift = (kLine - added % kLine) % kLine;
    const auto options = at::TensorOptions(m_type).device(device);
    m_values = at::empty({ shift + total }, options).narrow(0, shift, total);
    m_gradients = at::zeros({ shift + total }, options).narrow(0, shift, total);

    m_squares = at::zeros({ 1 }, at::kDouble);
    m_views.resize(m_initial.size());
    std::int64_t offset = 0;
    for (const bool overwritten : { false, true }) {
        for (std::size_t i = 0; i < m_initial.size(); ++i) {
            if (m_overwritten[i] != overwritten)
                continue;
            const auto& initial = m_initial[i];
            const auto size = initial.numel();
            auto slice = m_values.narrow(0, offset, size);
            slice.copy_(initial.reshape({ size }));
            // Leaves of the graph that share the block's storage; backward writes into the gradient block.
            auto view = slice.view(initial.sizes()).detach();
            view.set_requires_grad(true);
            view.mutable_grad() = m_gradients.narrow(0, offset, size).view(initial.sizes());
            m_views[i] = view;
            if (!m_rateGroups.empty() && m_rateGroups.back().factor == m_rates[i]
                && m_rateGroups.back().first == m_first[i])
                m_rateGroups.back().to = offset + size;
            else
                m_rateGroups.push_back({ offset, offset + size, m_rates[i], m_first[i] });
            offset += size;
        }
        if (!overwritten)
            m_added = m_gradients.narrow(0, 0, offset);
    }
    m_initial.clear();
}

} // namespace btw::model
