// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace btw::charts {

class Chart;

/// A card around a chart: title, caption, a button for the chart's menu, the chart.
class ChartCard : public QFrame
{
    Q_OBJECT

public:
    /// Takes the chart as its child.
    explicit ChartCard(Chart* chart, QWidget* parent = nullptr);
    Chart* chart() const { return m_chart; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showWords();

    Chart* m_chart;
    QLabel* m_title;
    QLabel* m_caption;
    QToolButton* m_reset; ///< of a zoom; hidden without one
    QToolButton* m_more;
};

} // namespace btw::charts
