// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QRectF>
#include <QString>
#include <QWidget>

#include <vector>

namespace btw::charts {

/// A part of a figure that says more: by the mouse over it, or by the arrow keys one after the other.
struct FigureSpot
{
    QRectF place;
    QString tip;
};

/// A figure of a result: painted by one function on the screen, into a picture and on paper.
class PaintedFigure : public QWidget
{
    Q_OBJECT

public:
    explicit PaintedFigure(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    const widgets::Theme& theme() const { return m_theme; }
    /// \param size in device independent pixels; the painter's origin is its corner
    virtual void paintFigure(QPainter& painter, const QSizeF& size, const widgets::Theme& theme) const = 0;
    /// In reading order.
    virtual std::vector<FigureSpot> spots(const QSizeF& size) const = 0;
    /// Height that it wants when it is that wide.
    virtual double heightFor(double width) const = 0;

    /// What the numbers are of, below every picture of it; empty: nothing.
    void setProvenance(const QString& provenance) { m_provenance = provenance; }
    /// A picture on white, as large as on the screen, with the provenance below: .svg as lines and letters,
    /// else as points, at twice the size. \returns a sentence where it could not be written, else nothing
    QString save(const QString& path) const;
    QImage picture() const;
    QString shownTip() const { return m_tip; } ///< of the spot that the keyboard is at, empty: none

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void figureChanged(); ///< by those that inherit, when there is something else to paint

private:
    QRectF noteRect() const; ///< of the provenance, below the figure; empty: none
    QSize pictureSize() const;
    void paintPicture(QPainter& painter) const;

    widgets::Theme m_theme = widgets::Theme::light();
    int m_at = -1; ///< spot of the keyboard
    QString m_tip;
    QString m_provenance;
};

} // namespace btw::charts
