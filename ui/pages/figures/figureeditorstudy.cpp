// SPDX-License-Identifier: GPL-3.0-or-later
// The study that figures are offered of, and how the page follows when another one is chosen.
#include "ui/pages/figures/figureeditor.h"

#include <algorithm>
#include <utility>

namespace btw::pages {

using experiments::FigureRun;
using experiments::FigureSubject;

void FigureEditor::setStudy(const experiments::Study& study)
{
    // Who goes on to a third study before the runs of the second are known still sees panels of the first.
    if (!m_study.isEmpty() && (!m_former || m_former->id == m_study.id))
        m_former = m_study;
    m_study = study;
    m_entries.clear();
    ++m_generation;
    m_isStale = true;
    Q_EMIT sheetChanged(); // what was drawn is not of this study, or not of all its trainings
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
    const auto before = std::exchange(m_runs, runs);
    Q_EMIT studyChanged();
    beginFigure();
    followStudy(*before);
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

bool FigureEditor::isOfFormer(const FigureSubject& subject) const
{
    if (subject == FigureSubject())
        return true;
    if (!m_former || m_former->id == m_study.id)
        return false;
    if (!subject.isRun())
        return subject.experiment == m_former->id.experiment && subject.cohort == m_former->id.cohort;
    const auto& trainings = m_former->trainings;
    return std::any_of(trainings.begin(), trainings.end(),
        [&](const store::TrainingRecord& training) { return training.has(subject.run); });
}

FigureSubject FigureEditor::counterpartOf(
    const charts::SheetPanel& panel, const std::vector<FigureRun>& before) const
{
    const auto* figure = m_figures.find(panel.figure);
    if (!figure)
        return panel.subject;
    // A run of the same name first: "BTW, fold 2, seed 1" of one is that of the other.
    const auto old = std::find_if(
        before.begin(), before.end(), [&](const auto& run) { return run.run == panel.subject.run; });
    if (panel.subject.isRun() && old != before.end()) {
        const auto same = std::find_if(
            m_runs->begin(), m_runs->end(), [&](const auto& run) { return run.name == old->name; });
        if (same != m_runs->end())
            return { same->run, 0, 0 };
    }
    return subjectFor(*figure);
}

void FigureEditor::followStudy(const std::vector<FigureRun>& before)
{
    auto sheet = m_sheet;
    for (auto& panel : sheet.panels)
        if (isOfFormer(panel.subject))
            panel.subject = counterpartOf(panel, before);
    m_former.reset();
    change(sheet, m_selected);
}

} // namespace btw::pages
