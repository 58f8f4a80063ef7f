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

protected:
    void rebuild(const jobs::RunDigest& digest) override;
    void rebuildWithoutRun() override;
    QString cellWords(qsizetype row, qsizetype column) const override;
};

/// "routing": which experts each modality is sent to.
FigureInfo routingFigure();

} // namespace btw::charts
