// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/peoplecard.h"

#include "ui/models/words.h"
#include "ui/pages/compare/comparewords.h"
#include "ui/pages/compare/peoplescatter.h"
#include "ui/pages/compare/selectedmodel.h"
#include "ui/pages/control/selectioncontroller.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace btw::pages {

using widgets::Theme;

PeopleCard::PeopleCard(SelectionController& selection, QWidget* parent)
    : QFrame(parent)
    , m_selection(selection)
    , m_title(new QLabel(this))
    , m_caption(new QLabel(this))
    , m_lasso(new QToolButton(this))
    , m_scatter(new PeopleScatter(this))
    , m_empty(new QLabel(this))
{
    setProperty("card", true);
    setAccessibleName(tr("Change of loss for each person"));
    m_title->setProperty("role", QStringLiteral("heading"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setMinimumWidth(1); // names of two models, however long, make no card wider than the page
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_caption->setWordWrap(true);
    m_empty->setProperty("role", QStringLiteral("caption"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_lasso->setText(tr("Lasso"));
    m_lasso->setCheckable(true);
    m_lasso->setToolTip(tr("Draw around people, in place of a rectangle"));
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_lasso, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_caption);
    column->addWidget(m_scatter, 1);
    column->addWidget(m_empty, 1);
    connect(m_lasso, &QToolButton::toggled, m_scatter, &PeopleScatter::setLasso);
    connect(m_scatter, &PeopleScatter::selected, this, [this](const std::vector<std::size_t>& points) {
        std::vector<std::string> ids;
        ids.reserve(points.size());
        for (const auto point : points)
            ids.push_back(m_change->people[point].id);
        m_selection.select(m_data, ids, store::SelectedIn::Errors);
    });
    connect(m_scatter, &PeopleScatter::opened, this, [this](std::size_t point) {
        const auto& person = m_change->people[point];
        if (person.run > 0)
            m_selection.inspect(person.id, person.run);
    });
    connect(&selection, &SelectionController::changed, this, &PeopleCard::showSelection);
    setFocusProxy(m_scatter);
    setChange(nullptr, {}, {});
}

void PeopleCard::setTheme(const Theme& theme) { m_scatter->setTheme(theme); }

void PeopleCard::setChange(const std::shared_ptr<const experiments::PeopleChange>& change,
    const QString& dataName, const QString& words)
{
    m_change = change;
    m_data = dataName;
    const bool any = change && !change->people.empty();
    m_scatter->setVisible(any);
    m_lasso->setVisible(any);
    m_empty->setVisible(!any);
    m_empty->setText(words);
    m_title->setText(any ? tr("%1 against %2").arg(change->model, change->baseline) : tr("Person by person"));
    m_title->setToolTip(any ? m_title->text() : QString());
    m_caption->setText(any
            ? tr("change of %1 for each person, up is better")
                  .arg(change->task == Task::Regression ? tr("absolute error") : tr("log loss"))
            : QString());
    if (!any)
        return;
    std::vector<PeoplePlot::Point> points;
    std::vector<QString> names;
    points.reserve(change->people.size());
    names.reserve(change->people.size());
    for (const auto& person : change->people) {
        points.push_back({ change->task == Task::Regression ? person.label : person.before, person.change });
        names.push_back(tr("%1, %2: %3")
                            .arg(QString::fromStdString(person.id),
                                labelText(change->task, change->classes, person.label),
                                models::signedNumber(person.change)));
    }
    m_scatter->setPoints(std::move(points), std::move(names), sideTitle(*change));
    showSelection();
}

void PeopleCard::showSelection()
{
    if (!m_change)
        return;
    std::vector<bool> selected(m_change->people.size(), false);
    for (std::size_t i = 0; m_selection.isOf(m_data) && i < selected.size(); ++i)
        selected[i] = m_selection.contains(m_change->people[i].id);
    m_scatter->setSelected(std::move(selected));
}

} // namespace btw::pages
