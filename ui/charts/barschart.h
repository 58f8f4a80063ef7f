// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

#include <vector>

namespace btw::charts {

/// A bar a model from zero, with its standard deviation over seeds: the paper's Figure 1.
class BarsChart : public Chart
{
    Q_OBJECT

public:
    using Chart::Chart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
    void paintOver(QPainter& painter) override;
    QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor) override;
    std::optional<QPointF> stepFrom(const QPointF& pixel, int steps) override;
    bool canZoom() const override { return false; }
    QString summary() const override;

private:
    struct Bar
    {
        QString name;
        QString number; ///< above it
        double value = 0;
        double spread = 0; ///< NaN: not known
        bool isReference = false;
    };
    QString words(const Bar& bar) const;

    std::vector<Bar> m_bars;
    QString m_metric;
};

/// "bars": models as bars.
FigureInfo barsFigure();

} // namespace btw::charts
