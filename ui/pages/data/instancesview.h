// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "ui/widgets/theme.h"

#include <QWidget>

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace btw::models {
class InstancesModel;
}

namespace btw::widgets {
class ChoiceBox;
class NoMatch;
}

namespace btw::pages {

class PresenceDelegate;

/// The instances of a cohort in a table, with a filter and an order.
class InstancesView : public QWidget
{
    Q_OBJECT

public:
    explicit InstancesView(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setCohort(std::shared_ptr<const data::Cohort> cohort);
    void setFilter(const QString& filter);
    void retranslate();
    /// Selects these rows, and no others; by a program, so that selectionChosen is not sent.
    void selectIds(const std::unordered_set<std::string>& ids);
    QLineEdit* filter() const { return m_filter; }
    QTableView* table() const { return m_table; }
    const models::InstancesModel& model() const { return *m_model; }
    QString countText() const; ///< "400 of 1,600 rows"

Q_SIGNALS:
    void selectionChosen(const std::vector<std::string>& ids); ///< by a person

private:
    void tellSelection();
    void orderBy(int column, Qt::SortOrder order);
    void showCount();
    void fillOrders();
    void fitColumns();

    models::InstancesModel* m_model;
    QLineEdit* m_filter;
    QLabel* m_count;
    QLabel* m_orderLabel;
    widgets::ChoiceBox* m_order;
    QCheckBox* m_descending;
    QTableView* m_table;
    widgets::NoMatch* m_noMatch;
    PresenceDelegate* m_delegate;
    bool m_isSelecting = false; ///< a program is
    std::unordered_set<std::string> m_selected; ///< as the window has them
};

} // namespace btw::pages
