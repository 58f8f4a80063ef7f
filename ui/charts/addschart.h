// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/forestchart.h"
#include "ui/models/intervalcolumn.h"

namespace btw::charts {

/// What each modality adds: the model's figure with it less that without it, with the band of its placebo.
class AddsChart : public ForestChart
{
    Q_OBJECT

public:
    using ForestChart::ForestChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;

private:
    /// A row below that of everybody: those who have the modality. \param value in numbers
    void addAmong(const analysis::Among& among, const models::Interval& interval, const QString& value);
};

/// "adds": what each modality adds.
FigureInfo addsFigure();

} // namespace btw::charts
