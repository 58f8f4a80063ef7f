// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QTableView>

#include <vector>

namespace btw::pages {

class PreviewModel;
class RoleHead;

/// The preview as a table whose columns are selected, one or many, by mouse or arrows.
class ColumnsTable : public QTableView
{
    Q_OBJECT

public:
    explicit ColumnsTable(PreviewModel& model, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void fitColumns();
    std::vector<std::size_t> chosen() const; ///< selected columns, ascending
    void choose(const std::vector<std::size_t>& columns);

Q_SIGNALS:
    void chosenChanged();
    void leaveOutRequested(); ///< Delete
    void roleRequested(); ///< Return, Space or F2: the choice of a role is wanted

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    PreviewModel& m_model;
    RoleHead* m_head;
    QColor m_dim;
    class CellDelegate;
    CellDelegate* m_cells;
};

} // namespace btw::pages
