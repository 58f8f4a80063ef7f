// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/runner.h"

#include "engine/error.h"
#include "engine/spec/trainable.h"
#include "engine/systems/system.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/referencemodels.h"
#include "workspace/jobs/runrecorder.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace btw::jobs {

namespace {

/// A request with its runs in the store.
struct Training
{
    const TrainingRequest* request = nullptr;
    std::vector<PlannedRun> plan;
    store::TrainingRecord record; ///< id 0: the plan leads only to one of the training's runs, not to its end

    bool isWhole() const { return record.id != 0; }
};

/// Works through trainings of one call. Keeps the scaled cohort while consecutive trainings share it.
class Session
{
public:
    Session(store::Store& store, training::RunControl& control, const Emit& emit, Detail detail,
        const systems::SystemRegistry& systems)
        : m_store(store)
        , m_control(control)
        , m_emit(emit)
        , m_detail(detail)
        , m_systems(systems)
    {
    }

    /// \param first index into the plan: the runs before it are not needed
    TrainingOutcome run(Training& training, std::size_t first = 0)
    {
        // Where another process has the training, its runs say so.
        m_claimed = training.isWhole() && m_store.claimTraining(training.record.id) ? training.record.id : 0;
        training.record.state = store::TrainingState::Running;
        try {
            return runAll(training, first);
        } catch (...) {
            endTraining(store::TrainingState::Failed);
            throw;
        }
    }

    /// An experiment's test figures are opened together, once all its trainings have ended: then their ends
    /// are told. \returns whether all had.
    bool openExperiment(std::int64_t id)
    {
        std::map<std::int64_t, store::TrainingRecord> trainings;
        for (auto& training : m_store.trainings())
            trainings.emplace(training.id, std::move(training));
        std::set<std::int64_t> runs;
        for (const auto& part : m_store.experiment(id).parts) {
            const auto training = trainings.find(part.trainingId);
            if (training == trainings.end())
                return false;
            for (const auto& run : training->second.runs) {
                if (runs.insert(run.runId).second
                    && m_store.run(run.runId)->status != store::RunStatus::Finished)
                    return false;
            }
        }
        m_store.openTests({ runs.begin(), runs.end() }, QStringLiteral("experiment %1").arg(id));
        for (const auto* training : m_held)
            if (training->request->experimentId == id)
                tellEnd(*training, 0);
        return true;
    }

private:
    TrainingOutcome runAll(Training& training, std::size_t first)
    {
        training::setThreads(training.request->threads);
        RemainingTime remaining(training.plan);
        for (std::size_t i = first; i < training.plan.size(); ++i) {
            if (m_control.stopRequested())
                return stopBetweenRuns(training);
            remaining.runStarted(i);
            const auto outcome = runOne(training, i, remaining);
            if (outcome != TrainingOutcome::Finished)
                return outcome;
            remaining.runDone();
        }
        endTraining(store::TrainingState::Finished);
        if (training.request->experimentId != 0) {
            m_held.push_back(&training);
            TrainingDone ended; // without figures: those come with the experiment's end
            ended.runId = training.plan.back().record.id;
            ended.experimentId = training.request->experimentId;
            m_emit(ended);
        } else {
            tellEnd(training, first);
        }
        return TrainingOutcome::Finished;
    }

    void tellEnd(const Training& training, std::size_t first)
    {
        const auto& record = training.plan.back().record;
        TrainingDone done;
        done.runId = record.id;
        done.experimentId = training.request->experimentId;
        for (std::size_t i = first; i < training.plan.size(); ++i)
            done.runs.push_back(*m_store.run(training.plan[i].record.id));
        const bool open = store::testIsOpen(done.runs.back());
        if (open)
            done.referenceModels = m_store.referenceModels(record.cohortId);
        if (m_detail == Detail::Digests && open && record.step != training::Step::Unimodal)
            done.card = std::make_shared<const ResultCard>(loadResultCard(m_store, done.runId));
        m_emit(done);
    }

