// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine.h"

#include "app/cli/console.h"
#include "app/cli/files.h"
#include "parts.h"
#include "queue.h"

#include "engine/error.h"
#include "engine/training/control.h"
#include "workspace/jobs/gathering.h"
#include "workspace/jobs/keptsample.h"
#include "workspace/store/clusterfolder.h"
#include "workspace/store/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QThread>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace btw::cli::slurm {

namespace {

constexpr int kSubmissionsAtMost = 3; ///< of a part, in one call
constexpr int kQueueFailuresAtMost = 30; ///< one after another
constexpr int kPollMs = 2000;
constexpr int kStopMs = 100; ///< how long a signal waits

/// A word for a POSIX shell.
QString quoted(QString word)
{
    return QLatin1Char('\'') + word.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

class Engine
{
public:
    Engine(store::Store& store, const experiments::ExperimentFile& file,
        const std::vector<jobs::TrainingRequest>& requests, training::RunControl& control, Console& console)
        : m_store(store)
        , m_requests(requests)
        , m_control(control)
        , m_console(console)
        , m_folder(store::clusterFolder(store.path(), requests.front().experimentId))
    {
        if (!m_folder.mkpath(QStringLiteral(".")))
            throw Error(m_folder.path().toStdString()
                    + " cannot be made: check the permissions of the folder and the space on the disk",
                Error::Kind::Work);
        QFile::remove(m_folder.filePath(QLatin1String(store::kClusterGivenUp))); // it is tried again
        const auto plans = jobs::recordTrainings(store, requests);
        const auto parts = partsOf(plans);
        m_runs.resize(parts.size());
        for (std::size_t part = 0; part < parts.size(); ++part)
            for (const auto training : parts[part])
                for (const auto& planned : plans[training])
                    m_runs[part].insert(planned.record.id);
        writeScript(file);
        readJobs();
    }

    jobs::TrainingOutcome run()
    {
        m_console.message(QStringLiteral("%1 parts for Slurm; logs and stores of the jobs are in %2.")
                              .arg(m_runs.size())
                              .arg(m_folder.path()));
        for (std::size_t part = 0; part < m_runs.size(); ++part)
            if (!isDone(part))
                m_open.insert(part);
        while (true) {
            if (const auto waiting = inQueue()) {
                if (!settle(*waiting))
                    return jobs::TrainingOutcome::Failed;
                if (m_open.empty())
                    break;
            }
            m_console.progress(QStringLiteral("%1 of %2 parts finished")
                                   .arg(m_runs.size() - m_open.size())
                                   .arg(m_runs.size()));
            if (!pause()) {
                m_console.message(
                    QStringLiteral("The jobs stay in the queue; the same command waits for them again."));
                return jobs::TrainingOutcome::Stopped;
            }
        }
        // All is in the store: the parts' own copies are not needed any more.
        m_folder.removeRecursively();
        return jobs::TrainingOutcome::Finished;
    }

private:
    QString file(const QString& name) const { return m_folder.filePath(name); }
    QString storeOf(std::size_t part) const { return file(QStringLiteral("part-%1.sqlite").arg(part)); }

    void writeScript(const experiments::ExperimentFile& asked)
    {
        auto json = asked.json;
        // As it was resolved here: the jobs' machines have to train the same steps.
        json.insert(QStringLiteral("device"), m_requests.front().device);
        if (asked.isSample()) // kept beside this store already: no part makes its own
            json.insert(QStringLiteral("data"),
                jobs::keptSamplePath(
                    QFileInfo(m_folder.absolutePath()).path(), jobs::namedSample(asked.data)));
        writeWhole(file(QStringLiteral("experiment.json")), QJsonDocument(json).toJson());
        const QString script
            = QStringLiteral("#!/bin/sh\n"
                             "#SBATCH --job-name=btw-%1\n"
                             "#SBATCH --ntasks=1\n"
                             "#SBATCH --cpus-per-task=%2\n"
                             "#SBATCH --output=/dev/null\n"
                             "cd %3 || exit 1\n"
                             "exec %4 sweep experiment.json --store part-$SLURM_ARRAY_TASK_ID.sqlite "
                             "--part $SLURM_ARRAY_TASK_ID --json > part-$SLURM_ARRAY_TASK_ID.log 2>&1\n")
                  .arg(m_requests.front().experimentId)
                  .arg(m_requests.front().threads)
                  .arg(quoted(m_folder.absolutePath()), quoted(QCoreApplication::applicationFilePath()));
        writeWhole(file(QStringLiteral("job.sh")), script.toUtf8());
    }

    /// Those that an earlier call submitted.
    void readJobs()
    {
        QFile jobs(file(QLatin1String(store::kClusterJobs)));
        if (jobs.open(QIODevice::ReadOnly))
            m_jobs = QString::fromUtf8(jobs.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }

    bool isDone(std::size_t part) const
    {
        return std::all_of(m_runs[part].begin(), m_runs[part].end(), [&](std::int64_t id) {
            const auto run = m_store.run(id);
            return run && run->status == store::RunStatus::Finished;
        });
    }

    std::optional<std::set<std::size_t>> inQueue()
    {
        QString why;
        auto waiting = tasksInQueue(m_jobs, why);
        if (waiting)
            m_queueFailures = 0;
        else if (++m_queueFailures >= kQueueFailuresAtMost)
            throw Error("--engine slurm: squeue cannot be asked: " + why.toStdString()
                    + ". The jobs go on; the same command waits for them again.",
                Error::Kind::Work);
        return waiting;
    }

    /// Gathers what has left the queue, and submits what did not finish. \return false where a part is given
    /// up
    bool settle(const std::set<std::size_t>& waiting)
    {
        std::vector<std::size_t> again;
        for (auto it = m_open.begin(); it != m_open.end();) {
            const auto part = *it;
            if (waiting.count(part) > 0) {
                ++it;
                continue;
            }
            // Its job is gone, so that nobody writes to its store: other hosts' locks are not to be trusted.
            if (QFileInfo::exists(storeOf(part)))
                jobs::gather(m_store, store::Store(storeOf(part), store::Store::Mode::Existing));
            if (isDone(part)) {
                it = m_open.erase(it);
                continue;
            }
            if (m_submitted[part]++ >= kSubmissionsAtMost) {
                m_console.message(QStringLiteral("Part %1 did not finish in %2 jobs; its log is %3.")
                                      .arg(part)
                                      .arg(kSubmissionsAtMost)
                                      .arg(file(QStringLiteral("part-%1.log").arg(part))));
                writeWhole(file(QLatin1String(store::kClusterGivenUp)), {});
                return false;
            }
            if (m_submitted[part] > 1)
                m_console.message(
                    QStringLiteral("Part %1 left the queue unfinished and is submitted again; it "
                                   "goes on from its last epoch.")
                        .arg(part));
            again.push_back(part);
            ++it;
        }
        if (!again.empty())
            submitAgain(again);
        return true;
    }

    void submitAgain(const std::vector<std::size_t>& parts)
    {
        const QString job = submit(file(QStringLiteral("job.sh")), parts);
        m_jobs << job;
        writeWhole(file(QLatin1String(store::kClusterJobs)), m_jobs.join(QLatin1Char('\n')).toUtf8());
        m_console.message(QStringLiteral("Submitted job %1 with %2 tasks.").arg(job).arg(parts.size()));
    }

    /// \returns false where a stop was asked for.
    bool pause()
    {
        for (int waited = 0; waited < kPollMs; waited += kStopMs) {
            if (m_control.stopRequested())
                return false;
            QThread::msleep(kStopMs);
        }
        return true;
    }

    store::Store& m_store;
    const std::vector<jobs::TrainingRequest>& m_requests;
    training::RunControl& m_control;
    Console& m_console;
    QDir m_folder;
    std::vector<std::set<std::int64_t>> m_runs; ///< of each part, in the store
    std::set<std::size_t> m_open; ///< parts that are not finished
    std::map<std::size_t, int> m_submitted; ///< how often, in this call
    QStringList m_jobs; ///< numbers, those of earlier calls too
    int m_queueFailures = 0;
};

} // namespace

jobs::TrainingOutcome train(store::Store& store, const experiments::ExperimentFile& file,
    const std::vector<jobs::TrainingRequest>& requests, training::RunControl& control, Console& console)
{
    return Engine(store, file, requests, control, console).run();
}

jobs::TrainingOutcome trainPart(store::Store& store, const std::vector<jobs::TrainingRequest>& requests,
    std::size_t part, training::RunControl& control, const jobs::Emit& emit)
{
    // All are recorded, so that no figure is opened before the whole experiment has ended.
    const auto parts = partsOf(jobs::recordTrainings(store, requests));
    if (part >= parts.size())
        throw Error("--part is " + std::to_string(part) + ", but the experiment has the parts 0 to "
            + std::to_string(parts.size() - 1) + ".");
    std::vector<jobs::TrainingRequest> own;
    own.reserve(parts[part].size());
    for (const auto place : parts[part])
        own.push_back(requests[place]);
    return jobs::runTrainings(store, own, control, emit);
}

} // namespace btw::cli::slurm
