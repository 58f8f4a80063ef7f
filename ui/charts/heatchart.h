// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace btw::charts {

/// A matrix of shares in the accent's tints. Derived classes say what rows, columns and cells are.
class HeatChart : public Chart
{
    Q_OBJECT

public:
    using Chart::Chart;

protected:
    struct Cell
    {
        double share = 0; ///< 0..1, how deep the tint is
        QString text; ///< in the cell
        QString second; ///< below it, where there is room
        bool frame = false; ///< outlined, e.g. the diagonal
    };

    void setCells(const QStringList& rows, const QStringList& columns, std::vector<Cell> cells,
        const QString& rowTitle, const QString& columnTitle);
    void clearCells();
    const Cell& cell(qsizetype row, qsizetype column) const;
    const QStringList& rows() const { return m_rows; }
    const QStringList& columns() const { return m_columns; }
    /// Hover row of a cell.
    virtual QString cellWords(qsizetype row, qsizetype column) const = 0;

    double leftMargin() const override;
    double topMargin() const override { return 6; }
    void prepare() override;
    double leastPlotHeight() const override;
    void paintUnder(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor) override;
    void paintHover(QPainter& painter, const QPointF& anchor) override;
    std::optional<QPointF> stepFrom(const QPointF& pixel, int steps) override;
    std::optional<QPointF> stepDownFrom(const QPointF& pixel, int steps) override;
    /// How many of the selected people are in a cell: it is framed.
    virtual qsizetype selectedIn(qsizetype row, qsizetype column) const;
    /// Row and column of a place; none outside.
    std::optional<std::pair<qsizetype, qsizetype>> cellAt(const QPointF& pixel) const;
    QRectF cellRect(qsizetype row, qsizetype column) const;
    bool canZoom() const override { return false; }
    QString summary() const override;

private:
    double titleWidth() const { return ink().tickPx + 11; }

    QStringList m_rows, m_columns;
    RowNames m_rowNames; ///< as they have room
    std::vector<Cell> m_cells;
};

} // namespace btw::charts
