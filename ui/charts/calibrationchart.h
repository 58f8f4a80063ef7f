// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/linechart.h"

namespace btw::charts {

/// How often it happened to whom a model gave which probability: the smooth curve of each class, the diagonal
/// of a model that can be taken at its word, and of two classes the tenths of rows with their intervals.
class CalibrationChart : public LineChart
{
    Q_OBJECT

public:
    using LineChart::LineChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
    void paintOver(QPainter& painter) override;
    QString hoverTitle(double x) const override;

private:
    struct Whisker
    {
        double at = 0, low = 0, high = 0;
    };
    std::vector<Whisker> m_whiskers; ///< of the tenths
};

/// "calibration": observed shares over predicted probabilities.
FigureInfo calibrationFigure();

} // namespace btw::charts
