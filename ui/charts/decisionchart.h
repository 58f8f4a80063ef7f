// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/linechart.h"

namespace btw::charts {

/// Decision curve (Vickers and Elkin 2006): the net benefit of acting by the model at each threshold,
/// beside what it is compared with, acting on everybody and acting on nobody.
class DecisionChart : public LineChart
{
    Q_OBJECT

public:
    using LineChart::LineChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
    QString hoverTitle(double x) const override;
    QString summary() const override;

private:
    void addLine(const QString& key, const QString& name, const std::vector<analysis::NetBenefit>& curve,
        double analysis::NetBenefit::*value, const QColor& colour, const QColor& text);
    double m_lowest = 0; ///< net benefit that is still drawn
};

/// "decision": net benefit by threshold.
FigureInfo decisionFigure();

} // namespace btw::charts
