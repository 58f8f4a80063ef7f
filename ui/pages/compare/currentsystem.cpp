// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/currentsystem.h"

#include "ui/pages/compare/comparecontroller.h"
#include "ui/pages/compare/comparisoncard.h"
#include "ui/pages/compare/comparisonmodel.h"
#include "ui/pages/compare/curvescard.h"
#include "ui/pages/compare/peoplecard.h"
#include "ui/pages/compare/selectedcard.h"
#include "ui/pages/compare/systemstable.h"

#include <memory>
#include <utility>
#include <vector>

namespace btw::pages {

CurrentSystem::CurrentSystem(CompareController& controller, const Views& views, QObject* parent)
    : QObject(parent)
    , m_controller(controller)
    , m_views(views)
{
    auto* table = m_views.systems.table();
    connect(table, &SystemsTable::currentRowChanged, this, [this](int row) {
        if (row >= 0 && row != m_row) // none: the table is filled anew
            show(row);
    });
    connect(table, &SystemsTable::peopleWanted, this, [this](int row) {
        show(row);
        m_views.people.setFocus();
    });
    connect(&m_views.model, &ComparisonModel::checksChanged, this, &CurrentSystem::showCurves);
    connect(&m_controller, &CompareController::curvesKnown, &m_views.curves, &CurvesCard::setCurves);
    connect(&m_controller, &CompareController::peopleKnown, this,
        [this](const std::shared_ptr<const experiments::PeopleChange>& change) {
            if (!std::exchange(m_isAsking, false))
                return;
            m_views.people.setChange(change, m_data, tr("These two cannot be compared person by person."));
            m_views.selected.setChange(change, m_data);
            m_views.systems.setChange(change);
        });
}

void CurrentSystem::forget()
{
    m_name.clear();
    clear();
}

void CurrentSystem::clear()
{
    m_row = -1;
    m_isAsking = false;
    m_views.people.setChange(nullptr, {});
    m_views.selected.setChange(nullptr, {});
    m_views.systems.setChange(nullptr);
}

void CurrentSystem::restore(const QString& data, const std::string& population)
{
    m_data = data;
    m_population = population;
    auto& model = m_views.model;
    int row = -1;
    for (int i = 0; i < model.rowCount(); ++i) {
        const auto& one = model.rowAt(i);
        const bool isCandidate = !one.isBaseline && one.difference && one.model.placebo.empty();
        const bool isWhole = one.model.isWhole() && one.model.runs.begin()->second > 0;
        if (isCandidate && (row < 0 || (isWhole && !model.rowAt(row).model.isWhole())))
            row = i;
        if (isCandidate && one.model.fullName() == m_name) {
            row = i;
            break;
        }
    }
    show(row);
}

void CurrentSystem::show(int row)
{
    auto& model = m_views.model;
    const int baseline = model.baselineRow();
    m_row = row;
    m_isAsking = false;
    if (row >= 0)
        m_views.systems.table()->setCurrentRow(row);
    showCurves();
    if (row < 0 || baseline < 0 || row == baseline) {
        const QString words
            = tr("This is the baseline, which the others are compared with. Choose another system.");
        m_views.people.setChange(
            nullptr, {}, row >= 0 && row == baseline ? words : tr("Choose a system in the table."));
        m_views.selected.setChange(nullptr, {});
        m_views.systems.setChange(nullptr);
        return;
    }
    m_name = model.rowAt(row).model.fullName();
    m_isAsking = true;
    m_controller.askPeople(m_population, m_name, model.rowAt(baseline).model.fullName());
}

void CurrentSystem::showCurves()
{
    auto& model = m_views.model;
    const auto checked = model.checkedRows();
    m_views.curves.setVisible(!checked.isEmpty());
    if (checked.isEmpty())
        return;
    std::vector<experiments::Model> models;
    for (const int row : checked)
        models.push_back(model.rowAt(row).model);
    const bool isThere = m_row >= 0 && m_row < model.rowCount();
    if (isThere && !checked.contains(m_row))
        models.push_back(model.rowAt(m_row).model);
    m_views.curves.setCurrent(isThere ? model.rowAt(m_row).model.plainName() : QString());
    m_controller.askCurves(models);
}

} // namespace btw::pages
