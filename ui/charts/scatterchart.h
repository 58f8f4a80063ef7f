// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/legend.h"

#include <vector>

namespace btw::charts {

class PointsItem;

/// Label of each instance against how much nearer to it the weighted model came than the baseline
/// (regression): corrections above zero as circles, mistakes below as diamonds.
class ScatterChart : public Chart
{
    Q_OBJECT

public:
    explicit ScatterChart(const FigureInfo& figure, QWidget* parent = nullptr);

protected:
    void rebuild(const jobs::RunDigest& digest) override;
    void rebuildWithoutRun() override;
    double topMargin() const override;
    void prepare() override;
    void place() override;
    void paintOver(QPainter& painter) override;
    QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor) override;
    void paintHover(QPainter& painter, const QPointF& anchor) override;
    std::optional<QPointF> stepFrom(const QPointF& pixel, int steps) override;
    bool clicked(const QPointF& pixel) override;
    QString summary() const override;

private:
    QString m_label; ///< what the x axis shows
    struct Side
    {
        QString key;
        QString label;
        std::vector<QPointF> points; ///< in data units
        QRectF labelRect;
    };
    const QPointF* nearest(const QPointF& pixel, double within) const;

    PointsItem* m_points; ///< owned by the scene
    Side m_corrections;
    Side m_mistakes;
    Legend m_legend; ///< above the plot, where this is too narrow for the labels
    qsizetype m_unchanged = 0;
};

/// "scatter": corrections and mistakes instance by instance.
FigureInfo scatterFigure();

} // namespace btw::charts
