// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/figureregistry.h"
#include "ui/charts/sheetpicture.h"
#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/studies.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

namespace btw::pages {

/// The page of figures that is composed, and what its figures are drawn of: read from the store away from the
/// GUI thread, each once.
class FigureEditor : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    FigureEditor(const charts::FigureRegistry& figures, experiments::StoreLookup& lookup, QObject* parent);

    const charts::FigureRegistry& figures() const { return m_figures; }
    /// Figures are offered of this study, and of its runs, once refresh() is called. Numbers read before are
    /// read again.
    void setStudy(const experiments::Study& study);
    void refresh(); ///< asks for the runs of a study that is new: while nobody looks, nothing is read
    const experiments::Study& study() const { return m_study; }
    void preferRun(qint64 run); ///< new panels are of it, where the study has it
    const std::vector<experiments::FigureRun>& runs() const { return *m_runs; } ///< newest first
    /// What a new panel with that figure is of: the preferred run, or the study. Null run: there is none.
    experiments::FigureSubject subjectFor(const charts::FigureInfo& figure) const;

    enum class State { Loading, Ready, Failed };
    struct Entry
    {
        State state = State::Loading;
        std::shared_ptr<experiments::FigureData> data;
        QString problem; ///< Failed
    };
    /// Asks for it the first time.
    const Entry& entry(const experiments::FigureSubject& subject, experiments::FigureNeed need);

    void forget(); ///< all numbers: they are read again once they are looked at
    /// Reads those of the page again, whatever is known of them. \param done gets the panels of the page as
    /// it was when this was asked \param failed gets the sentence of what could not be read
    void readAgain(std::function<void(const std::vector<charts::SheetPicture::Panel>&)> done,
        const std::function<void(const QString&)>& failed);

    const charts::Sheet& sheet() const { return m_sheet; }
    void setSheet(const charts::Sheet& sheet); ///< one that was opened
    void changeSheet(const charts::Sheet& sheet); ///< by the person
    std::size_t selected() const { return m_selected; } ///< a panel
    void select(std::size_t panel);
    void show(const QString& figure); ///< in the selected panel, or in a first one
    void add(const QString& figure, std::size_t before); ///< beyond the last: at the end
    void remove(std::size_t panel);
    void move(std::size_t from, std::size_t to);
    void setPanel(std::size_t panel, const charts::SheetPanel& changed);
    /// What the page is drawn of; panels whose numbers are still read, or could not be, have no data.
    std::vector<charts::SheetPicture::Panel> panels();
    QString problem(); ///< of a panel that could not be read; empty: none

Q_SIGNALS:
    void studyChanged(); ///< other runs, or other numbers
    void dataCame();
    void sheetChanged();
    void selectionChanged();

private:
    using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, int>;
    void takeRuns(const std::shared_ptr<std::vector<experiments::FigureRun>>& runs);
    void beginFigure(); ///< a first one, while the person has chosen none
    void skipUnsuited(); ///< the next one, where that has nothing to draw
    charts::SheetPanel panelOf(const QString& figure) const;
    void columnsFor(charts::Sheet& sheet) const; ///< that is about to stand in for m_sheet

    const charts::FigureRegistry& m_figures;
    experiments::StoreLookup& m_lookup;
    experiments::StoreLookup::Subject m_runsSubject = experiments::StoreLookup::subject();
    experiments::Study m_study;
    std::shared_ptr<std::vector<experiments::FigureRun>> m_runs
        = std::make_shared<std::vector<experiments::FigureRun>>();
    bool m_isStale = false; ///< the runs are those of another study
    qint64 m_preferred = 0;
    std::map<Key, Entry> m_entries;
    std::uint64_t m_generation = 0; ///< of m_entries: an answer to an older question is dropped
    charts::Sheet m_sheet;
    std::size_t m_selected = 0;
    bool m_isTouched = false; ///< the person has composed something
};

} // namespace btw::pages
