// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/copytablemodel.h"

#include <QStandardItemModel>

namespace btw::models {

void fillTable(QStandardItemModel& rows, const CopyTable& table)
{
    rows.clear();
    rows.setColumnCount(static_cast<int>(table.head.size()));
    for (int column = 0; column < rows.columnCount(); ++column) {
        auto* head = new QStandardItem(table.head[column]);
        head->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        rows.setHorizontalHeaderItem(column, head);
    }
    for (const auto& cells : table.rows) {
        QList<QStandardItem*> items;
        for (qsizetype column = 0; column < cells.size(); ++column) {
            auto* item = new QStandardItem(cells[column]);
            item->setEditable(false);
            item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            item->setToolTip((cells.front() + QStringLiteral(". ") + table.caption).toHtmlEscaped());
            items << item;
        }
        rows.appendRow(items);
    }
}

} // namespace btw::models
