// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/columnstable.h"

#include "ui/pages/import/previewmodel.h"
#include "ui/pages/import/rolehead.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace btw::pages {

namespace {
constexpr int kRow = 26;
constexpr int kColumnsFitted = 3000; // further ones take the usual width
} // namespace

/// Cells of columns that are left out are dim.
class ColumnsTable::CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setTheme(const widgets::Theme& theme) { m_theme = theme; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected)
            painter->fillRect(option.rect, m_theme.accentSoft);
        const bool leftOut = index.data(PreviewModel::LeftOutRole).toBool();
        painter->setPen(!leftOut ? m_theme.text : selected ? m_theme.dimOnSoft : m_theme.dim);
        const QRect inside = option.rect.adjusted(8, 0, -4, 0);
        painter->setFont(widgets::Theme::textFont());
        painter->drawText(inside, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(painter->font())
                .elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, inside.width()));
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(QPen(m_theme.accent, 1));
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
    }

private:
    widgets::Theme m_theme = widgets::Theme::light();
};

ColumnsTable::ColumnsTable(PreviewModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_head(new RoleHead(this))
    , m_cells(new CellDelegate(this))
{
    setHorizontalHeader(m_head);
    setModel(&model);
    setItemDelegate(m_cells);
    // The focus ring takes the place of the padding: cells and head stay where they are.
    setStyleSheet(QStringLiteral("QTableView { border-radius: 2px; padding: 1px; }"
                                 "QTableView:focus { padding: 0; }"));
    setSelectionBehavior(QAbstractItemView::SelectColumns);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(kRow);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_head->viewport()->update();
        Q_EMIT chosenChanged();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        m_head->setShowsRoles(m_model.hasRoles());
        fitColumns();
        Q_EMIT chosenChanged();
    });
}

void ColumnsTable::setTheme(const widgets::Theme& theme)
{
    m_head->setTheme(theme);
    m_cells->setTheme(theme);
    viewport()->update();
}

void ColumnsTable::fitColumns()
{
    const int columns = std::min(m_model.columnCount(), kColumnsFitted);
    for (int column = 0; column < columns; ++column)
        m_head->resizeSection(column, m_head->widthFor(column));
}

std::vector<std::size_t> ColumnsTable::chosen() const
{
    std::vector<std::size_t> columns;
    // Ranges, not indexes: a selection of all columns of all rows would make a million of them.
    for (const auto& range : selectionModel()->selection())
        for (int column = range.left(); column <= range.right(); ++column)
            columns.push_back(static_cast<std::size_t>(column));
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
}

void ColumnsTable::choose(const std::vector<std::size_t>& columns)
{
    if (columns.empty() || m_model.rowCount() == 0) {
        clearSelection();
        return;
    }
    QItemSelection selection;
    const int last = m_model.rowCount() - 1;
    for (std::size_t i = 0; i < columns.size();) {
        std::size_t end = i;
        while (end + 1 < columns.size() && columns[end + 1] == columns[end] + 1)
            ++end;
        selection.append(QItemSelectionRange(m_model.index(0, static_cast<int>(columns[i])),
            m_model.index(last, static_cast<int>(columns[end]))));
        i = end + 1;
    }
    const auto first = m_model.index(0, static_cast<int>(columns.front()));
    selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    scrollTo(first);
}

void ColumnsTable::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        Q_EMIT leaveOutRequested();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
        Q_EMIT roleRequested();
        return;
    case Qt::Key_Space:
        if (event->modifiers() == Qt::NoModifier) {
            Q_EMIT roleRequested();
            return;
        }
        break;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

} // namespace btw::pages
