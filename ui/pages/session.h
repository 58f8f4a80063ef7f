// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "ui/pages/start/trainingchoice.h"
#include "workspace/jobs/events.h"
#include "workspace/jobs/importjob.h"

#include <QObject>
#include <QThreadPool>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

class QWidget;

namespace btw::jobs {
class Queue;
}

namespace btw::models {
class RunsModel;
}

namespace btw::widgets {
class Settings;
}

namespace btw::pages {

class Actions;
class DataPage;
class HeaderBar;
class ImportFlow;
class Sidebar;
class StartPage;
class StatusLine;
class TrainPage;

enum class Page : std::uint8_t { Start, Data, Train };

/// Ties the queue to the views: requests go in, values that come out are handed to whoever shows them.
/// Holds the open cohort. Every call returns at once.
class Session : public QObject
{
    Q_OBJECT

public:
    /// What it speaks to; all outlive it.
    struct Parts
    {
        jobs::Queue& queue;
        models::RunsModel& runs;
        widgets::Settings& settings;
        const Actions& actions;
        HeaderBar& header;
        Sidebar& sidebar;
        StatusLine& status;
        StartPage& start;
        TrainPage& train;
        DataPage& data;
    };
    Session(const Parts& parts, int threads, const QString& device, QWidget* window);
    ~Session() override;

    /// Opens a file or folder: straight away where it says itself what it holds, else by way of the import.
    void openPath(const QString& path);
    /// Opens what was opened before: roles that were guessed are not asked for again.
    void openAgain(const QString& path);
    /// Shows how the open cohort is read, to change it.
    void changeReading();
    /// Writes the open cohort: NAME.npz, or else a new folder of CSV files.
    void exportData(const QString& path);
    QString exportName() const; ///< a file name for the open cohort
    /// Where an export goes whose path was written with the suffix of the other kind, or with none.
    static QString exportTarget(const QString& path, bool isArchive);
    /// Makes the demo cohort and trains on it at once with the preset `demo`.
    void startDemo(const QString& kind);
    void train(const TrainingChoice& choice);
    void openRun(qint64 runId);
    bool isTraining() const { return m_busy; }

Q_SIGNALS:
    void pageWanted(btw::pages::Page page);

private:
    struct Planned
    {
        std::optional<Task> task; ///< unknown for a resumed run without epochs
        weighting::Variant variant;
        std::uint64_t seed;
    };
    void wireQueue();
    void wireActions();
    void wireImport();
    void cohortOpened(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
        const std::vector<io::Problem>& problems);
    void handle(const jobs::TrainingEvent& event);
    void say(const jobs::ProblemFound& problem);
    void failed(const QString& sentence);
    void resumeSelected();
    void removeSelected();
    void updateRunActions();
    void setBusy(bool busy);
    void setWaiting(int trainings);
    void showOpenCohort();
    void showLoaded(const std::shared_ptr<const jobs::RunDigest>& digest,
        const std::shared_ptr<const jobs::ResultCard>& card);
    void openClosedRun(); ///< shows the test figures of the run on show, if they were closed until now
    void hashCohort();

    Parts m_parts;
    QWidget* m_window; ///< parent of dialogs
    int m_threads;
    QString m_device;
    std::shared_ptr<const data::Cohort> m_cohort;
    QString m_cohortPath;
    jobs::ImportPlan m_plan; ///< how the open cohort was read
    std::unique_ptr<ImportFlow> m_import;
    QString m_opening; ///< the demo that is being made; empty otherwise
    bool m_trainWhenOpened = false;
    bool m_busy = false;
    qint64 m_closedRun = 0; ///< opened while its test figures were closed
    std::deque<Planned> m_planned; ///< asked for, not yet begun
    QThreadPool m_pool; ///< hashes cohorts; last, so that it has finished before the rest goes
};

} // namespace btw::pages
