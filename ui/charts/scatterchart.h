// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/legend.h"

#include <functional>
#include <optional>
#include <string>
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

    bool hasPeople() const override;

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
    std::vector<std::string> peopleAt(const QPointF& pixel) const override;
    std::vector<std::string> peopleIn(const QRectF& pixels) const override;
    std::vector<std::string> allPeople() const override;
    QString summary() const override;

private:
    QString m_label; ///< what the x axis shows
    struct Side
    {
        QString key;
        QString label;
        std::vector<QPointF> points; ///< in data units
        std::vector<std::size_t> rows; ///< of the digest's errors, one a point
        QRectF labelRect;
    };
    struct Hit
    {
        QPointF at; ///< in data units
        std::size_t row = 0;
    };
    std::optional<Hit> nearest(const QPointF& pixel, double within) const;
    /// Calls with each point that is shown, in pixels, and its row.
    void visitPoints(const std::function<void(const QPointF&, std::size_t)>& visit) const;
    void clearSides();
    qsizetype selectedHere() const;
    QString idOf(std::size_t row) const; ///< empty where it is not known

    PointsItem* m_points; ///< owned by the scene
    Side m_corrections;
    Side m_mistakes;
    Legend m_legend; ///< above the plot
    qsizetype m_unchanged = 0;
};

/// "scatter": corrections and mistakes instance by instance.
FigureInfo scatterFigure();

} // namespace btw::charts
