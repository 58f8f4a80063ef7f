// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

#include <array>
#include <limits>
#include <utility>
#include <vector>

namespace btw::charts {

/// Estimates with their intervals, a row each: names at the left, then the plot, and beside it what else is
/// known of a row, as far as there is room. Derived classes fill m_rows, m_heads and m_x.
class ForestChart : public Chart
{
    Q_OBJECT

public:
    using Chart::Chart;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 220, sizeHint().height() }; }
    /// Parts of the figure: the figures left of the plot, and the bars right of it.
    static QString leftPart() { return QStringLiteral("left"); }
    static QString sharePart() { return QStringLiteral("share"); }
    bool shows(const QString& part) const override { return m_widths[part == leftPart() ? Left : Share] > 0; }

protected:
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

    struct Row
    {
        QString name;
        QColor nameColour; ///< invalid: the text's
        bool isStrong = false;
        QString left {}; ///< a figure between name and plot
        QString value {}; ///< in numbers, right of the plot
        double at = kNone, low = kNone, high = kNone;
        std::optional<std::pair<double, double>> band {}; ///< in grey, behind
        QColor colour {};
        bool hollow = false; ///< the mark of what is there to compare with only
        double share = kNone; ///< 0 to 1: a bar right of the plot
        QString shareText {};
        QString verdict {}; ///< in words, at the right
        bool isVerdictQuiet = false;
        QString words {}; ///< on hover, and for a screen reader; a sentence a line
    };
    /// What stands over the columns; may be empty.
    struct Heads
    {
        QString left, plot, share, verdict;
    };
    void clearRows();
    /// The x axis holds every row's interval and band, and `also`.
    void setRange(const std::vector<double>& also, const QString& title);
    double leftMargin() const override;
    double rightMargin(double available) override;
    double topMargin() const override;
    void prepare() override;
    double leastPlotHeight() const override;
    void paintUnder(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    QList<HoverRow> hoverAt(const QPointF& pixel, QPointF& anchor) override;
    void paintHover(QPainter& painter, const QPointF& anchor) override;
    std::optional<QPointF> stepFrom(const QPointF& pixel, int steps) override;
    std::optional<QPointF> stepDownFrom(const QPointF& pixel, int steps) override
    {
        return stepFrom(pixel, steps);
    }
    bool canZoom() const override { return false; }
    QString summary() const override;

    std::vector<Row> m_rows;
    Heads m_heads;
    std::optional<double> m_mark; ///< where a line stands for "no difference"

private:
    enum Column { Left, Share, Value, Verdict };
    static constexpr std::size_t kColumns = 4;
    static constexpr double kGap = 8;
    static constexpr double kBarInLetters = 4.4; ///< a share's bar

    /// "0.79" of "0.79 (0.76 to 0.82)".
    static QString estimateOf(const QString& value) { return value.section(QStringLiteral(" ("), 0, 0); }
    QFont strongFont() const;
    double centre(std::size_t row) const;
    double rowHeight() const;
    double textWidthOf(Column column) const; ///< its widest text; 0 where nobody has one
    bool hasHeads() const;
    void measure(); ///< which columns have room, and how wide they are
    void paintHeads(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintRow(QPainter& painter, std::size_t row) const;
    double columnLeft(Column column) const; ///< of those right of the plot

    RowNames m_names; ///< as they have room
    double m_nameWidth = 0;
    std::array<double, kColumns> m_widths {}; ///< 0: is not shown
};

} // namespace btw::charts
