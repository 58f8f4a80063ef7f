// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/reader.h"

#include "engine/error.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/queuedexperiments.h"
#include "workspace/store/store.h"

#include <QThread>

#include <algorithm>
#include <map>
#include <set>

namespace btw::jobs {

Reader::Reader(QString storePath, const systems::SystemRegistry& systems)
    : m_path(std::move(storePath))
    , m_systems(systems)
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

void Reader::previewImport(const QString& path, const std::optional<std::vector<io::Remedy>>& remedies)
{
    try {
        auto preview = std::make_shared<io::ImportPreview>(
            io::previewImport(path, io::ReadLimits::ofEnvironment(), remedies));
        preview->asked = path;
        Q_EMIT importPreviewed(preview);
    } catch (const std::exception& error) {
        Q_EMIT importFailed(QString::fromUtf8(error.what()));
    }
}

void Reader::describe(const std::shared_ptr<const data::Cohort>& cohort)
{
    guarded([&] {
        const auto* thread = QThread::currentThread();
        if (auto summary = summarise(cohort, [thread] { return thread->isInterruptionRequested(); }))
            Q_EMIT cohortDescribed(summary);
    });
}

Recorded Reader::queued(quint64 ticket, const TrainingRequest& request)
{
    Recorded kept { ticket, {}, 0, false };
    guarded([&] {
        const auto identity
            = request.identity ? request.identity : std::make_shared<const CohortIdentity>(request.cohort);
        kept.splitId = m_savedId;
        if (!request.identity || m_savedCohort.lock() != request.identity) {
            kept.splitId
                = store().saveCohort(cohortRecord(*identity, request.cohortPath, request.derivation));
            m_savedCohort = request.identity;
            m_savedId = kept.splitId;
        }
        auto plan = planTraining(request, m_systems, kept.splitId, identity->hash());
        recordPlan(store(), plan);
        kept.training = recordTraining(store(), request, m_systems, plan);
    });
    kept.isKept = kept.training.id != 0;
    return kept;
}

Recorded Reader::again(quint64 ticket, qint64 runId, const std::vector<store::TrainingRecord>& known)
{
    Recorded kept { ticket, {}, 0, true };
    guarded([&] {
        const auto found = std::find_if(known.begin(), known.end(), [runId](const auto& one) {
            return one.lastRun() == runId && one.state != store::TrainingState::Finished;
        });
        if (found == known.end())
            return;
        kept.training = *found;
        kept.splitId = found->splitId;
        store().findOrAddTraining(*found);
    });
    return kept;
}

void Reader::recordQueued(quint64 ticket, const TrainingRequest& request)
{
    Q_EMIT recorded({ queued(ticket, request) });
    refreshRuns();
}

void Reader::recordAgain(quint64 ticket, qint64 runId)
{
    std::vector<store::TrainingRecord> known;
    guarded([&] { known = store().trainings(); });
    Q_EMIT recorded({ again(ticket, runId, known) });
    refreshRuns();
}

void Reader::recordBack(const std::vector<TakenBack>& all)
{
    std::vector<Recorded> done;
    done.reserve(all.size());
    guarded([&] {
        // One transaction, and one look at all trainings: an experiment may have thousands.
        store().atomically(QStringLiteral("queue trainings again"), [&] {
            const auto before = store().trainings();
            for (const auto& one : all) {
                if (one.request)
                    done.push_back(queued(one.ticket, *one.request));
                else if (one.trainingId == 0)
                    done.push_back(again(one.ticket, one.runId, before));
                else
                    guarded([&] { store().queueTraining(one.trainingId); });
            }
        });
    });
    guarded([&] {
        std::map<std::int64_t, store::TrainingRecord> known;
        for (auto& training : store().trainings())
            known.emplace(training.id, std::move(training));
        for (const auto& one : all) {
            if (one.request || one.trainingId == 0)
                continue;
            const auto found = known.find(one.trainingId);
            const bool isKept
                = found != known.end() && found->second.state != store::TrainingState::Cancelled;
            done.push_back({ one.ticket, isKept ? found->second : store::TrainingRecord(),
                isKept ? found->second.splitId : 0, isKept });
        }
    });
    Q_EMIT recorded(done);
    refreshRuns();
}

void Reader::cancelTrainings(const std::vector<std::int64_t>& trainingIds)
{
    for (const auto id : trainingIds)
        guarded([&] { store().cancelTraining(id); });
    refreshRuns();
}

void Reader::orderTrainings(const std::vector<std::int64_t>& ids)
{
    guarded([&] { store().orderTrainings(ids); });
}

void Reader::findLeftOver()
{
    guarded([&] {
        std::vector<store::TrainingRecord> found;
        for (auto& training : store().trainings()) {
            if (!training.isElsewhere
                && (training.state == store::TrainingState::Queued
                    || training.state == store::TrainingState::Interrupted
                    || training.state == store::TrainingState::Stopped))
                found.push_back(std::move(training));
        }
        std::stable_sort(
            found.begin(), found.end(), [](const auto& a, const auto& b) { return a.position < b.position; });
        Q_EMIT leftOverFound(found, queuedExperiments(store(), found));
    });
}

void Reader::refreshRuns()
{
    guarded([&] {
        const auto runs = store().runs();
        std::set<std::int64_t> splits;
        for (const auto& run : runs) {
            if (store::testIsOpen(run))
                splits.insert(run.splitId);
        }
        Q_EMIT runsChanged(runs, store().trainings());
        for (const auto split : splits) {
            for (const auto& model : store().referenceModels(split)) {
                if (model.name == QLatin1String("all"))
                    Q_EMIT referenceKnown(split, model.test);
            }
        }
    });
}

void Reader::loadRun(qint64 runId)
{
    guarded([&] {
        auto digest = std::make_shared<const RunDigest>(loadDigest(store(), runId, 0, {}, m_systems));
        std::shared_ptr<const ResultCard> card;
        if (store::testIsOpen(digest->run) && digest->run.step != training::Step::Unimodal)
            card = std::make_shared<const ResultCard>(loadResultCard(store(), runId, m_systems));
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
