// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/systems/system.h"
#include "workspace/io/importpreview.h"
#include "workspace/jobs/cohortsummary.h"
#include "workspace/jobs/events.h"
#include "workspace/jobs/importjob.h"
#include "workspace/jobs/queueentry.h"
#include "workspace/jobs/request.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace btw::training {
class RunControl;
}

namespace btw::jobs {

class Importing;
class Reader;
struct Recorded;
class TrainingWorker;

/// The GUI's side of the work: requests go in, values come out by queued signals. Never blocks. Trainings
/// stand in a list, which the store keeps (trainings that wait), and run one after the other on one thread;
/// cohort files and the store are read on a second one, so that a finished run can be looked at while another
/// trains; imports and exports, which may take minutes, have a third.
class Queue : public QObject
{
    Q_OBJECT

public:
    /// \param systems what a spec may name
    explicit Queue(const QString& storePath, QObject* parent = nullptr,
        systems::SystemRegistry systems = systems::builtinSystems());
    QString storePath() const { return m_storePath; }
    const systems::SystemRegistry& systems() const { return m_systems; } ///< any thread
    ~Queue() override; ///< asks the running training to stop and waits for its current batch

    /// Reads a cohort file or folder (io::openCohort); answers with cohortOpened or failed.
    void openCohort(const QString& path, std::uint64_t splitSeed = 0);
    /// Makes a planted demo cohort ("sentiment", "los"), keeps it in the store's folder, then as openCohort.
    void openDemo(const QString& kind);
    /// Answers as openCohort(); one that is made first takes minutes where it is large. \param name
    /// "sample:mosi"
    void openSample(const QString& name);
    /// Looks at a file or folder (io::previewImport); answers with importPreviewed or importFailed. A preview
    /// asked for before the last one that has not begun yet is left out. `remedies`: chosen since it was
    /// first looked at.
    void previewImport(const QString& path, const std::optional<std::vector<btw::io::Remedy>>& remedies = {});
    /// Reads it as the plan says, splits drawn, and counts what it holds; answers with importProgress now and
    /// then, and importRead or importCancelled. A newer request cancels this one.
    void readImport(const btw::jobs::ImportPlan& plan, quint64 splitSeed = 0);
    void
    cancelImport(); ///< the reading under way or waiting; answers with importCancelled where there is one
    /// Takes what was read as the current cohort: keeps a recipe that is not empty as NAME.recipe.json in the
    /// store's folder; answers with cohortOpened, whose path opens exactly this again, or importFailed.
    void acceptImport(const btw::jobs::ImportPlan& plan,
        const std::shared_ptr<const btw::data::Cohort>& cohort, const QString& name);
    /// Writes NAME.npz, or else a folder of CSV files, which must not exist yet; answers with cohortExported
    /// or exportFailed.
    void exportCohort(const std::shared_ptr<const btw::data::Cohort>& cohort, const QString& path);
    /// Counts what the cohort holds; answers with cohortDescribed.
    void describe(const std::shared_ptr<const btw::data::Cohort>& cohort);
    /// Records the training as queued, then trains when its turn comes.
    void enqueue(const btw::jobs::TrainingRequest& request);
    /// Puts an experiment's trainings at the end, as one group; those that are in the list stay where they
    /// are. Its test figures are opened together, once all that are not cancelled have ended.
    void enqueue(const btw::jobs::QueuedExperiment& experiment);
    /// When its turn comes: what the run depends on, then the run. \param name of what is resumed, for people
    void resumeRun(qint64 runId, const QString& name = {});
    const std::vector<btw::jobs::QueueEntry>& entries() const { return m_shown; } ///< what runs first
    void cancel(quint64 ticket); ///< one that waits
    void cancel(const std::vector<std::uint64_t>& tickets); ///< those of them that wait
    void cancelExperiment(qint64 experimentId); ///< all of it that waits
    void cancelAll(); ///< all that waits
    /// What was cancelled by mistake waits again, where it was.
    void takeBack(const std::vector<std::uint64_t>& tickets);
    void forgetCancelled(); ///< nothing is taken back any more
    void move(quint64 ticket, int by); ///< one that waits: -1 is one place up
    /// Those that wait, in this order; others that wait come behind them.
    void setOrder(const std::vector<std::uint64_t>& tickets);
    /// Looks for trainings that were interrupted: that waited or ran when a program ended, or were stopped.
    /// Answers with leftOverChanged. They do not go on unless goOnWithLeftOver() is called.
    void findLeftOver();
    const std::vector<btw::store::TrainingRecord>& leftOver() const { return m_leftOver; }
    void goOnWithLeftOver(); ///< puts them at the end of the queue
    void removeLeftOver(); ///< cancels them; what was trained is kept
    void pause(bool paused); ///< after the current batch
    void stop(); ///< the foreground training; its last epoch is kept
    void refreshRuns(); ///< answers with runsChanged
    void loadRun(qint64 runId); ///< answers with runLoaded
    void removeRun(qint64 runId); ///< answers with runsChanged or failed

Q_SIGNALS:
    void cohortOpened(std::shared_ptr<const btw::data::Cohort> cohort, QString path,
        std::vector<btw::io::Problem> problems);
    void cohortDescribed(std::shared_ptr<const btw::jobs::CohortSummary> summary);
    void importPreviewed(std::shared_ptr<const btw::io::ImportPreview> preview);
    void importProgress(double share); ///< 0 to 1, of the file being read
    void importRead(std::shared_ptr<const btw::jobs::ImportReport> report);
    void importCancelled(); ///< nothing was changed
    void importFailed(QString sentence); ///< looking at a source, or taking what was read
    void cohortExported(QString path);
    void exportFailed(QString sentence);
    void runsChanged(
        std::vector<btw::store::RunRecord> runs, std::vector<btw::store::TrainingRecord> trainings);
    /// Test figures of the plain regression on everything, after runsChanged, for each cohort that has them.
    void referenceKnown(qint64 splitId, btw::training::MetricSet test);
    void runLoaded(std::shared_ptr<const btw::jobs::RunDigest> digest,
        std::shared_ptr<const btw::jobs::ResultCard> card); ///< card is null until the run is finished
    void reported(btw::jobs::TrainingEvent event);
    void busyChanged(bool training); ///< a training starts, or none is left
    void waitingChanged(int trainings); ///< trainings behind the foreground one
    void entriesChanged(std::vector<btw::jobs::QueueEntry> entries);
    void leftOverChanged(std::vector<btw::store::TrainingRecord> trainings);
    /// cancel() and the like have taken these out of the list.
    void cancelled(std::vector<std::uint64_t> tickets);
    /// move() and setOrder() have changed the order of those that wait.
    void reordered(std::vector<std::uint64_t> before, std::vector<std::uint64_t> after);
    void failed(QString sentence); ///< of all other work

private:
    struct Item;
    struct Cancelled
    {
        std::size_t place = 0; ///< where it was in the list
        std::unique_ptr<Item> item;
    };