    /// Before the event that says so: whoever hears it may look.
    void endTraining(store::TrainingState state)
    {
        if (m_claimed != 0)
            m_store.endTraining(std::exchange(m_claimed, 0), state);
    }

    training::Fitter& fitter(const TrainingRequest& request)
    {
        const auto& system = m_systems.get(request.spec.model);
        if (m_fitted != request.cohort || !m_fitter || m_device != request.device || m_system != &system) {
            m_fitter.reset();
            m_fitter = system.fitter(
                *request.cohort, { request.device.toStdString(), request.threads, request.ranks });
            m_fitted = request.cohort;
            m_device = request.device;
            m_system = &system;
        }
        return *m_fitter;
    }

    TrainingOutcome stopBetweenRuns(const Training& training)
    {
        TrainingDone ended;
        ended.runId = training.plan.back().record.id;
        ended.stopped = true;
        endTraining(store::TrainingState::Stopped);
        m_emit(ended);
        return TrainingOutcome::Stopped;
    }

    training::RunPlan enginePlan(const Training& training, std::size_t index) const
    {
        const auto& planned = training.plan[index];
        training::RunPlan plan;
        plan.step = planned.record.step;
        const auto& modalities = training.request->cohort->modalities;
        const auto found = std::find_if(modalities.begin(), modalities.end(),
            [&](const auto& one) { return one.name == planned.record.modality.toStdString(); });
        plan.modality = found == modalities.end() ? 0 : static_cast<std::size_t>(found - modalities.begin());
        plan.spec = planned.record.spec;
        plan.seed = planned.record.seed;
        plan.identity = planned.record.stepKey.toStdString();
        const auto& info = m_systems.get(plan.spec.model).info();
        if (plan.step == training::Step::Weighted
            || (plan.step == training::Step::Baseline && info.readsUnimodal)) {
            for (const auto& input : planned.inputs) {
                if (input.role == store::RunInput::Role::Unimodal)
                    plan.unimodal.push_back(m_store.bestPredictions(training.plan[input.run].record.id));
            }
        }
        return plan;
    }

    TrainingOutcome runOne(Training& training, std::size_t index, RemainingTime& remaining)
    {
        auto& record = training.plan[index].record;
        record = m_store.run(record.id).value_or(record);
        RunStarted started;
        started.training = training.record;
        started.task = training.request->cohort->task;
        started.step = record.step;
        started.index = static_cast<int>(index);
        started.count = static_cast<int>(training.plan.size());
        started.reused = record.status == store::RunStatus::Finished;
        const bool last = index + 1 == training.plan.size();
        if (started.reused) {
            started.run = record;
            m_emit(started);
            finish(training, record.id, last);
            return TrainingOutcome::Finished;
        }

        const auto checkpoint = prepareRun(record);
        started.resumed = checkpoint.has_value();
        started.run = record;
        m_emit(started);
        try {
            RunRecorder recorder(m_store, record, m_emit, remaining, m_detail);
            const auto result = fitter(*training.request)
                                    .train(enginePlan(training, index), m_control, recorder, checkpoint);
            if (result.outcome == training::Outcome::Stopped) {
                m_store.setStatus(record.id, store::RunStatus::Stopped,
                    QStringLiteral("Stopped after epoch %1; resume it to go on from there.")
                        .arg(result.epochs));
                return endEarly(record.id, TrainingOutcome::Stopped);
            }
            m_store.finishRun(record.id, result);
        } catch (const std::exception& error) {
            m_store.setStatus(record.id, store::RunStatus::Failed, tell(record, error));
            return endEarly(record.id, TrainingOutcome::Failed);
        }
        // The run is safe: what fails from here on is told, and leaves it finished.
        try {
            finish(training, record.id, last);
        } catch (const std::exception& error) {
            tell(record, error);
            return endEarly(record.id, TrainingOutcome::Failed);
        }
        return TrainingOutcome::Finished;
    }

