// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/selectedtable.h"

#include "ui/pages/compare/selectedmodel.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace btw::pages {

namespace {

constexpr int kRow = 28;
constexpr int kLeastModel = 90; // of the column of a model

} // namespace

SelectedTable::SelectedTable(QAbstractItemModel& order, QWidget* parent)
    : QTableView(parent)
{
    setModel(&order);
    setAccessibleName(tr("Selected people"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setSortingEnabled(true);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    connect(this, &QAbstractItemView::doubleClicked, this, &SelectedTable::openWanted);
}

void SelectedTable::shareWidth()
{
    int over = -viewport()->width();
    for (int column = 0; column < model()->columnCount(); ++column) {
        const int asked = std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column));
        setColumnWidth(column, asked);
        over += isColumnHidden(column) ? 0 : asked;
    }
    int waiting = 2;
    for (const int column : { SelectedModel::Before, SelectedModel::After }) {
        const int least = std::max(kLeastModel, sizeHintForColumn(column));
        const int most = std::max(0, columnWidth(column) - least);
        const int given = std::clamp(over / waiting, 0, most);
        setColumnWidth(column, columnWidth(column) - given);
        over -= given;
        --waiting;
    }
}

void SelectedTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT openWanted();
    else
        QTableView::keyPressEvent(event);
}

void SelectedTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    shareWidth();
}

} // namespace btw::pages
