// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/encodedrows.h"

namespace btw::model {

at::Tensor EncodedRows::of(
    const std::string& file, const at::Tensor& rows, const std::function<at::Tensor(std::int64_t p)>& encoded)
{
    // Predicting runs under it: others could not write into what was made there.
    const c10::InferenceMode off(false);
    const at::NoGradGuard noGradient;
    auto& kept = m_files[file];
    kept.known.resize(m_rows, false);
    const auto* const places = rows.data_ptr<std::int64_t>();
    for (std::int64_t p = 0; p < rows.numel(); ++p) {
        const auto row = static_cast<std::size_t>(places[p]);
        if (kept.known[row])
            continue;
        const auto one = encoded(p);
        if (!kept.values.defined())
            kept.values = at::zeros({ static_cast<std::int64_t>(m_rows), one.size(1) }, one.options());
        kept.values[places[p]].copy_(one[0]);
        kept.known[row] = true;
    }
    return kept.values.index_select(0, rows.to(kept.values.device()));
}

std::vector<at::Tensor> EncodedRows::stepsOf(
    const std::string& file, const at::Tensor& rows, const std::function<at::Tensor(std::int64_t p)>& encoded)
{
    const c10::InferenceMode off(false);
    const at::NoGradGuard noGradient;
    auto& kept = m_steps[file];
    kept.resize(m_rows);
    std::vector<at::Tensor> all;
    const auto* const places = rows.data_ptr<std::int64_t>();
    for (std::int64_t p = 0; p < rows.numel(); ++p) {
        auto& row = kept[static_cast<std::size_t>(places[p])];
        if (!row.defined())
            row = encoded(p)[0].clone(); // which may be a part of a whole batch
        all.push_back(row);
    }
    return all;
}

} // namespace btw::model