    Item& add(const QString& name);
    void addPart(const QueuedExperiment& experiment, const QueuedExperiment::Training& training);
    std::set<std::int64_t> listed() const; ///< trainings of the store that are in the list
    void takeLeftOver(
        const std::vector<store::TrainingRecord>& found, const std::vector<QueuedExperiment>& experiments);
    void recorded(const std::vector<Recorded>& all);
    void startNext();
    void ended(quint64 ticket);
    void cancelWhere(const std::function<bool(const QueueEntry&)>& isMeant); ///< of those that wait
    void release(std::vector<std::int64_t> trainingIds); ///< cancels in the store those not in the list
    std::vector<std::uint64_t> waitingTickets() const;
    void tell(); ///< that the list has changed
    void keepOrder();

    QString m_storePath;
    const systems::SystemRegistry m_systems;
    QThread m_trainingThread, m_readingThread, m_importingThread;
    TrainingWorker* m_trainer; ///< lives in m_trainingThread, deleted when it finishes
    Reader* m_reader; ///< lives in m_readingThread, likewise
    std::shared_ptr<std::atomic<bool>> m_closingImports = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> m_cancelled; ///< of the last import asked for
    std::shared_ptr<std::atomic<std::uint64_t>> m_lastPreview
        = std::make_shared<std::atomic<std::uint64_t>>(0);
    Importing* m_importing; ///< lives in m_importingThread, likewise
    std::mutex m_mutex;
    std::shared_ptr<training::RunControl> m_control; ///< of the foreground training, guarded by m_mutex
    std::atomic<bool> m_closing { false };
    std::uint64_t m_lastTicket = 0;
    std::vector<std::unique_ptr<Item>> m_items; ///< what runs first, then what waits
    std::map<std::uint64_t, Cancelled> m_cancelledItems; ///< by ticket
    std::vector<QueueEntry> m_shown; ///< of m_items
    std::size_t m_toldSize = 0;
    std::vector<store::TrainingRecord> m_leftOver;
    std::vector<QueuedExperiment> m_leftOverExperiments; ///< that some of them belong to
};

} // namespace btw::jobs
