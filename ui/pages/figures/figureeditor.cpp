// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figureeditor.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace btw::pages {

using experiments::FigureData;
using experiments::FigureNeed;
using experiments::FigureSubject;

namespace {

constexpr double kSideBySideMm = 120; // from this width on two panels stand side by side

} // namespace

FigureEditor::FigureEditor(
    const charts::FigureRegistry& figures, experiments::StoreLookup& lookup, QObject* parent)
    : QObject(parent)
    , m_figures(figures)
    , m_lookup(lookup)
{
    m_sheet.style = charts::sheetStyles().front().id;
    m_sheet.colours = charts::sheetColours().front().id;
}

void FigureEditor::changeSheet(const charts::Sheet& sheet) { change(sheet, m_selected); }

void FigureEditor::change(const charts::Sheet& sheet, std::size_t selected)
{
    if (sheet == m_sheet)
        return;
    const Page before = page();
    m_isTouched = true;
    auto next = sheet;
    columnsFor(next);
    m_sheet = next;
    m_selected = selected;
    Q_EMIT sheetChanged();
    if (m_selected != before.selected)
        Q_EMIT selectionChanged();
    Q_EMIT edited(before, page());
}

void FigureEditor::beginFigure()
{
    if (m_isTouched || m_study.isEmpty())
        return;
    m_sheet.panels.clear();
    m_selected = 0;
    for (const auto& figure : m_figures.all()) {
        auto panel = panelOf(figure.id);
        if (panel.subject == FigureSubject())
            continue;
        m_sheet.panels.push_back(std::move(panel));
        break;
    }
}

void FigureEditor::skipUnsuited()
{
    if (m_isTouched || m_sheet.panels.size() != 1)
        return;
    const auto& all = m_figures.all();
    const auto& panel = m_sheet.panels.front();
    auto figure = std::find_if(
        all.begin(), all.end(), [&](const charts::FigureInfo& one) { return one.id == panel.figure; });
    if (figure == all.end())
        return;
    const auto& known = entry(panel.subject, figure->need);
    if (!known.data)
        return;
    const bool suits = !known.data->run || figure->suits(*known.data->run);
    if (suits && !figure->rows(*known.data).empty())
        return;
    for (++figure; figure != all.end(); ++figure) {
        auto next = panelOf(figure->id);
        if (next.subject == FigureSubject())
            continue;
        m_sheet.panels.front() = std::move(next);
        Q_EMIT sheetChanged();
        return;
    }
}

FigureSubject FigureEditor::subjectFor(const charts::FigureInfo& figure) const
{
    if (!isOfRun(figure.need))
        return { 0, m_study.id.experiment, m_study.id.split };
    if (isReadingRuns()) // those that are known may be of the study before
        return {};
    const auto& list = runs();
    const auto preferred
        = std::find_if(list.begin(), list.end(), [this](const auto& run) { return run.run == m_preferred; });
    if (preferred != list.end())
        return { preferred->run, 0, 0 };
    if (list.empty())
        return {};
    // One of all modalities before one that a modality was left out of; then one with weights.
    const auto best = std::max_element(list.begin(), list.end(), [](const auto& a, const auto& b) {
        return std::pair(a.isWhole, a.isWeighted) < std::pair(b.isWhole, b.isWeighted);
    });
    return { best->run, 0, 0 };
}

const FigureEditor::Entry& FigureEditor::entry(const FigureSubject& subject, FigureNeed need)
{
    const Key key { subject.run, subject.experiment, subject.split, static_cast<int>(need) };
    const auto [found, isNew] = m_entries.try_emplace(key);
    if (isNew && subject == FigureSubject()) {
        found->second = { State::Failed, nullptr, tr("No run of this study has ended yet.") };
    } else if (isNew) {
        const auto generation = m_generation;
        const auto take = [this, key, generation](Entry entry) {
            if (generation != m_generation)
                return;
            m_entries[key] = std::move(entry);
            skipUnsuited();
            Q_EMIT dataCame();
        };
        // A question of its own each: none stands in for another.
        m_lookup.ask<FigureData>(
            this, experiments::StoreLookup::subject(),
            [subject, need](
                store::Store& store) { return experiments::loadFigureData(store, subject, need); },
            [take](const std::shared_ptr<FigureData>& data) {
                take({ State::Ready, data, {} });
            },
            [take](const QString& sentence) {
                take({ State::Failed, nullptr, sentence });
            });
    }
    return found->second;
}

