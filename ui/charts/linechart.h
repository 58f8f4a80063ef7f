// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/legend.h"

#include <QAreaSeries>
#include <QLineSeries>

#include <vector>

namespace btw::charts {

/// One line of a figure, with an optional band around it or fill under it.
struct Line
{
    QString key; ///< stable name, for switching it on and off
    QString name;
    QString value; ///< shown behind the name in its label
    QColor colour;
    QColor text; ///< the colour's text twin
    Qt::PenStyle dash = Qt::SolidLine;
    double width = 1; ///< times the ink's line width
    QList<QPointF> points; ///< finite, ascending in x
    QList<QPointF> low, high; ///< the band, or empty
    bool fill = false; ///< down to zero
    bool endDot = false;
};

/// A marked point of a line.
struct Ring
{
    QPointF at;
    QColor colour;
};

/// A chart of lines: derived classes turn a digest into `m_lines`. Labels stand at the lines' ends, moved
/// apart, or beside curves that meet at their ends; a legend only where there is no room for that.
class LineChart : public Chart
{
    Q_OBJECT

public:
    using Chart::Chart;

protected:
    enum class Labels { AtEnd, BesideCurve };

    double rightMargin(double available) override;
    double topMargin() const override;
    void prepare() override;
    void place() override;
    void paintOver(QPainter& painter) override;
    QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor) override;
    void paintHover(QPainter& painter, const QPointF& anchor) override;
    std::optional<QPointF> stepFrom(const QPointF& pixel, int steps) override;
    bool clicked(const QPointF& pixel) override;
    QString summary() const override;
    /// First row of the hover box at this x.
    virtual QString hoverTitle(double x) const = 0;
    /// Value of a polyline at x; NaN outside of it.
    static double valueAt(const QList<QPointF>& points, double x);
    virtual QString hoverValue(const Line& line, double y, double low, double high) const;

    std::vector<Line> m_lines;
    std::vector<Ring> m_rings;
    Labels m_labels = Labels::AtEnd;
    int m_hoverDecimals = 2;

private:
    static constexpr double kSwatch = 14; ///< before a legend's entry
    struct Layer
    {
        QLineSeries* line; ///< all owned by the chart
        QLineSeries* low;
        QLineSeries* high;
        QAreaSeries* area;
    };
    Layer addLayer();
    void addLayers(); ///< as many as there are lines
    QString labelText(const Line& line) const;
    double widestLabel() const;
    double labelHeight() const;
    bool hasLegend() const { return !m_legend.rects.empty(); }
    bool needsLegend() const;
    void placeLabels();
    void placeEndLabels();
    bool crossesOther(std::size_t own, const QRectF& rect) const;
    QString anchoredX(const QPointF& pixel, double& x) const;

    std::vector<Layer> m_layers;
    std::vector<QRectF> m_labelRects; ///< one a line; null where it has none
    std::vector<QRectF> m_before;
    Legend m_legend; ///< empty where the labels stand beside their lines
    bool m_hadNoPlace = false; ///< a curve's label found none on this canvas
    QSizeF m_placedOn; ///< the canvas that m_labelRects are for
};

} // namespace btw::charts
