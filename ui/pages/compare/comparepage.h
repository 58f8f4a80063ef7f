// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparequestion.h"
#include "ui/pages/page.h"
#include "ui/pages/pageinfo.h"

#include <memory>

class QBoxLayout;

namespace btw::widgets {
class ScrolledPage;
}

namespace btw::pages {

class CompareBar;
class CompareController;
class CompareHead;
class ComparisonCard;
class ComparisonModel;
class CurrentSystem;
class CurvesCard;
class PeopleCard;
class SelectedCard;
class SystemsTable;

/// Systems beside each other, not runs: figures, paired differences and their intervals; what changes for
/// each person; and the people who are selected. Asks the store when it is shown, and again when the study
/// has changed.
class ComparePage : public Page
{
    Q_OBJECT

public:
    explicit ComparePage(const PageParts& parts, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme) override;
    CompareHead* head() const { return m_head; }
    CompareBar* bar() const { return m_bar; }
    CompareController* controller() const { return m_controller; }
    ComparisonModel& model() const { return *m_model; }
    ComparisonCard* systems() const { return m_systems; }
    SystemsTable* table() const { return m_table; }
    PeopleCard* people() const { return m_people; }
    SelectedCard* selected() const { return m_selected; }
    QString hiddenText() const; ///< why there is no table; empty where there is one

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void wire(const PageParts& parts);
    void showStudy(const experiments::Study& study);
    void ask();
    void showAnswer();
    void showHidden(const QString& sentence, bool nothingTrained = false);
    void useBaseline(int row);

    PageParts m_parts;
    CompareController* m_controller;
    ComparisonModel* m_model;
    experiments::Study m_study; ///< on show; empty: none
    CompareQuestion m_question;
    std::string m_population;
    bool m_isStale = true;
    CompareHead* m_head;
    CompareBar* m_bar; ///< in the head
    widgets::ScrolledPage* m_scroll;
    ComparisonCard* m_systems;
    SystemsTable* m_table; ///< in the card
    CurvesCard* m_curves;
    PeopleCard* m_people;
    SelectedCard* m_selected;
    CurrentSystem* m_current;
    QBoxLayout* m_cards = nullptr; ///< people and selection: beside each other, or below
};

} // namespace btw::pages
