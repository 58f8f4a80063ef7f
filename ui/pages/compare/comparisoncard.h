// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/copytable.h"
#include "ui/widgets/theme.h"
#include "workspace/experiments/people.h"
#include "workspace/experiments/studies.h"

#include <QFrame>

#include <array>
#include <memory>

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QToolButton;

namespace btw::charts {
class Chart;
class FigureRegistry;
}

namespace btw::widgets {
class ElidedLabel;
class PlainTable;
class Settings;
}

namespace btw::pages {

class ComparisonModel;
class SystemsTable;

/// The systems of a comparison: as a table, as bars, or what one of them changes class by class. Below them
/// what the interval and p say.
class ComparisonCard : public QFrame
{
    Q_OBJECT

public:
    enum View { Table, Bars, Classes, ViewCount };

    /// All outlive it.
    ComparisonCard(ComparisonModel& model, const charts::FigureRegistry& figures, widgets::Settings& settings,
        QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setCaption(const QString& words);
    /// \param spread what the standard deviations run over
    void setComparison(const experiments::Comparison& comparison, const experiments::Study& study,
        experiments::Spread spread);
    /// Of the system whose people are on show; null: none is.
    void setChange(const std::shared_ptr<const experiments::PeopleChange>& change);
    /// In place of all views, why there is nothing; empty: there is.
    /// \param nothingTrained: so a button leads to where a training is chosen
    void showHidden(const QString& sentence, bool nothingTrained = false);
    void setView(View view);

    View view() const;
    QPushButton* button(View view) const { return m_views[view]; }
    SystemsTable* table() const { return m_table; }
    charts::Chart* bars() const { return m_bars; }
    const models::CopyTable& classes() const { return m_classes; }
    QString note() const; ///< below the view
    QString hiddenText() const; ///< empty where there is something
    QPushButton* startButton() const { return m_start; } ///< to where a training is chosen

private:
    QWidget* makeClasses();
    void makeHead(QBoxLayout& column);
    void makeFoot(QBoxLayout& column);
    void refresh();
    void showClassesMenu(const QPoint& at);

    SystemsTable* m_table;
    charts::Chart* m_bars = nullptr;
    widgets::PlainTable* m_classTable;
    QStandardItemModel* m_classRows;
    models::CopyTable m_classes;
    QString m_tableNote, m_barsNote;
    widgets::ElidedLabel* m_caption;
    std::array<QPushButton*, ViewCount> m_views {};
    QToolButton* m_columns;
    QStackedWidget* m_stack;
    QWidget* m_foot = nullptr;
    QLabel* m_note;
    QWidget* m_empty; ///< what is shown where there is no table
    QLabel* m_hidden;
    QPushButton* m_start;
};

} // namespace btw::pages
