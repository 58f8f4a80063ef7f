// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/trees/summaryfeatures.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace btw::trees {

/// Rows of a table with their labels, in XGBoost's own form (its DMatrix). NaN is a missing value.
class FeatureMatrix
{
public:
    /// \param labels of all of the table's rows; empty: none. \throws btw::Error where XGBoost refuses.
    FeatureMatrix(const FeatureTable& table, const std::vector<std::size_t>& rows,
        const std::vector<double>& labels, int threads);

    void* handle() const { return m_handle.get(); }
    std::size_t rows() const { return m_rows; }

private:
    struct Free
    {
        void operator()(void* handle) const;
    };
    std::unique_ptr<void, Free> m_handle;
    std::size_t m_rows = 0;
};

} // namespace btw::trees
