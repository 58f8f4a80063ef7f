// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/paintedfigure.h"

#include <limits>

namespace btw::charts {

/// A row of an IntervalFigure. What is NaN or empty is not there.
struct IntervalMark
{
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

    QString name;
    int modality = -1; ///< by whose colour it is drawn; negative: see isLeading
    bool isLeading = false; ///< in the accent's colour, written strong; else grey
    QString left {}; ///< figure between the name and the plot
    double value = kNone;
    double low = kNone;
    double high = kNone;
    double bandLow = kNone; ///< grey band behind it, e.g. a placebo's interval
    double bandHigh = kNone;
    double share = kNone; ///< 0 to 1: a bar right of the plot
    QString shareText {};
    QString right {};
    bool isRightQuiet = false;
    QString tip {};
};

/// Rows of figures with their intervals on one scale: dots and whiskers between words.
class IntervalFigure : public PaintedFigure
{
    Q_OBJECT

public:
    struct Titles
    {
        QString left, plot, share, right; ///< heads of the columns
        QString axis; ///< below the numbers
        bool isDifference = false; ///< the axis has signs and a line at 0
        int rowHeight = 32;
    };

    explicit IntervalFigure(QWidget* parent = nullptr);

    void setMarks(const std::vector<IntervalMark>& marks, const Titles& titles);
    const std::vector<IntervalMark>& marks() const { return m_marks; }

    void paintFigure(QPainter& painter, const QSizeF& size, const widgets::Theme& theme) const override;
    std::vector<FigureSpot> spots(const QSizeF& size) const override;
    double heightFor(double width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    struct Columns
    {
        double leftEnd, plotBegin, plotEnd, shareBegin, rightBegin, rightEnd, nameRoom;
    };
    Columns columns(double width) const;
    double xOf(double value, const Columns& at) const;
    void paintScale(QPainter& painter, const Columns& at, double bottom, const widgets::Theme& theme) const;
    void paintMark(QPainter& painter, const Columns& at, const IntervalMark& mark, const QString& name,
        double top, const widgets::Theme& theme) const;

    std::vector<IntervalMark> m_marks;
    Titles m_titles;
    double m_from = 0;
    double m_to = 1;
    double m_nameWidth = 0, m_leftWidth = 0, m_shareWidth = 0, m_rightWidth = 0;
};

} // namespace btw::charts
