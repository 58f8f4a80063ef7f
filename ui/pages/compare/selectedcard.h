// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/experiments/people.h"
#include "workspace/store/annotations.h"

#include <QFrame>

#include <memory>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;
class QSortFilterProxyModel;

namespace btw::pages {

class SelectedModel;
class SelectedTable;
class SelectionController;

/// The people who are selected, in a table; the button that names them; and the subgroups that have names.
class SelectedCard : public QFrame
{
    Q_OBJECT

public:
    explicit SelectedCard(SelectionController& selection, QWidget* parent = nullptr);

    /// Null: none are known. \param dataName the name of the data
    void setChange(const std::shared_ptr<const experiments::PeopleChange>& change, const QString& dataName);
    void setSubgroups(const std::vector<store::SubgroupRecord>& subgroups, std::int64_t shown);
    void setTheme(const widgets::Theme& theme);
    SelectedTable* table() const { return m_table; }
    QListWidget* subgroups() const { return m_list; }
    QPushButton* nameButton() const { return m_name; }
    QString summary() const;

Q_SIGNALS:
    void subgroupNamed(const QString& name, const std::vector<std::string>& ids, btw::store::SelectedIn in);
    void renamingWanted(qint64 id, const QString& name);
    void subgroupWanted(qint64 id); ///< only these are to be compared; 0: everybody
    void removalWanted(qint64 id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showSelection();
    void nameSelection();
    void rename();
    void openCurrent();
    const store::SubgroupRecord* currentSubgroup() const;
    void selectSubgroup();
    void showSubgroupMenu(const QPoint& at);

    SelectionController& m_selection;
    std::shared_ptr<const experiments::PeopleChange> m_change;
    QString m_data;
    std::vector<store::SubgroupRecord> m_subgroups;
    std::int64_t m_shown = 0;
    SelectedModel* m_model;
    QSortFilterProxyModel* m_order;
    QLabel* m_count;
    QPushButton* m_name;
    SelectedTable* m_table;
    QLabel* m_words;
    QLabel* m_heading;
    QListWidget* m_list;
    QPushButton* m_select;
    QPushButton* m_only;
};

} // namespace btw::pages
