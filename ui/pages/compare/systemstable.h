// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparisonmodel.h"
#include "ui/widgets/theme.h"

#include <QSortFilterProxyModel>
#include <QTableView>

#include <memory>

class QMenu;

namespace btw::widgets {
class NoMatch;
class Settings;
}

namespace btw::pages {

class SystemsDelegate;

/// The table of systems: sorted by a click on a head, filtered by words, its columns chosen and remembered.
/// B makes the current row the baseline, S stars it, N writes tags and a note, Space checks it, Enter goes to
/// its people.
class SystemsTable : public QTableView
{
    Q_OBJECT

public:
    SystemsTable(ComparisonModel& model, widgets::Settings& settings, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    /// Words with blanks between; a row stays that has every one in its name, tags or note. "star" in a word
    /// of its own keeps starred rows.
    void setFilter(const QString& filter);
    int currentRow() const; ///< of the model; -1: none
    void setCurrentRow(int row); ///< of the model
    /// The name of a row of model() as it is drawn: shortened where it has no room, unlike all others.
    QString shownName(const QModelIndex& index) const;
    std::unique_ptr<QMenu> columnsMenu();
    std::unique_ptr<QMenu> rowMenu(); ///< of the current row

Q_SIGNALS:
    void baselineWanted(int row);
    void peopleWanted(int row);
    void currentRowChanged(int row);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Order : public QSortFilterProxyModel
    {
    public:
        using QSortFilterProxyModel::QSortFilterProxyModel;
        void setWords(const QStringList& words);

    protected:
        bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
        bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

    private:
        QStringList m_words;
    };

    void tellMatches();
    void showColumn(int column, bool shown);
    void restoreColumns();
    void fit();
    void shortenNames(); ///< to the room that their column gives them
    void star();
    void writeNote();
    void check();

    ComparisonModel& m_model;
    widgets::Settings& m_settings;
    Order* m_order;
    QString m_filter;
    widgets::NoMatch* m_noMatch;
    SystemsDelegate* m_delegate;
};

} // namespace btw::pages
