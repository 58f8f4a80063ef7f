// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/runrecorder.h"

#include "engine/error.h"
#include "workspace/store/store.h"

#include <QFile>

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace btw::jobs {

namespace {

// The best checkpoint is the last one of its epoch: a second name for the same bytes, not a second write.
void linkFile(const std::string& from, const std::string& to)
{
    ::unlink(to.c_str());
    if (::link(from.c_str(), to.c_str()) == 0)
        return;
    // File systems without hard links get a copy.
    if (!QFile::copy(QString::fromStdString(from), QString::fromStdString(to)))
        throw Error(to + ": the checkpoint could not be copied: " + std::strerror(errno)
                + ". Free some space or choose another folder.",
            Error::Kind::Work);
}

} // namespace

RunRecorder::RunRecorder(store::Store& store, const store::RunRecord& run,
    const systems::SystemRegistry& systems, const Emit& emit, RemainingTime& remaining, Detail detail)
    : m_store(store)
    , m_run(run)
    , m_emit(emit)
    , m_remaining(remaining)
    , m_detail(detail)
    , m_cohort(store.cohort(run.splitId))
    , m_digest(store, run, systems)
{
    for (const auto& epoch : store.epochs(run.id))
        m_digest.add(epoch);
    m_sinceBegin.start();
}

void RunRecorder::onBatch(const training::BatchProgress& progress)
{
    const double share = static_cast<double>(progress.batch) / static_cast<double>(progress.batches);
    m_emit(BatchDone { m_run.id, progress, m_remaining.seconds(share) });
}

void RunRecorder::onPause(bool paused)
{
    m_store.setStatus(m_run.id, paused ? store::RunStatus::Paused : store::RunStatus::Running, m_warnings);
}

void RunRecorder::onWarning(const std::string& sentence)
{
    const auto text = QString::fromStdString(sentence);
    m_warnings += (m_warnings.isEmpty() ? QString() : QStringLiteral(" ")) + text;
    m_store.setStatus(m_run.id, store::RunStatus::Running, m_warnings);
    m_emit(ProblemFound { m_run.id, data::Severity::Warning,
        QStringLiteral("%1 (run %2): %3").arg(m_run.name).arg(m_run.id).arg(text) });
}

void RunRecorder::onEpoch(
    const training::EpochReport& report, const std::function<void(const std::string& path)>& writeCheckpoint)
{
    std::string last, best;
    if (writeCheckpoint) { // a system that is fitted at once has nothing to go on from
        const auto directory = m_store.runDirectory(m_run.id).toStdString() + '/';
        last = "last-" + std::to_string(report.epoch) + ".pt";
        best = "best-" + std::to_string(report.epoch) + ".pt";
        writeCheckpoint(directory + last);
        if (report.best)
            linkFile(directory + last, directory + best);
    }

    store::EpochRecord record { report, summariseWeights(m_cohort, report.weights) };
    if (!writeCheckpoint)
        record.report.seconds = static_cast<double>(m_sinceBegin.elapsed()) / 1000;
    m_store.appendEpoch(m_run.id, record, QString::fromStdString(last),
        report.best ? QString::fromStdString(best) : QString());

    m_remaining.epochDone(report.seconds);
    m_digest.add(record);
    EpochDone done;
    done.runId = m_run.id;
    done.step = m_run.step;
    done.seed = m_run.seed;
    done.report = std::make_shared<const training::EpochReport>(report);
    done.weights = record.weights;
    if (m_detail == Detail::Digests) {
        const auto run = m_store.run(m_run.id).value_or(m_run);
        const bool shown = m_run.step != training::Step::Unimodal;
        done.digest = std::make_shared<const RunDigest>(
            m_digest.live(run, shown ? report.predictions : Predictions {}, report.epoch));
    }
    m_emit(done);
}

} // namespace btw::jobs
