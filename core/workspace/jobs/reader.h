// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"
#include "workspace/io/importpreview.h"
#include "workspace/jobs/cohortsummary.h"
#include "workspace/jobs/digest.h"
#include "workspace/jobs/queueentry.h"
#include "workspace/jobs/request.h"
#include "workspace/store/trainingrecord.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// A training that was cancelled and is to wait again.
struct TakenBack
{
    quint64 ticket = 0;
    std::optional<TrainingRequest> request; ///< of one that was asked for here
    qint64 trainingId = 0; ///< of another, in the store
    qint64 runId = 0; ///< of one that is resumed alone
};

/// What became of a training that was to be kept as queued.
struct Recorded
{
    quint64 ticket = 0;
    store::TrainingRecord training; ///< id 0: it is none, or could not be kept
    qint64 splitId = 0;
    bool isKept = false; ///< else failed() says why
};

/// Reads the store, and the heads of files, on the reading thread, for the queue. Every call answers with a
/// signal.
class Reader : public QObject
{
    Q_OBJECT

public:
    /// \param systems outlive it
    Reader(QString storePath, const systems::SystemRegistry& systems);
    ~Reader() override;

    void previewImport(const QString& path, const std::optional<std::vector<io::Remedy>>& remedies);
    /// Ends early, without an answer, when its thread is asked to end.
    void describe(const std::shared_ptr<const data::Cohort>& cohort);
    /// Keeps a training and its runs as queued; answers with recorded() in any case.
    void recordQueued(quint64 ticket, const TrainingRequest& request);
    /// The same for a training that the store has; \param runId its last run, or one that is resumed alone
    void recordAgain(quint64 ticket, qint64 runId);
    /// The same for those that were cancelled and wait again, all at once.
    void recordBack(const std::vector<TakenBack>& all);
    void cancelTrainings(const std::vector<std::int64_t>& trainingIds);
    void orderTrainings(const std::vector<std::int64_t>& ids);
    void findLeftOver(); ///< answers with leftOverFound
    void refreshRuns();
    void loadRun(qint64 runId);
    void removeRun(qint64 runId);

Q_SIGNALS:
    void recorded(std::vector<btw::jobs::Recorded> all);
    /// Trainings that wait in the store and that no living program has in its queue, in their order, before
    /// them those that were interrupted or stopped; and the experiments that some of them belong to, with
    /// those trainings alone.
    void leftOverFound(std::vector<btw::store::TrainingRecord> trainings,
        std::vector<btw::jobs::QueuedExperiment> experiments);
    void importPreviewed(std::shared_ptr<const btw::io::ImportPreview> preview);
    void importFailed(QString sentence); ///< of previewImport()
    void cohortDescribed(std::shared_ptr<const btw::jobs::CohortSummary> summary);
    void runsChanged(
        std::vector<btw::store::RunRecord> runs, std::vector<btw::store::TrainingRecord> trainings);
    void referenceKnown(qint64 splitId, btw::training::MetricSet test);
    void runLoaded(std::shared_ptr<const btw::jobs::RunDigest> digest,
        std::shared_ptr<const btw::jobs::ResultCard> card);
    void failed(QString sentence);

private:
    store::Store& store();
    Recorded queued(quint64 ticket, const TrainingRequest& request);
    Recorded again(quint64 ticket, qint64 runId, const std::vector<store::TrainingRecord>& known);
    void guarded(const std::function<void()>& work); ///< an exception becomes failed()

    QString m_path;
    const systems::SystemRegistry& m_systems;
    std::unique_ptr<store::Store> m_store;
    std::weak_ptr<const CohortIdentity> m_savedCohort; ///< the last one that was saved in the store
    std::int64_t m_savedId = 0;
};

} // namespace btw::jobs
