// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/linechart.h"

namespace btw::charts {

/// How often it happened to whom a model gave which probability: the smooth curve of each class, the diagonal
/// of a model that can be taken at its word, and of two classes the tenths of rows with their intervals.
/// Tenths of fewer than 10 people are not shown.
class CalibrationChart : public LineChart
{
    Q_OBJECT

public:
    using LineChart::LineChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
    void paintUnder(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    QString hoverTitle(double x) const override;
    QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor) override;
    void paintHover(QPainter& painter, const QPointF& anchor) override;
    std::optional<QPointF> stepFrom(const QPointF& pixel, int steps) override;
    QString summary() const override;

private:
    /// Rows whose probabilities lie between two deciles.
    struct Tenth
    {
        QPointF at;
        double low = 0, high = 0; ///< NaN: no interval
        QString words;
    };
    void addTenths(const analysis::CalibrationCurve& curve);
    const Tenth* tenthAt(const QPointF& pixel) const;

    std::vector<Tenth> m_tenths;
    std::vector<QList<QPointF>> m_others; ///< smooth curves of other repeats and seeds
};

/// "calibration": observed shares over predicted probabilities.
FigureInfo calibrationFigure();

} // namespace btw::charts
