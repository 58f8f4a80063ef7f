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
#include <utility>
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
    /// What figures can be offered of.
    void setStudies(std::vector<experiments::Study> studies) { m_studies = std::move(studies); }
    const std::vector<experiments::Study>& studies() const { return m_studies; }
    const experiments::Study* find(const experiments::Study::Id& id) const; ///< of them; null: it is gone
    /// Figures are offered of this study, and of its runs, once refresh() is called. Numbers read before are
    /// read again. Each study has a page of its own, which stands there again when it is chosen again; the
    /// first time, the page shows the figures of the one before.
    void setStudy(const experiments::Study& study);
    bool isReadingRuns() const { return m_isStale || m_isAsking; } ///< of the study, or has to
    void refresh(); ///< asks for the runs of a study that is new: while nobody looks, nothing is read
    const experiments::Study& study() const { return m_study; }
    const experiments::Study* studyOf(const experiments::FigureSubject& subject) const; ///< null: unknown
    void preferRun(qint64 run); ///< new panels are of it, where the study has it
    const std::vector<experiments::FigureRun>& runs() const { return *m_runs; } ///< newest first
    /// What a new panel with that figure is of: the preferred run, or the study. Null run: there is none, or
    /// the runs are still read.
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

    /// Why a panel has nothing to draw; empty while its numbers are still read.
    QString problemOf(const charts::SheetPanel& panel);

    void forget(); ///< all numbers: they are read again once they are looked at
    /// Reads those of the page again, whatever is known of them. \param done gets the panels of the page as
    /// it was when this was asked \param failed gets the sentence of what could not be read
    void readAgain(std::function<void(const std::vector<charts::SheetPicture::Panel>&)> done,
        const std::function<void(const QString&)>& failed);

    /// The page, the panel of it that is selected, and the study whose page it is.
    struct Page
    {
        charts::Sheet sheet;
        std::size_t selected = 0;
        experiments::Study::Id study;
    };
    void setPage(const Page& page); ///< as it was at another time, with its study: no edit
    const charts::Sheet& sheet() const { return m_sheet; }
    /// One that was opened: the page of the study that all its panels are of, else of that on show.
    void setSheet(const charts::Sheet& sheet);
    void changeSheet(const charts::Sheet& sheet); ///< by the person
    std::size_t selected() const { return m_selected; } ///< a panel
    void select(std::size_t panel);
    void show(const QString& figure); ///< in the selected panel, or in a first one
    void add(const QString& figure, std::size_t before); ///< beyond the last: at the end
    void insert(
        const std::vector<charts::SheetPanel>& panels); ///< behind the selected one, whatever they are of
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
    /// The page was changed by the person.
    void edited(const btw::pages::FigureEditor::Page& before, const btw::pages::FigureEditor::Page& after);

private:
    using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, int>;
    void takeRuns(const std::shared_ptr<std::vector<experiments::FigureRun>>& runs);
    Page page() const { return { m_sheet, m_selected, m_study.id }; }
    void enter(const experiments::Study& study); ///< without its page
    void keepPage(); ///< of the study, for when it is chosen again
    void followStudy(const experiments::Study& study); ///< takes the panels along to another one
    void fillIn(); ///< panels that are of nothing yet, once the runs are known
    void change(const charts::Sheet& sheet, std::size_t selected);
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
    std::vector<experiments::Study> m_studies;
    std::map<std::pair<std::int64_t, std::int64_t>, Page>
        m_pages; ///< of other studies, by experiment, cohort
    std::vector<QString> m_wishes; ///< name of the run that a panel of nothing yet would be of, one a panel
    bool m_isStale = false; ///< the runs are those of another study
    bool m_isAsking = false; ///< for the runs of the study
    qint64 m_preferred = 0;
    std::map<Key, Entry> m_entries;
    std::uint64_t m_generation = 0; ///< of m_entries: an answer to an older question is dropped
    charts::Sheet m_sheet;
    std::size_t m_selected = 0;
    bool m_isTouched = false; ///< the person has composed something
};

} // namespace btw::pages
