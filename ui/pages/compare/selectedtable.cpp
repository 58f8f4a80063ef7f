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
    resizeColumnsToContents();
    int taken = 0;
    for (int column = 0; column < model()->columnCount(); ++column)
        taken += isColumnHidden(column) ? 0 : columnWidth(column);
    int over = taken - viewport()->width();
    for (const int column : { SelectedModel::After, SelectedModel::Before }) {
        const int least = std::max(kLeastModel, sizeHintForColumn(column));
        const int given = std::clamp(over, 0, std::max(0, columnWidth(column) - least));
        setColumnWidth(column, columnWidth(column) - given);
        over -= given;
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
