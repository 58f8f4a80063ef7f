// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace btw::widgets {

/// A short table to read inside a card: no frame, no selection, always as high as its rows.
class PlainTable : public QTableView
{
    Q_OBJECT

public:
    explicit PlainTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;

private:
    void fit();
};

} // namespace btw::widgets