    /// Says what went wrong with a run. \returns the sentence.
    QString tell(const store::RunRecord& record, const std::exception& error)
    {
        auto sentence = QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0);
        m_emit(ProblemFound { record.id, data::Severity::Error,
            QStringLiteral("%1 (run %2): %3").arg(record.name).arg(record.id).arg(sentence) });
        return sentence;
    }

    /// Claims the run. \returns the checkpoint to go on from, if there is one; a failed run goes on from its
    /// last good one, too. \throws btw::Error when the checkpoint is gone or damaged: epochs are never thrown
    /// away unasked.
    std::optional<std::string> prepareRun(store::RunRecord& record)
    {
        std::optional<std::string> checkpoint;
        if (record.epochs > 0 && !m_systems.get(record.spec.model).info().byGradient) {
            // Fitted at once: its one report came, its result did not.
            m_store.claimRun(record.id);
            m_store.truncateEpochs(record.id, 0);
            record = m_store.run(record.id).value_or(record);
            return checkpoint;
        }
        if (record.epochs > 0) {
            checkpoint = m_store.lastCheckpoint(record.id).toStdString();
        }
        m_store.claimRun(record.id);
        record = m_store.run(record.id).value_or(record);
        return checkpoint;
    }

    void finish(const Training& training, std::int64_t runId, bool last)
    {
        RunDone done;
        if (last && training.isWhole()) {
            // A placebo's reference models would answer no question.
            if (training.request->derivation.placebo.empty())
                done.referenceModels = ensureReferenceModels(
                    m_store, training.plan.back().record.cohortId, *training.request->cohort, m_control);
            std::vector<std::int64_t> ids;
            for (const auto& planned : training.plan)
                ids.push_back(planned.record.id);
            if (training.request->experimentId == 0)
                m_store.openTests(ids, QStringLiteral("training %1").arg(training.record.id));
        }
        done.run = *m_store.run(runId);
        if (m_detail == Detail::Digests)
            done.digest = std::make_shared<const RunDigest>(loadDigest(m_store, runId));
        m_emit(done);
    }

    TrainingOutcome endEarly(std::int64_t runId, TrainingOutcome outcome)
    {
        RunDone done;
        done.run = *m_store.run(runId);
        if (m_detail == Detail::Digests)
            done.digest = std::make_shared<const RunDigest>(loadDigest(m_store, runId));
        m_emit(done);
        TrainingDone ended;
        ended.runId = runId;
        ended.stopped = outcome == TrainingOutcome::Stopped;
        endTraining(ended.stopped ? store::TrainingState::Stopped : store::TrainingState::Failed);
        m_emit(ended);
        return outcome;
    }

    store::Store& m_store;
    training::RunControl& m_control;
    const Emit& m_emit;
    Detail m_detail;
    const systems::SystemRegistry& m_systems;
    const systems::System* m_system = nullptr;
    std::unique_ptr<training::Fitter> m_fitter;
    std::shared_ptr<const data::Cohort> m_fitted;
    QString m_device;
    std::int64_t m_claimed = 0; ///< the training under way, where it is this process's
    std::vector<const Training*> m_held; ///< have ended, but not their experiment
};

/// \param id 0: of none
void openExperiment(Session& session, std::int64_t id, const Emit& emit)
{
    if (id != 0 && !session.openExperiment(id))
        emit(ProblemFound { 0, data::Severity::Warning,
            QStringLiteral("Test figures of experiment %1 stay closed until all its trainings have ended: "
                           "start its command again.")
                .arg(id) });
}

/// Gradients are what processes share.
void refuseRanks(const TrainingRequest& request, const systems::System& system)
{
    if (request.ranks && !system.info().byGradient)
        throw Error("The system " + request.spec.model
            + " is fitted by one process: leave out --world-size, --rank and --store-url.");
}

void refuseErrors(const std::vector<data::Problem>& problems)
{
    for (const auto& problem : problems) {
        if (problem.severity == data::Severity::Error)
            throw Error(problem.where + ": " + problem.what + " " + problem.remedy);
    }
}

} // namespace

