// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/paintedfigure.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QImage>
#include <QKeyEvent>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr int kPictureScale = 2;
constexpr double kNoteMargin = 6; // around the provenance
}

PaintedFigure::PaintedFigure(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
}

void PaintedFigure::setTheme(const widgets::Theme& theme)
{
    m_theme = theme;
    update();
}

void PaintedFigure::figureChanged()
{
    m_at = -1;
    m_tip.clear();
    updateGeometry();
    update();
}

void PaintedFigure::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFigure(painter, size(), m_theme);
    if (!hasFocus())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.accent, 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    const auto all = spots(size());
    if (m_at >= 0 && m_at < static_cast<int>(all.size()))
        painter.drawRoundedRect(all[static_cast<std::size_t>(m_at)].place.adjusted(1, 1, -1, -1), 4, 4);
}

bool PaintedFigure::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (const auto& spot : spots(size())) {
        if (!spot.place.contains(help->pos()) || spot.tip.isEmpty())
            continue;
        QToolTip::showText(help->globalPos(), spot.tip.toHtmlEscaped(), this, spot.place.toAlignedRect());
        return true;
    }
    QToolTip::hideText();
    event->ignore();
    return true;
}

void PaintedFigure::keyPressEvent(QKeyEvent* event)
{
    const bool forward = event->key() == Qt::Key_Down || event->key() == Qt::Key_Right;
    const bool back = event->key() == Qt::Key_Up || event->key() == Qt::Key_Left;
    const auto all = spots(size());
    if ((!forward && !back) || all.empty()) {
        event->ignore();
        return;
    }
    const int last = static_cast<int>(all.size()) - 1;
    m_at = m_at < 0 ? (forward ? 0 : last) : std::clamp(m_at + (forward ? 1 : -1), 0, last);
    const auto& spot = all[static_cast<std::size_t>(m_at)];
    m_tip = spot.tip;
    setAccessibleDescription(spot.tip);
    QToolTip::showText(mapToGlobal(spot.place.bottomLeft().toPoint()), spot.tip.toHtmlEscaped(), this);
    update();
}

void PaintedFigure::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_at = -1;
    m_tip.clear();
    QToolTip::hideText();
    update();
}

QRectF PaintedFigure::noteRect() const
{
    if (m_provenance.isEmpty())
        return {};
    const QRectF room(kNoteMargin, height(), std::max(1.0, width() - 2 * kNoteMargin), 1e4);
    return QFontMetricsF(widgets::Theme::tickFont()).boundingRect(room, Qt::TextWordWrap, m_provenance);
}

QSize PaintedFigure::pictureSize() const
{
    const auto note = noteRect();
    return note.isEmpty() ? size()
                          : size() + QSize(0, static_cast<int>(std::ceil(note.height() + kNoteMargin)));
}

void PaintedFigure::paintPicture(QPainter& painter) const
{
    paintFigure(painter, size(), widgets::Theme::print());
    if (m_provenance.isEmpty())
        return;
    painter.setFont(widgets::Theme::tickFont());
    painter.setPen(widgets::Theme::print().dim);
    painter.drawText(QRectF(kNoteMargin, height(), std::max(1.0, width() - 2 * kNoteMargin),
                         noteRect().height() + kNoteMargin),
        Qt::TextWordWrap, m_provenance);
}

QImage PaintedFigure::picture() const
{
    QImage image(pictureSize() * kPictureScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kPictureScale);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPicture(painter);
    return image;
}

QString PaintedFigure::save(const QString& path) const
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setSize(pictureSize());
        svg.setViewBox(QRect(QPoint(0, 0), pictureSize()));
        svg.setDescription(m_provenance);
        QPainter painter(&svg);
        paintPicture(painter);
    } else {
        picture().save(&buffer, "PNG");
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return tr("%1 could not be written (%2). Choose another folder.").arg(path, file.errorString());
    return {};
}

} // namespace btw::charts
