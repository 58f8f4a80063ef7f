// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/linechart.h"

namespace btw::charts {

/// Weights of each modality over the epochs: mean over training rows that have it, with the 10-90% band.
/// Epochs count from 1, where every weight is 1.
class TrajectoryChart : public LineChart
{
    Q_OBJECT

public:
    using LineChart::LineChart;

protected:
    void rebuild(const jobs::RunDigest& digest) override;
    void rebuildWithoutRun() override;
    QString hoverTitle(double x) const override;
};

/// "weights": the trajectories of the modality weights.
FigureInfo weightsFigure();

} // namespace btw::charts