TrainingOutcome runTrainings(store::Store& store, const std::vector<TrainingRequest>& requests,
    training::RunControl& control, const Emit& emit, Detail detail, const systems::SystemRegistry& systems)
{
    for (const auto& request : requests)
        refuseErrors(training::canTrain(request.cohort->task, request.spec));
    std::map<const data::Cohort*, std::pair<std::int64_t, QString>> cohorts;
    std::vector<Training> trainings;
    std::set<std::int64_t> experiments;
    for (const auto& request : requests) {
        auto known = cohorts.find(request.cohort.get());
        if (known == cohorts.end()) {
            refuseErrors(training::canTrain(*request.cohort));
            const auto hash = request.identity ? request.identity->hash() : io::cohortHash(*request.cohort);
            const auto id = request.cohortId != 0 ? request.cohortId
                                                  : store.saveCohort(cohortRecord(*request.cohort,
                                                      request.cohortPath, hash, request.derivation));
            known = cohorts.emplace(request.cohort.get(), std::make_pair(id, hash)).first;
        }
        training::validateSpec(request.spec);
        const auto& system = systems.get(request.spec.model);
        refuseRanks(request, system);
        refuseErrors(system.cannotFit(*request.cohort, request.spec));
        trainings.push_back(
            { &request, planTraining(request, system, known->second.first, known->second.second), {} });
        recordPlan(store, trainings.back().plan);
        trainings.back().record = recordTraining(store, request, trainings.back().plan);
        if (request.experimentId != 0) {
            auto part = request.part;
            part.trainingId = trainings.back().record.id;
            store.addToExperiment(request.experimentId, part);
            experiments.insert(request.experimentId);
        }
    }

    Session session(store, control, emit, detail, systems);
    auto outcome = TrainingOutcome::Finished;
    for (auto& training : trainings) {
        const auto result = session.run(training);
        if (result == TrainingOutcome::Stopped)
            return result;
        // Another seed may do well where this one failed.
        if (result == TrainingOutcome::Failed)
            outcome = result;
        // But ranks have parted then.
        if (training.request->ranks && training.request->ranks->left())
            return outcome;
    }
    for (const auto experiment : experiments)
        openExperiment(session, experiment, emit);
    return outcome;
}

TrainingOutcome runOnRanks(store::Store& store, const std::vector<TrainingRequest>& requests,
    training::RunControl& control, const Emit& emit)
{
    const auto outcome = runTrainings(store, requests, control, emit);
    training::dismissFollowers(*requests.front().ranks,
        outcome == TrainingOutcome::Stopped ? training::Outcome::Stopped : training::Outcome::Finished);
    return outcome;
}

TrainingOutcome followRanks(const TrainingRequest& request, training::RunControl& control)
{
    refuseErrors(training::canTrain(*request.cohort, request.spec));
    refuseRanks(request, systems::builtinSystems().get(request.spec.model));
    training::setThreads(request.threads);
    training::Trainer trainer(*request.cohort, request.device.toStdString(), request.ranks);
    return trainer.follow(request.spec, control) == training::Outcome::Stopped ? TrainingOutcome::Stopped
                                                                               : TrainingOutcome::Finished;
}

namespace {

/// A training that an experiment asked for stays sealed with it.
void joinExperiment(const store::Store& store, std::int64_t trainingId, TrainingRequest& request)
{
    for (const auto& experiment : store.experiments()) {
        for (const auto& part : experiment.parts) {
            if (part.trainingId == trainingId) {
                request.experimentId = experiment.id;
                request.part = part;
                return;
            }
        }
    }
}

std::string capitalised(std::string words)
{
    words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words;
}

/// Completes the request of something that the store has: reads its cohort again. \param what "run 3"
void readAgain(
    const store::Store& store, std::int64_t cohortId, const std::string& what, TrainingRequest& request)
{
    if (request.device.endsWith(QStringLiteral(" ranks")))
        throw Error(capitalised(what) + " was begun by several processes (" + request.device.toStdString()
            + "): it goes on when every rank is started again with the btw train command that began it.");
    const auto record = store.cohort(cohortId);
    const bool isDrawn = record.splitOrigin == store::SplitOrigin::Drawn;
    auto read
        = io::openCohort(record.path, isDrawn ? record.splitSeed : request.spec.splitSeed, record.derivation);
    if (!read.cohort) {
        const auto& problem = read.problems.front();
        throw Error("The cohort of " + what + " cannot be read again: " + problem.where + ": " + problem.what
            + " " + problem.remedy);
    }
    request.cohort = std::make_shared<const data::Cohort>(std::move(*read.cohort));
    request.identity = std::make_shared<const CohortIdentity>(request.cohort);
    request.cohortPath = record.path;
    request.derivation = record.derivation;
    request.cohortId = cohortId;
    if (request.identity->hash() != record.hash)
        throw Error("The cohort " + record.path.toStdString() + " has changed since " + what
            + " began: bring back the old file, or train anew.");
}

} // namespace

