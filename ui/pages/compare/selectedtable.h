// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QTableView>

namespace btw::pages {

/// The selected people, a row each. Names of models stand above short numbers: they give way where there is
/// little room, and are whole when they are hovered.
class SelectedTable : public QTableView
{
    Q_OBJECT

public:
    /// \param order over a SelectedModel; outlives it
    explicit SelectedTable(QAbstractItemModel& order, QWidget* parent = nullptr);

    void shareWidth(); ///< among the columns, once they are filled

Q_SIGNALS:
    void openWanted(); ///< the current person

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

/// The lines where there is room for them, or else what they are called in short: cut names would look alike.
QString headWithin(const QString& lines, const QString& inShort, QFont font, int width);

} // namespace btw::pages
