// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/rolehead.h"

#include "ui/pages/import/previewmodel.h"

#include <QPainter>
#include <QTableView>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

namespace {
constexpr int kInside = 8;
constexpr int kTwoLines = 46;
constexpr int kOneLine = 30;
constexpr int kDot = 8;
constexpr int kNarrowest = 72;
constexpr int kWidest = 220;
constexpr int kWidestCell = 120; // a number of twenty digits tells no more than its first ten
constexpr int kRowsMeasured = 12;
} // namespace

RoleHead::RoleHead(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(Theme::light())
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(40);
    setDefaultSectionSize(110);
}

void RoleHead::setTheme(const Theme& theme)
{
    m_theme = theme;
    viewport()->update();
}

void RoleHead::setShowsRoles(bool shows)
{
    m_showsRoles = shows;
    updateGeometry();
    if (auto* table = qobject_cast<QTableView*>(parentWidget()))
        QMetaObject::invokeMethod(table, "updateGeometries");
}

QSize RoleHead::sizeHint() const
{
    return { QHeaderView::sizeHint().width(), m_showsRoles ? kTwoLines : kOneLine };
}

int RoleHead::widthFor(int section) const
{
    const QFontMetrics name(Theme::labelFont());
    const QFontMetrics small(Theme::captionFont());
    const QFontMetrics cells(Theme::textFont());
    int width = name.horizontalAdvance(model()->headerData(section, Qt::Horizontal).toString());
    if (m_showsRoles)
        width = std::max(width,
            kDot + 6
                + small.horizontalAdvance(
                    model()->headerData(section, Qt::Horizontal, PreviewModel::RoleWordRole).toString()));
    for (int row = 0; row < std::min(kRowsMeasured, model()->rowCount()); ++row)
        width = std::max(width,
            std::min(kWidestCell,
                cells.horizontalAdvance(model()->index(row, section).data(Qt::DisplayRole).toString())));
    return std::clamp(width + 2 * kInside + 4, kNarrowest, kWidest);
}

void RoleHead::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    if (!rect.isValid() || !model())
        return;
    const auto said = [&](int role) { return model()->headerData(section, Qt::Horizontal, role); };
    const auto* table = qobject_cast<const QTableView*>(parentWidget());
    const bool selected = table && table->selectionModel()
        && table->selectionModel()->isColumnSelected(section, QModelIndex());
    const bool leftOut = said(PreviewModel::LeftOutRole).toBool();
    painter->save();
    painter->fillRect(rect, selected ? m_theme.accentSoft : m_theme.panel);
    painter->setPen(m_theme.line);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    const QRect inside = rect.adjusted(kInside, 0, -4, 0);
    const QRect upper(inside.left(), rect.top() + 6, inside.width(), 16);
    painter->setFont(Theme::labelFont());
    painter->setPen(selected ? m_theme.text : leftOut ? m_theme.dim : m_theme.text);
    painter->drawText(m_showsRoles ? upper : inside, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(painter->font())
            .elidedText(said(Qt::DisplayRole).toString(), Qt::ElideMiddle, inside.width()));
    if (m_showsRoles) {
        QRect lower(inside.left(), rect.top() + 24, inside.width(), 16);
        const int modality = said(PreviewModel::ModalityRole).toInt();
        QColor colour = leftOut ? m_theme.dim : m_theme.accent;
        if (modality >= 0)
            colour = m_theme.modality(static_cast<std::size_t>(modality));
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF dot(lower.left(), lower.center().y() - kDot / 2.0 + 0.5, kDot, kDot);
        painter->setPen(QPen(colour, 1.5));
        painter->setBrush(leftOut ? QBrush(Qt::NoBrush) : QBrush(colour));
        if (modality >= 0 || leftOut)
            painter->drawEllipse(dot.adjusted(0.75, 0.75, -0.75, -0.75));
        else
            painter->drawRect(dot.adjusted(1, 1, -1, -1)); // what is no modality is a square
        lower.setLeft(lower.left() + kDot + 6);
        painter->setFont(Theme::captionFont());
        painter->setPen(selected ? m_theme.dimOnSoft : m_theme.dim);
        painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(painter->font())
                .elidedText(said(PreviewModel::RoleWordRole).toString(), Qt::ElideRight, lower.width()));
    }
    painter->restore();
}

} // namespace btw::pages