TrainingOutcome resumeRun(store::Store& store, std::int64_t runId, training::RunControl& control,
    const Emit& emit, Detail detail, const systems::SystemRegistry& systems)
{
    const auto run = store.run(runId);
    if (!run)
        throw Error("There is no run " + std::to_string(runId) + " in " + store.path().toStdString()
            + "; 'btw runs' lists them.");
    const auto nothingToResume = [&] {
        emit(ProblemFound { runId, data::Severity::Note,
            QStringLiteral("Run %1 is finished: there is nothing to resume.").arg(runId) });
        return TrainingOutcome::Finished;
    };
    if (store::testIsOpen(*run))
        return nothingToResume();
    TrainingRequest request;
    request.spec = run->spec;
    request.seed = run->seed;
    request.threads = run->threads;
    request.device = run->device;
    readAgain(store, run->cohortId, "run " + std::to_string(runId), request);

    // Only what the run depends on, then the run itself.
    Training training { &request,
        planTraining(request, systems.get(run->spec.model), run->cohortId, request.identity->hash()), {} };
    bool isWhole = true;
    const auto isTheRun = [&](const store::RunRecord& planned) {
        return planned.stepKey == run->stepKey || planned.olderKey == run->stepKey;
    };
    while (!training.plan.empty() && !isTheRun(training.plan.back().record)) {
        training.plan.pop_back();
        isWhole = false;
    }
    if (training.plan.empty())
        throw Error("Run " + std::to_string(runId)
            + " was begun with another version of LibTorch and cannot go on bit for bit: train it anew.");
    // What may be left of a finished run is the end of its training: the plain regression, and opening the
    // test.
    if (run->status == store::RunStatus::Finished && !isWhole)
        return nothingToResume();
    recordPlan(store, training.plan);
    training.record
        = isWhole ? recordTraining(store, request, training.plan) : trainingOf(request, training.plan);
    const auto first = run->step == training::Step::Unimodal ? training.plan.size() - 1 : 0;
    joinExperiment(store, training.record.id, request);
    Session session(store, control, emit, detail, systems);
    const auto outcome = session.run(training, first);
    if (outcome == TrainingOutcome::Finished && isWhole)
        openExperiment(session, request.experimentId, emit);
    return outcome;
}

TrainingOutcome resumeTraining(store::Store& store, std::int64_t trainingId, training::RunControl& control,
    const Emit& emit, Detail detail, const systems::SystemRegistry& systems)
{
    const auto training = store.training(trainingId);
    if (!training)
        throw Error("There is no training " + std::to_string(trainingId) + " in " + store.path().toStdString()
            + "; 'btw runs' lists them.");
    TrainingRequest request;
    request.spec = training->spec;
    if (training->variant == QLatin1String("none")) // of an older store, that of a run that it shared
        request.spec.variant = weighting::Variant::None;
    request.seed = training->seed;
    request.threads = training->threads;
    request.device = training->device;
    joinExperiment(store, trainingId, request);
    readAgain(store, training->cohortId, "training " + std::to_string(trainingId), request);
    return runTrainings(store, { request }, control, emit, detail, systems);
}

} // namespace btw::jobs
