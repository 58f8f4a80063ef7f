// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/linechart.h"

namespace btw::charts {

/// Density of the labels of all instances, of corrections and of mistakes against the baseline, each scaled
/// by its share of all (regression).
class DensityChart : public LineChart
{
    Q_OBJECT

public:
    using LineChart::LineChart;

protected:
    void rebuild(const jobs::RunDigest& digest) override;
    void rebuildWithoutRun() override;
    QString hoverTitle(double x) const override;

private:
    QString m_label; ///< what the x axis shows
};

/// "density": where on the label's scale corrections and mistakes lie.
FigureInfo densityFigure();

} // namespace btw::charts
