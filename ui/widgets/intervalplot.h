// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace btw::widgets {

/// One figure with its interval.
struct IntervalRow
{
    QString name;
    double value = 0;
    double low = 0; ///< NaN: no interval is drawn
    double high = 0;
    QString rows; ///< e.g. "120", how much data stands behind it
    QString comparison; ///< e.g. "no clear difference"
    QColor colour;
    bool isReference = false; ///< the row that the others are compared with
};

/// A table of figures with their intervals, drawn as dots and whiskers on one shared scale.
class IntervalPlot : public QWidget
{
    Q_OBJECT

public:
    explicit IntervalPlot(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// `valueTitle` heads the figures, e.g. "MAE".
    void setRows(const std::vector<IntervalRow>& rows, const QString& valueTitle);
    const std::vector<IntervalRow>& rows() const { return m_rows; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Columns
    {
        double name, plot, value, interval, rows, comparison, right;
    };
    Columns columns() const;
    void measure();
    void paintHead(QPainter& painter, const Columns& at) const;
    void paintRow(
        QPainter& painter, const Columns& at, const IntervalRow& row, const QString& name, double top) const;
    double xOf(double value, const Columns& at) const;

    Theme m_theme;
    std::vector<IntervalRow> m_rows;
    QString m_valueTitle;
    double m_from = 0;
    double m_to = 1;
    /// Of the columns' texts; measured once, since every digit's width counts.
    struct Widths
    {
        double name = 0, value = 0, interval = 0, rows = 0, comparison = 0;
    };
    Widths m_widths;
};

} // namespace btw::widgets
