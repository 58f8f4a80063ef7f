// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plaintable.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace btw::widgets {

namespace {
constexpr int kRow = 28;
}

PlainTable::PlainTable(QWidget* parent)
    : QTableView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setStyleSheet(
        QStringLiteral("QTableView { border: none; border-radius: 0; } QTableView:focus { border: none; } "
                       "QHeaderView::section { padding: 4px 3px; }"));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    horizontalHeader()->setHighlightSections(false);
    setSelectionMode(QAbstractItemView::NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setShowGrid(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void PlainTable::setChoosable(bool choosable)
{
    m_isChoosable = choosable;
    setSelectionMode(choosable ? QAbstractItemView::SingleSelection : QAbstractItemView::NoSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false); // Tab leaves the table
    setFocusPolicy(choosable ? Qt::StrongFocus : Qt::NoFocus);
    viewport()->setCursor(choosable ? Qt::PointingHandCursor : Qt::ArrowCursor);
    disconnect(this, &QAbstractItemView::clicked, this, nullptr);
    if (choosable)
        connect(this, &QAbstractItemView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT rowChosen(index.row()); });
}

void PlainTable::keyPressEvent(QKeyEvent* event)
{
    const bool isChosen
        = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_isChoosable && isChosen && currentIndex().isValid())
        Q_EMIT rowChosen(currentIndex().row());
    else
        QTableView::keyPressEvent(event);
}

void PlainTable::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    // The first column, the name, takes what the figures leave.
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    if (model->columnCount() > 0)
        horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    connect(model, &QAbstractItemModel::modelReset, this, &PlainTable::fit, Qt::UniqueConnection);
    fit();
}

void PlainTable::fit()
{
    setFixedHeight(horizontalHeader()->sizeHint().height() + 4 + kRow * model()->rowCount());
}

} // namespace btw::widgets
