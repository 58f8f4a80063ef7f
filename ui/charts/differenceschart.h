// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/forestchart.h"

namespace btw::charts {

/// Every model of a study less the baseline, with intervals: a forest plot.
class DifferencesChart : public ForestChart
{
    Q_OBJECT

public:
    using ForestChart::ForestChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
};

/// "differences": every model less the baseline.
FigureInfo differencesFigure();

} // namespace btw::charts
