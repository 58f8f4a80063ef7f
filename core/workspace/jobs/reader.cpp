// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/reader.h"

#include "engine/data/samples.h"
#include "engine/error.h"
#include "workspace/io/cohorthash.h"
#include "workspace/io/npz.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/plan.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFileInfo>
#include <QThread>

#include <set>

namespace btw::jobs {

Reader::Reader(QString storePath)
    : m_path(std::move(storePath))
{
}

Reader::~Reader() = default;

store::Store& Reader::store()
{
    if (!m_store)
        m_store = std::make_unique<store::Store>(m_path);
    return *m_store;
}

void Reader::guarded(const std::function<void()>& work)
{
    try {
        work();
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void Reader::openCohort(const QString& path, std::uint64_t splitSeed)
{
    guarded([&] {
        const auto absolute = QFileInfo(path).absoluteFilePath();
        auto read = io::openCohort(absolute, splitSeed);
        std::shared_ptr<const data::Cohort> cohort;
        if (read.cohort)
            cohort = std::make_shared<const data::Cohort>(std::move(*read.cohort));
        Q_EMIT cohortOpened(cohort, absolute, read.problems);
    });
}

void Reader::openDemo(const QString& kind)
{
    guarded([&] {
        const auto folder = store().path() + QStringLiteral(".d");
        const auto path = QStringLiteral("%1/demo-%2.npz").arg(folder, kind);
        if (!QFileInfo::exists(path)) {
            QDir().mkpath(folder);
            io::writeNpz(kind == QLatin1String("los") ? data::makeLos() : data::makeSentiment(), path);
        }
        openCohort(path, 0);
    });
}

void Reader::describe(const std::shared_ptr<const data::Cohort>& cohort)
{
    guarded([&] {
        const auto* thread = QThread::currentThread();
        if (auto summary = summarise(cohort, [thread] { return thread->isInterruptionRequested(); }))
            Q_EMIT cohortDescribed(summary);
    });
}

void Reader::recordQueued(const TrainingRequest& request)
{
    guarded([&] {
        const auto hash = io::cohortHash(*request.cohort);
        const auto id = store().saveCohort(cohortRecord(*request.cohort, request.cohortPath, hash));
        auto plan = planTraining(request, id, hash);
        recordPlan(store(), plan);
        refreshRuns();
    });
}

void Reader::refreshRuns()
{
    guarded([&] {
        const auto runs = store().runs();
        std::set<std::int64_t> cohorts;
        for (const auto& run : runs) {
            if (run.status == store::RunStatus::Finished)
                cohorts.insert(run.cohortId);
        }
        Q_EMIT runsChanged(runs);
        for (const auto cohort : cohorts) {
            for (const auto& model : store().yardstick(cohort)) {
                if (model.name == QLatin1String("all"))
                    Q_EMIT yardstickKnown(cohort, model.test);
            }
        }
    });
}

void Reader::loadRun(qint64 runId)
{
    guarded([&] {
        auto digest = std::make_shared<const RunDigest>(loadDigest(store(), runId));
        std::shared_ptr<const ResultCard> card;
        if (digest->run.status == store::RunStatus::Finished && digest->run.step != training::Step::Unimodal)
            card = std::make_shared<const ResultCard>(loadResultCard(store(), runId));
        Q_EMIT runLoaded(digest, card);
    });
}

void Reader::removeRun(qint64 runId)
{
    guarded([&] {
        store().removeRun(runId);
        refreshRuns();
    });
}

} // namespace btw::jobs
