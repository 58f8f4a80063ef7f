// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/forestchart.h"

namespace btw::charts {

/// What one modality adds within groups of people, a row a group.
class ForWhomChart : public ForestChart
{
    Q_OBJECT

public:
    using ForestChart::ForestChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
};

/// "for-whom": for whom a modality helps. The picture of the result's table of groups, which are compared
/// when somebody asks for them: it stands in no registry, since its numbers are in no store.
FigureInfo forWhomFigure();

} // namespace btw::charts
