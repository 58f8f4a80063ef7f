// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/paintedfigure.h"
#include "ui/charts/ticks.h"

#include <QPointF>

namespace btw::charts {

/// A line of a CurveFigure.
struct CurveLine
{
    enum class Role { Leading, Other, Quiet }; ///< accent; a modality's colour or the text's; grey
    QString name {}; ///< in the legend; empty: not named
    Role role = Role::Leading;
    int modality = -1; ///< Role::Other: by whose colour it is drawn
    bool isDashed = false;
    bool isThin = false;
    std::vector<QPointF> points {};
    std::vector<std::pair<double, double>> band {}; ///< one a point, or empty
};

/// A dot with its interval.
struct CurveDot
{
    QPointF at;
    double low = 0; ///< NaN: no interval
    double high = 0;
    QString tip {};
};

/// Lines and dots over two axes.
class CurveFigure : public PaintedFigure
{
    Q_OBJECT

public:
    struct Axes
    {
        QString x, y; ///< titles
        Range xRange, yRange;
        QString note; ///< below, one line
    };

    explicit CurveFigure(QWidget* parent = nullptr);

    /// \param tips of places along the x axis, for the mouse and the keys
    void setCurves(const std::vector<CurveLine>& lines, const std::vector<CurveDot>& dots, const Axes& axes,
        const std::vector<std::pair<double, QString>>& tips = {});
    const std::vector<CurveLine>& lines() const { return m_lines; }
    const std::vector<CurveDot>& dots() const { return m_dots; }

    void paintFigure(QPainter& painter, const QSizeF& size, const widgets::Theme& theme) const override;
    std::vector<FigureSpot> spots(const QSizeF& size) const override;
    double heightFor(double width) const override;
    QSize sizeHint() const override { return { 300, 250 }; }
    QSize minimumSizeHint() const override { return { 200, 220 }; }

private:
    QRectF plotOf(const QSizeF& size) const;
    QPointF toPixel(const QPointF& value, const QRectF& plot) const;
    double legendHeight(double width) const;
    void paintAxes(
        QPainter& painter, const QRectF& plot, const QSizeF& size, const widgets::Theme& theme) const;
    void paintLegend(QPainter& painter, const QRectF& plot, const widgets::Theme& theme) const;
    void paintLines(QPainter& painter, const QRectF& plot, const widgets::Theme& theme) const;

    std::vector<CurveLine> m_lines;
    std::vector<CurveDot> m_dots;
    std::vector<std::pair<double, QString>> m_tips;
    Axes m_axes;
};

} // namespace btw::charts