charts::SheetPanel FigureEditor::panelOf(const QString& figure) const
{
    charts::SheetPanel panel;
    panel.figure = figure;
    if (const auto* info = m_figures.find(figure))
        panel.subject = subjectFor(*info);
    return panel;
}

void FigureEditor::columnsFor(charts::Sheet& sheet) const
{
    const bool isWide = sheet.widthMm > kSideBySideMm;
    const bool isSecond = m_sheet.panels.size() < 2 && sheet.panels.size() > 1;
    if (sheet.panels.size() < 2)
        sheet.columns = 1;
    else if (isSecond || isWide != (m_sheet.widthMm > kSideBySideMm))
        sheet.columns = isWide ? 2 : 1;
    for (auto& panel : sheet.panels)
        panel.span = std::clamp(panel.span, 1, sheet.columns);
}

void FigureEditor::select(std::size_t panel)
{
    if (panel >= m_sheet.panels.size() || panel == m_selected)
        return;
    m_selected = panel;
    Q_EMIT selectionChanged();
}

void FigureEditor::show(const QString& figure)
{
    if (m_sheet.panels.empty()) {
        add(figure, 0);
        return;
    }
    auto changed = m_sheet.panels[m_selected];
    const auto made = panelOf(figure);
    changed.figure = figure;
    changed.subject = made.subject;
    changed.view.atLeast.reset();
    setPanel(m_selected, changed);
}

void FigureEditor::add(const QString& figure, std::size_t before)
{
    auto sheet = m_sheet;
    const auto at = std::min(before, sheet.panels.size());
    sheet.panels.insert(sheet.panels.begin() + static_cast<std::ptrdiff_t>(at), panelOf(figure));
    change(sheet, at);
}

void FigureEditor::insert(const std::vector<charts::SheetPanel>& panels)
{
    auto sheet = m_sheet;
    const auto at = sheet.panels.empty() ? 0 : m_selected + 1;
    sheet.panels.insert(sheet.panels.begin() + static_cast<std::ptrdiff_t>(at), panels.begin(), panels.end());
    change(sheet, panels.empty() ? m_selected : at);
}

void FigureEditor::remove(std::size_t panel)
{
    if (panel >= m_sheet.panels.size())
        return;
    auto sheet = m_sheet;
    sheet.panels.erase(sheet.panels.begin() + static_cast<std::ptrdiff_t>(panel));
    change(sheet, std::min(panel, sheet.panels.empty() ? 0 : sheet.panels.size() - 1));
}

void FigureEditor::move(std::size_t from, std::size_t to)
{
    if (from >= m_sheet.panels.size() || to >= m_sheet.panels.size() || from == to)
        return;
    auto sheet = m_sheet;
    const auto moved = sheet.panels[from];
    sheet.panels.erase(sheet.panels.begin() + static_cast<std::ptrdiff_t>(from));
    sheet.panels.insert(sheet.panels.begin() + static_cast<std::ptrdiff_t>(to), moved);
    change(sheet, to);
}

void FigureEditor::setPanel(std::size_t panel, const charts::SheetPanel& changed)
{
    if (panel >= m_sheet.panels.size())
        return;
    auto sheet = m_sheet;
    sheet.panels[panel] = changed;
    changeSheet(sheet);
}

std::vector<charts::SheetPicture::Panel> FigureEditor::panels()
{
    std::vector<charts::SheetPicture::Panel> list;
    list.reserve(m_sheet.panels.size());
    for (const auto& panel : m_sheet.panels) {
        const auto* figure = m_figures.find(panel.figure);
        charts::SheetPicture::Panel drawn;
        if (figure) {
            drawn.figure = *figure;
            if (!isReadingRuns() || !(panel.subject == FigureSubject()))
                if (const auto& known = entry(panel.subject, figure->need); known.data)
                    drawn.data = *known.data;
        }
        drawn.view = panel.view;
        list.push_back(std::move(drawn));
    }
    return list;
}

QString FigureEditor::problemOf(const charts::SheetPanel& panel)
{
    const auto* figure = m_figures.find(panel.figure);
    if (!figure)
        return tr("This program has no figure \"%1\".").arg(panel.figure);
    if (isReadingRuns() && panel.subject == FigureSubject())
        return {};
    return entry(panel.subject, figure->need).problem;
}

QString FigureEditor::problem()
{
    for (const auto& panel : m_sheet.panels)
        if (QString found = problemOf(panel); !found.isEmpty())
            return found;
    return {};
}

} // namespace btw::pages
