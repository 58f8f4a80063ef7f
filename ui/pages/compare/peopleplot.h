// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QPixmap>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace btw::pages {

/// A scatter's figure: points in data units, where they lie in a rectangle, what lies at a place, and how it
/// is drawn. No widget: what is hit is asked of these values alone.
class PeoplePlot
{
public:
    struct Point
    {
        double x = 0;
        double y = 0; ///< change of loss, up is better
    };

    void setPoints(std::vector<Point> points, const QString& xTitle, const QString& yTitle);
    void setSelected(std::vector<bool> selected); ///< one a point
    void setTheme(const widgets::Theme& theme);
    void resize(const QSize& size, double ratio);

    std::size_t size() const { return m_points.size(); }
    const std::vector<Point>& points() const { return m_points; }
    bool isSelected(std::size_t i) const { return m_selected[i]; }
    QPointF pixelOf(std::size_t i) const; ///< where the point is drawn
    QRectF plot() const { return m_plot; }
    /// The nearest point within some pixels of a place.
    std::optional<std::size_t> at(const QPointF& pixel, double within = 10) const;
    std::vector<std::size_t> inside(const QRectF& pixels) const;
    std::vector<std::size_t> inside(const QPolygonF& pixels) const;
    /// The next point to the right (`dx` 1), left (-1), above (`dy` 1) or below (-1); the same at the end.
    std::size_t next(std::size_t from, int dx, int dy) const;

    void paint(QPainter& painter);

private:
    void measure();
    void paintAxes(QPainter& painter) const;
    void paintPoint(QPainter& painter, std::size_t i, bool isStrong) const;
    double radius() const;

    std::vector<Point> m_points;
    std::vector<bool> m_selected;
    bool m_anySelected = false;
    QString m_xTitle, m_yTitle;
    widgets::Theme m_theme = widgets::Theme::light();
    QSize m_size;
    double m_ratio = 1;
    QRectF m_plot;
    double m_left = 0, m_right = 1, m_reach = 1; ///< of x; y goes from -reach to reach
    QPixmap m_ground; ///< axes and points, drawn once for each size and selection
};

} // namespace btw::pages
