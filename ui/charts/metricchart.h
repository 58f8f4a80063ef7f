// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/linechart.h"

namespace btw::charts {

/// The validation metric over the epochs: this run solid, its baseline dashed grey, a ring at the best epoch.
class MetricChart : public LineChart
{
    Q_OBJECT

public:
    using LineChart::LineChart;

protected:
    void rebuild(const jobs::RunDigest& digest) override;
    void rebuildWithoutRun() override;
    QString hoverTitle(double x) const override;
};

/// "metric": the validation metric over the epochs.
FigureInfo metricFigure();

} // namespace btw::charts
