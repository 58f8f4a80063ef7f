// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace btw::model {

/// Trainable parameters in one contiguous block, with their gradients in a second one, so that
/// clipping, the optimiser and a checkpoint each walk memory once. Parameters are declared with their initial
/// values, then `finish()` moves them into the block; only then are the handles usable.
class Parameters
{
public:
    /// Index of a declared parameter.
    using Id = std::size_t;

    /// \param type float32, but for gradient checks
    explicit Parameters(at::Generator generator, at::ScalarType type = at::kFloat)
        : m_generator(std::move(generator))
        , m_type(type)
    {
    }

    /// Linear weights `[..., fanIn, fanOut]`, Xavier-normal over the last two dimensions (Glorot & Bengio
    /// 2010).
    Id xavier(const std::string& name, at::IntArrayRef shape);
    Id normal(const std::string& name, at::IntArrayRef shape, double standardDeviation);
    Id uniform(const std::string& name, at::IntArrayRef shape, double bound);
    Id constant(const std::string& name, at::IntArrayRef shape, double value);
    /// One that begins with the numbers of a tensor, which stays as it is.
    Id given(const std::string& name, const at::Tensor& initial);

    /// Says that backward writes this parameter's gradient whole, once a step, instead of adding to it: it
    /// needs no zeroing and no second pass over memory. Before finish().
    void markOverwritten(Id id) { m_overwritten[id] = true; }

    /// Multiplies the learning rate of this parameter, e.g. of an encoder that has learnt elsewhere (a
    /// parameter group of torch.optim). Before finish().
    void setRate(Id id, double factor) { m_rates[id] = factor; }

    /// Says that this parameter is fitted in a stage of its own, which comes before the rest of each epoch
    /// and has losses of its own (ExtraLoss::first). Before finish().
    void setFirstStage(Id id) { m_first[id] = true; }

    /// Refuses models of more numbers from then on, before memory is taken for them. \throws btw::Error from
    /// whatever declares too many.
    void limit(std::int64_t count) { m_most = count; }

    void finish(const at::Device& device);
    /// Zeroes what backward adds to.
    void zeroGradients()
    {
        m_added.zero_();
        m_squares.zero_();
    }
    /// `[1]`, double: backward adds the squares of the gradients that it writes whole.
    const at::Tensor& overwrittenSquares() const { return m_squares; }
    /// Gradients from here on are the overwritten ones.
    std::int64_t overwrittenFrom() const { return m_added.numel(); }

    /// Values `[from, to)` of the block that are stepped alike.
    struct RateGroup
    {
        std::int64_t from = 0;
        std::int64_t to = 0;
        double factor = 1; ///< of the learning rate
        bool first = false; ///< fitted in the first stage of an epoch, and not in the other
    };
    /// All of the block in order, as few groups as there can be. After finish().
    const std::vector<RateGroup>& rateGroups() const { return m_rateGroups; }

    const at::Tensor& operator[](Id id) const { return m_views[id]; }
    const std::vector<std::string>& names() const { return m_names; }
    std::int64_t count() const { return m_values.numel(); }
    at::Tensor& values() { return m_values; } ///< `[count]`
    at::Tensor& gradients() { return m_gradients; } ///< `[count]`
    const at::Tensor& gradient(Id id) const { return m_views[id].grad(); }

private:
    Id add(const std::string& name, at::Tensor initial);

    void expect(at::IntArrayRef shape);

    at::Generator m_generator;
    at::ScalarType m_type;
    std::int64_t m_most = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_declared = 0;
    std::vector<std::string> m_names;
    std::vector<at::Tensor> m_initial; ///< emptied by finish()
    std::vector<bool> m_overwritten;
    std::vector<double> m_rates;
    std::vector<bool> m_first;
    std::vector<RateGroup> m_rateGroups;
    std::vector<at::Tensor> m_views;
    at::Tensor m_values;
    at::Tensor m_gradients;
    at::Tensor m_squares;
    at::Tensor m_added; ///< the front of m_gradients: all but the overwritten ones
};

} // namespace btw::model
