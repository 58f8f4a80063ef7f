// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/heatchart.h"

namespace btw::charts {

/// Share of each modality's tokens that were routed to each expert, validation rows, mean over the layers.
class RoutingChart : public HeatChart
{
    Q_OBJECT

public:
    using HeatChart::HeatChart;
    QString kind() const override { return QStringLiteral("routing"); }

    /// \param routing `[layers, M, experts]` of an epoch's report, with M the digest's modalities;
    ///        \throws btw::Error where its size does not fit.
    void setRouting(const std::vector<float>& routing, std::int64_t experts);

protected:
    void rebuild(const jobs::RunDigest& digest) override;
    void rebuildWithoutRun() override;
    QString cellWords(qsizetype row, qsizetype column) const override;

private:
    std::vector<float> m_routing;
    std::int64_t m_experts = 0;
};

} // namespace btw::charts
