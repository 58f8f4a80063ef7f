// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/forestchart.h"

namespace btw::charts {

/// The figure of each modality by itself.
class AloneChart : public ForestChart
{
    Q_OBJECT

public:
    using ForestChart::ForestChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
};

/// "alone": each modality alone.
FigureInfo aloneFigure();

} // namespace btw::charts
