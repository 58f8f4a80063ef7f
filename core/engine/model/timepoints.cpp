// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/timepoints.h"

#include "engine/model/timeshares.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace btw::model {

namespace {

/// Scores, or means, that are in memory at once. Instances are taken longest first, so that each piece is as
/// long as its own longest one only.
constexpr std::int64_t kNumbers = std::int64_t { 1 } << 19;

} // namespace

TimePoints::TimePoints(std::int64_t dims, std::int64_t width, const training::ExperimentSpec& spec,
    const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_points(spec.timePoints)
    , m_heads(spec.timeHeads)
    // A period of the fastest is about the distance of two reference points.
    , m_frequency(parameters.uniform(
          name + ".time.frequency", { spec.timeWidth }, 4.0 * static_cast<double>(spec.timePoints)))
    , m_phase(parameters.uniform(name + ".time.phase", { spec.timeWidth }, 3.14159265358979323846))
    , m_query(parameters.xavier(name + ".time.query", { spec.timeWidth, spec.timeWidth }))
    , m_queryBias(parameters.constant(name + ".time.query_bias", { spec.timeWidth }, 0.0))
    , m_key(parameters.xavier(name + ".time.key", { spec.timeWidth, spec.timeWidth }))
    , m_out(parameters.xavier(name + ".time.out", { 2 * spec.timeHeads * dims, width }))
    , m_outBias(parameters.constant(name + ".time.out_bias", { width }, 0.0))
{
}

at::Tensor TimePoints::timeEmbedding(const at::Tensor& times) const
{
    const auto angles = times.unsqueeze(-1) * m_parameters[m_frequency] + m_parameters[m_phase];
    return at::cat({ angles.narrow(-1, 0, 1), at::sin(angles.narrow(-1, 1, angles.size(-1) - 1)) }, -1);
}

at::Tensor TimePoints::atPoints(const at::Tensor& values, const at::Tensor& observed, const at::Tensor& times,
    const at::Tensor& lengths) const
{
    const auto count = values.size(0);
    const auto steps = values.size(1);
    const auto dims = values.size(2);
    const auto size = m_parameters[m_key].size(0) / m_heads; // of a head
    const auto points = m_points == 1 ? at::full({ 1 }, 0.5, times.options())
                                      : at::linspace(0.0, 1.0, m_points, times.options());
    const auto query = (at::addmm(m_parameters[m_queryBias], timeEmbedding(points), m_parameters[m_query])
        * (1.0 / std::sqrt(static_cast<double>(size))))
                           .view({ m_points, m_heads, size })
                           .transpose(0, 1); // [H, R, E/H]
    const auto key = at::matmul(timeEmbedding(times), m_parameters[m_key])
                         .view({ count, steps, m_heads, size })
                         .permute({ 0, 2, 3, 1 }); // [P, H, E/H, T]
    const auto shares = timeShares(at::matmul(query, key), lengths) // [P, H, R, T]
                            .view({ count, m_heads * m_points, steps });
    const auto sums = at::bmm(shares, at::cat({ values * observed, observed }, 2)); // [P, H R, 2 D]
    const auto known = sums.narrow(2, dims, dims);
    const auto any = (known > 0).to(values.scalar_type());
    const auto means = sums.narrow(2, 0, dims) / (known + (1.0 - any));
    return at::cat({ means * any, any }, 2)
        .view({ count, m_heads, m_points, 2 * dims })
        .transpose(1, 2)
        .reshape({ count, m_points, m_heads * 2 * dims });
}

at::Tensor TimePoints::forward(const at::Tensor& values, const ModalityInput& input) const
{
    const Autocast inFull(values.device().type(), at::kFloat);
    const auto present = input.order.size(0);
    const auto dims = values.size(1);
    const auto [padded, lengths]
        = at::_pad_packed_sequence(at::cat({ values, input.observed, input.times.unsqueeze(1) }, 1),
            input.batchSizes, /*batch_first=*/true, 0.0, input.batchSizes.numel());
    const auto* const length = lengths.data_ptr<std::int64_t>();
    std::vector<at::Tensor> pieces;
    for (std::int64_t from = 0; from < present;) {
        const auto longest = length[from];
        const auto count = std::clamp(kNumbers / (std::max(longest, 2 * dims) * m_heads * m_points),
            std::int64_t { 1 }, present - from);
        const auto piece = padded.narrow(0, from, count).narrow(1, 0, longest);
        const auto there = atPoints(piece.narrow(2, 0, dims), piece.narrow(2, dims, dims),
            piece.select(2, 2 * dims), lengths.narrow(0, from, count));
        pieces.push_back(at::matmul(there, m_parameters[m_out]) + m_parameters[m_outBias]);
        from += count;
    }
    return at::cat(pieces);
}

} // namespace btw::model
