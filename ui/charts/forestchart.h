// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

#include <utility>
#include <vector>

namespace btw::charts {

/// Estimates with their intervals, a row each: names at the left, numbers at the right where there is room.
/// Derived classes fill m_rows and m_x.
class ForestChart : public Chart
{
    Q_OBJECT

public:
    using Chart::Chart;

protected:
    struct Row
    {
        QString name;
        QString value; ///< in numbers, at the right
        double at = 0, low = 0, high = 0;
        std::optional<std::pair<double, double>> band; ///< in grey, behind
        QColor colour;
        bool hollow = false; ///< the mark of what is there to compare with only
        QString words; ///< on hover, and for a screen reader
    };
    /// The x axis holds every row's interval and band, and `also`.
    void setRange(const std::vector<double>& also, const QString& title);

    double leftMargin() const override;
    double rightMargin(double available) override;
    double topMargin() const override { return 6; }
    void prepare() override;
    double leastPlotHeight() const override;
    void paintUnder(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor) override;
    void paintHover(QPainter& painter, const QPointF& anchor) override;
    std::optional<QPointF> stepFrom(const QPointF& pixel, int steps) override;
    bool canZoom() const override { return false; }
    QString summary() const override;

    std::vector<Row> m_rows;
    std::optional<double> m_mark; ///< where a line stands for "no difference"

private:
    double centre(std::size_t row) const;
    double valueWidth() const; ///< 0 where the numbers have no room

    QStringList m_names; ///< as they have room
};

} // namespace btw::charts
