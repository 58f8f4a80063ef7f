// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/featurematrix.h"

#include "engine/trees/xgboostcall.h"

#include <algorithm>
#include <limits>

namespace btw::trees {

void FeatureMatrix::Free::operator()(void* handle) const { XGDMatrixFree(handle); }

FeatureMatrix::FeatureMatrix(const FeatureTable& table, const std::vector<std::size_t>& rows,
    const std::vector<double>& labels, int threads)
    : m_rows(rows.size())
{
    const std::size_t columns = table.columns();
    std::vector<float> values(rows.size() * columns);
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::copy_n(table.row(rows[i]), columns, values.data() + i * columns);
    DMatrixHandle handle = nullptr;
    check(XGDMatrixCreateFromMat_omp(
        values.data(), rows.size(), columns, std::numeric_limits<float>::quiet_NaN(), &handle, threads));
    m_handle.reset(handle);
    if (labels.empty())
        return;
    std::vector<float> y(rows.size());
    std::transform(rows.begin(), rows.end(), y.begin(),
        [&](std::size_t row) { return static_cast<float>(labels.at(row)); });
    check(XGDMatrixSetFloatInfo(handle, "label", y.data(), y.size()));
}

} // namespace btw::trees
