// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/legend.h"

#include <QBarSeries>
#include <QBarSet>

#include <array>
#include <vector>

namespace btw::charts {

/// Per class: all instances, corrections and mistakes against the baseline (classification; the paper's
/// Figure 5).
class ClassBarsChart : public Chart
{
    Q_OBJECT

public:
    explicit ClassBarsChart(const FigureInfo& figure, QWidget* parent = nullptr);

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
    bool canZoom() const override { return false; }
    QString summary() const override;

private:
    static constexpr std::size_t kSets = 3;
    /// Where each bar's number stands; nothing where one would run into another or into a bar.
    std::vector<QRectF> numberRects() const;
    QRectF barRect(std::size_t set, std::size_t index) const;

    QBarSeries* m_series; ///< owned by the chart, like its sets
    std::array<QBarSet*, kSets> m_sets;
    std::array<std::vector<double>, kSets> m_values;
    std::array<QColor, kSets> m_colours, m_texts;
    std::array<LegendEntry, kSets> m_entries;
    Legend m_legend;
    std::array<double, kSets> m_totals {};
};

/// "classes": corrections and mistakes class by class.
FigureInfo classesFigure();

} // namespace btw::charts
