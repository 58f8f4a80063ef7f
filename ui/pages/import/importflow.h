// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/importpreview.h"
#include "workspace/jobs/importjob.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

class ImportView;

/// The way of a source from its path to an open cohort: looks at it, reads it as chosen and again whenever a
/// choice changes, and takes what was read. A source that says itself what it holds and has no error is taken
/// at once; the view is shown only where a person has something to decide or to wait for.
class ImportFlow : public QObject
{
    Q_OBJECT

public:
    enum class Ask : std::uint8_t {
        Guesses, ///< the view opens where roles were guessed, or something is wrong
        Problems, ///< only where something is wrong: it was opened before
        Always
    };
    static constexpr int kPatienceMs = 400; ///< a reading that takes longer is shown
    static constexpr int kRestMs = 250; ///< between a choice and the reading that follows it

    ImportFlow(jobs::Queue& queue, ImportView& view, QObject* parent = nullptr);

    void open(const QString& path, Ask ask);
    /// Shows how a source is read, beginning with what was chosen for it before.
    void change(const jobs::ImportPlan& plan);
    /// Reads a source as it was read before: choices are asked for only where something is wrong.
    void openAs(const jobs::ImportPlan& plan);
    bool isUnderWay() const { return m_stage != Stage::None; }
    /// A person has chosen something for a source that is not open yet.
    bool hasChoices() const;
    /// The view is shown, and nothing asks for a person: the reading only takes a while.
    bool isPassing() const { return m_passing; }
    /// Ends it without a cohort; what is open stays open.
    void discard();
    /// The problems and counts of a cohort that this flow read, or null.
    std::shared_ptr<const jobs::ImportReport> reportOf(
        const std::shared_ptr<const data::Cohort>& cohort) const;
    const jobs::ImportPlan& plan() const { return m_plan; } ///< of the last reading
    const QString& path() const { return m_path; }
    /// Where the data lie: of a recipe, that of its data.
    QString source() const;
    void taken(); ///< its cohort is open

Q_SIGNALS:
    void viewWanted();
    /// Nothing can be made of the source, and no choice would change that.
    void unusable(const QString& path, const std::vector<btw::io::Problem>& problems);
    void discarded();

private:
    enum class Stage : std::uint8_t { None, Looking, Choosing, Taking };
    void begin(const QString& path, Ask ask);
    void previewed(const std::shared_ptr<const io::ImportPreview>& preview);
    void guessAgain(); ///< where rows, cells or columns are left out since columns were guessed
    void read();
    void readDone(const std::shared_ptr<const jobs::ImportReport>& report);
    void readStopped();
    void take();
    void failed(const QString& sentence); ///< looking, or taking
    void release();
    void showView();
    bool canBeMended(const std::vector<io::Problem>& problems) const;

    jobs::Queue& m_queue;
    ImportView& m_view;
    Stage m_stage = Stage::None;
    Ask m_ask = Ask::Guesses;
    bool m_shown = false; ///< the view is on show
    bool m_passing = false; ///< the view is shown only because the reading takes a while
    bool m_isFirst = true; ///< nothing has been read yet
    bool m_settingUp = false; ///< the draft changes by the flow's own hand
    int m_unanswered = 0; ///< readings asked for and not answered yet; only the last one counts
    QString m_path;
    io::Recipe m_recipe; ///< to begin with
    jobs::ImportPlan m_plan;
    std::shared_ptr<const io::ImportPreview> m_preview;
    std::shared_ptr<const jobs::ImportReport> m_report;
    QTimer m_rest, m_patience;
};

} // namespace btw::pages
