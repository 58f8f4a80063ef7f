// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace btw::widgets {

/// A short table to read inside a card: no frame, always as high as its rows, and without rows no head
/// either; no selection, unless its rows stand for something that can be chosen.
class PlainTable : public QTableView
{
    Q_OBJECT

public:
    explicit PlainTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    /// A click on a row, or Enter or Space on the one that the arrow keys are at, chooses it.
    void setChoosable(bool choosable);

Q_SIGNALS:
    void rowChosen(int row);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    int heightOf(int row) const; ///< of two lines where the name needs them
    void fit();

    bool m_isChoosable = false;
    int m_nameWidth = 0;
};

} // namespace btw::widgets
