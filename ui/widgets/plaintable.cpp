// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plaintable.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QStyle>

#include <algorithm>

namespace btw::widgets {

namespace {
constexpr int kRow = 28;
constexpr int kSide = 3; // left and right of a text; of a cell the style itself leaves it
constexpr int kMostLines = 2; // of a name
}

PlainTable::PlainTable(QWidget* parent)
    : QTableView(parent)
{
    setFrameShape(QFrame::NoFrame);
    // Cells are alike whether or not the mouse is over them: a style without a border leaves out the padding,
    // but of the cell under the mouse.
    setStyleSheet(
        QStringLiteral("QTableView { border: none; border-radius: 0; } QTableView:focus { border: none; } "
                       "QTableView::item { border: 0px; padding: 0px; } "
                       "QTableView::item:hover:!selected { background: transparent; } "
                       "QHeaderView::section { padding: 4px %1px; }")
            .arg(kSide));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    horizontalHeader()->setHighlightSections(false);
    setSelectionMode(QAbstractItemView::NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setShowGrid(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column, int, int size) {
        if (column != 0)
            return;
        m_nameWidth = size; // which the header itself knows only afterwards
        fit();
    });
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
    m_nameWidth = columnWidth(0);
    fit();
}

int PlainTable::heightOf(int row) const
{
    const QString name = model()->index(row, 0).data().toString();
    const int line = fontMetrics().lineSpacing();
    const int room = std::max(1, m_nameWidth - 2 * kSide);
    const int text = fontMetrics().boundingRect(QRect(0, 0, room, 0), Qt::TextWordWrap, name).height();
    const int lines = (text + line / 2) / line; // a text is a little less high than its lines
    return kRow + line * (std::clamp(lines, 1, kMostLines) - 1);
}

void PlainTable::fit()
{
    if (model() == nullptr)
        return;
    int rows = 0;
    for (int row = 0; row < model()->rowCount(); ++row) {
        const int height = heightOf(row);
        verticalHeader()->resizeSection(row, height);
        rows += height;
    }
    setFixedHeight(rows == 0 ? 0 : horizontalHeader()->sizeHint().height() + 4 + rows);
}

} // namespace btw::widgets
