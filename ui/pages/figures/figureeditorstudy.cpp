// SPDX-License-Identifier: GPL-3.0-or-later
// The study that figures are offered of, and how the page follows when another one is chosen.
#include "ui/pages/figures/figureeditor.h"

#include <algorithm>
#include <utility>

namespace btw::pages {

using charts::Sheet;
using experiments::FigureRun;
using experiments::FigureSubject;
using experiments::Study;

namespace {

std::pair<std::int64_t, std::int64_t> keyOf(const Study::Id& id) { return { id.experiment, id.split }; }

bool has(const Study& study, const FigureSubject& subject)
{
    if (!subject.isRun())
        return subject.experiment == study.id.experiment && subject.split == study.id.split;
    return std::any_of(study.trainings.begin(), study.trainings.end(),
        [&](const store::TrainingRecord& training) { return training.has(subject.run); });
}

} // namespace

const Study* FigureEditor::find(const Study::Id& id) const
{
    const auto found
        = std::find_if(m_studies.begin(), m_studies.end(), [&](const Study& one) { return one.id == id; });
    return found == m_studies.end() ? nullptr : &*found;
}

const Study* FigureEditor::studyOf(const FigureSubject& subject) const
{
    if (has(m_study, subject)) // two experiments may share a run
        return &m_study;
    const auto found = std::find_if(
        m_studies.begin(), m_studies.end(), [&](const Study& one) { return has(one, subject); });
    return found == m_studies.end() ? nullptr : &*found;
}

void FigureEditor::setStudy(const Study& study)
{
    if (study.id != m_study.id) {
        keepPage();
        if (const auto kept = m_pages.find(keyOf(study.id)); kept != m_pages.end()) {
            m_sheet = kept->second.sheet;
            m_selected = kept->second.selected;
            m_wishes.clear();
        } else {
            followStudy(study);
        }
    }
    enter(study);
    Q_EMIT sheetChanged(); // what was drawn is not of this study, or not of all its trainings
    Q_EMIT selectionChanged();
}

void FigureEditor::enter(const Study& study)
{
    if (study.id != m_study.id)
        m_runs = std::make_shared<std::vector<FigureRun>>();
    m_study = study;
    m_entries.clear();
    ++m_generation;
    m_isStale = true;
}

void FigureEditor::keepPage()
{
    // What has only been taken along, and is of nothing yet, is taken along anew another time.
    const auto isNothing = [](const charts::SheetPanel& panel) { return panel.subject == FigureSubject(); };
    const auto& panels = m_sheet.panels;
    if (!m_study.isEmpty() && (m_isTouched || !panels.empty())
        && !(isReadingRuns() && std::any_of(panels.begin(), panels.end(), isNothing)))
        m_pages[keyOf(m_study.id)] = page();
}

void FigureEditor::followStudy(const Study& study)
{
    m_wishes.resize(m_sheet.panels.size());
    for (std::size_t i = 0; i < m_sheet.panels.size(); ++i) {
        auto& subject = m_sheet.panels[i].subject;
        if (subject == FigureSubject() || !has(m_study, subject)) // one of a third study stays as it is
            continue;
        if (!subject.isRun()) {
            subject = { 0, study.id.experiment, study.id.split };
            continue;
        }
        const auto run = std::find_if(
            m_runs->begin(), m_runs->end(), [&](const FigureRun& one) { return one.run == subject.run; });
        m_wishes[i] = run == m_runs->end() ? QString() : run->name;
        subject = {};
    }
}

void FigureEditor::fillIn()
{
    if (isReadingRuns())
        return;
    for (std::size_t i = 0; i < m_sheet.panels.size(); ++i) {
        auto& panel = m_sheet.panels[i];
        const auto* figure = m_figures.find(panel.figure);
        if (!(panel.subject == FigureSubject()) || !figure)
            continue;
        // A run of the same name first: "BTW, fold 2, seed 1" of one is that of the other.
        const QString wish = m_wishes.size() == m_sheet.panels.size() ? m_wishes[i] : QString();
        const auto same = std::find_if(m_runs->begin(), m_runs->end(),
            [&](const FigureRun& run) { return !wish.isEmpty() && run.name == wish; });
        panel.subject = same != m_runs->end() ? FigureSubject { same->run, 0, 0 } : subjectFor(*figure);
    }
    m_wishes.clear();
}

void FigureEditor::setSheet(const Sheet& sheet)
{
    const Page before = page();
    Page after { sheet, 0, m_study.id };
    const auto isOf = [&](const Study& study) {
        return !sheet.panels.empty()
            && std::all_of(sheet.panels.begin(), sheet.panels.end(),
                [&](const charts::SheetPanel& panel) { return has(study, panel.subject); });
    };
    if (const auto owner = std::find_if(m_studies.begin(), m_studies.end(), isOf);
        owner != m_studies.end() && !isOf(m_study))
        after.study = owner->id;
    setPage(after);
    if (!(before.sheet == m_sheet))
        Q_EMIT edited(before, page());
}

void FigureEditor::setPage(const Page& page)
{
    if (page.study != m_study.id)
        if (const auto* study = find(page.study)) { // else what it was of is gone, and the page says so
            keepPage();
            enter(Study(*study));
        }
    m_sheet = page.sheet;
    m_selected = page.selected;
    m_wishes.clear();
    m_isTouched = true;
    fillIn();
    Q_EMIT sheetChanged();
    Q_EMIT selectionChanged();
}

void FigureEditor::refresh()
{
    if (!m_isStale)
        return;
    m_isStale = false;
    m_isAsking = true;
    m_lookup.ask<std::vector<FigureRun>>(
        this, m_runsSubject,
        [study = m_study](store::Store& store) { return experiments::figureRuns(store, study); },
        [this](const std::shared_ptr<std::vector<FigureRun>>& runs) { takeRuns(runs); },
        [this](const QString& /*sentence*/) { takeRuns(std::make_shared<std::vector<FigureRun>>()); });
}

void FigureEditor::takeRuns(const std::shared_ptr<std::vector<FigureRun>>& runs)
{
    m_isAsking = false;
    if (m_isStale) // another study was chosen meanwhile: its runs are asked for once somebody looks
        return;
    m_runs = runs;
    Q_EMIT studyChanged();
    beginFigure();
    fillIn();
    Q_EMIT sheetChanged();
}

void FigureEditor::preferRun(qint64 run)
{
    if (run == m_preferred)
        return;
    m_preferred = run;
    Q_EMIT studyChanged();
    if (!m_isTouched)
        beginFigure();
    Q_EMIT sheetChanged();
}

} // namespace btw::pages
