// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/trainingsession.h"

#include "engine/error.h"
#include "engine/training/runtime.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/referencemodels.h"
#include "workspace/jobs/tokensnote.h"
#include "workspace/store/encoderhashes.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <utility>

namespace btw::jobs {

TrainingSession::TrainingSession(store::Store& store, training::RunControl& control, const Emit& emit,
    Detail detail, const systems::SystemRegistry& systems)
    : m_store(store)
    , m_control(control)
    , m_emit(emit)
    , m_detail(detail)
    , m_systems(systems)
{
}

TrainingOutcome TrainingSession::run(PlannedTraining& training, std::size_t first)
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

bool TrainingSession::openExperiment(std::int64_t id)
{
    if (!openIfOver(m_store, id))
        return false;
    for (const auto* training : m_held)
        if (training->request->experimentId == id)
            tellEnd(*training, 0);
    return true;
}

TrainingOutcome TrainingSession::runAll(PlannedTraining& training, std::size_t first)
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
        tellEndWithoutFigures(
            training, training.request->experimentId); // they come with the experiment's end
        return TrainingOutcome::Finished;
    }
    openEndedExperiments(m_store, { training.record.id });
    const auto experiment = hiddenBy(m_store, training.record.id);
    if (experiment != 0 && !store::testIsOpen(*m_store.run(training.plan.back().record.id))) {
        m_emit(ProblemFound { training.plan.back().record.id, data::Severity::Note,
            QStringLiteral(
                "Test figures stay hidden: experiment %1 asked for this training, too, and has not ended.")
                .arg(experiment) });
        tellEndWithoutFigures(training, experiment);
    } else {
        tellEnd(training, first);
    }
    return TrainingOutcome::Finished;
}

void TrainingSession::tellEndWithoutFigures(const PlannedTraining& training, std::int64_t experimentId)
{
    TrainingDone ended;
    ended.runId = training.plan.back().record.id;
    ended.experimentId = experimentId;
    m_emit(ended);
}

void TrainingSession::tellEnd(const PlannedTraining& training, std::size_t first)
{
    const auto& record = training.plan.back().record;
    TrainingDone done;
    done.runId = record.id;
    done.experimentId = training.request->experimentId;
    for (std::size_t i = first; i < training.plan.size(); ++i)
        done.runs.push_back(*m_store.run(training.plan[i].record.id));
    const bool open = store::testIsOpen(done.runs.back());
    if (open)
        done.referenceModels = m_store.referenceModels(record.splitId);
    if (m_detail == Detail::Digests && open && record.step != training::Step::Unimodal)
        done.card = std::make_shared<const ResultCard>(loadResultCard(m_store, done.runId, m_systems));
    m_emit(done);
}

void TrainingSession::endTraining(store::TrainingState state)
{
    if (m_claimed != 0)
        m_store.endTraining(std::exchange(m_claimed, 0), state);
}

training::Fitter& TrainingSession::fitter(const TrainingRequest& request, const std::string& model)
{
    const auto& system = m_systems.get(model);
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

TrainingOutcome TrainingSession::stopBetweenRuns(const PlannedTraining& training)
{
    TrainingDone ended;
    ended.runId = training.plan.back().record.id;
    ended.stopped = true;
    endTraining(store::TrainingState::Stopped);
    m_emit(ended);
    return TrainingOutcome::Stopped;
}

namespace {

weighting::MadeOf madeOf(store::RunInput::Role role)
{
    switch (role) {
    case store::RunInput::Role::Pool:
        return weighting::MadeOf::Pool;
    case store::RunInput::Role::CrossFit:
        return weighting::MadeOf::CrossFit;
    case store::RunInput::Role::Weights:
        return weighting::MadeOf::Weights;
    case store::RunInput::Role::Unimodal:
    case store::RunInput::Role::Baseline:
        break;
    }
    return weighting::MadeOf::Nothing;
}

} // namespace

training::Given TrainingSession::given(weighting::MadeOf as, std::int64_t runId) const
{
    const auto run = m_store.run(runId).value();
    training::Given given { as, m_store.bestPredictions(runId), {}, run.details.heldOut };
    if (as == weighting::MadeOf::Weights)
        if (auto best = m_store.epoch(runId, run.bestEpoch))
            given.weights = std::move(best->report.weights);
    return given;
}

training::RunPlan TrainingSession::enginePlan(const PlannedTraining& training, std::size_t index) const
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
    const bool readsUnimodal = plan.step == training::Step::Weighted
        || (plan.step == training::Step::Baseline && info.readsUnimodal);
    for (const auto& input : planned.inputs) {
        const auto id = training.plan[input.run].record.id;
        if (input.role == store::RunInput::Role::Unimodal && readsUnimodal)
            plan.unimodal.push_back(m_store.bestPredictions(id));
        else if (const auto as = madeOf(input.role); as != weighting::MadeOf::Nothing)
            plan.given.push_back(given(as, id));
    }
    return plan;
}

TrainingOutcome TrainingSession::runOne(
    PlannedTraining& training, std::size_t index, RemainingTime& remaining)
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
        store::refuseChangedEncoders(record.spec);
        RunRecorder recorder(m_store, record, m_systems, m_emit, remaining, m_detail);
        if (const auto note = tokensNote(*training.request->cohort, record, m_systems); !note.isEmpty())
            recorder.onWarning(note.toStdString());
        const auto result = fitter(*training.request, record.spec.model)
                                .train(enginePlan(training, index), m_control, recorder, checkpoint);
        if (result.outcome == training::Outcome::Stopped) {
            m_store.setStatus(record.id, store::RunStatus::Stopped,
                QStringLiteral("Stopped after epoch %1; resume it to go on from there.").arg(result.epochs));
            return endEarly(record.id, TrainingOutcome::Stopped);
        }
        m_store.finishRun(record.id, result);
    } catch (const std::exception& error) {
        const auto why = tell(record, error);
        m_store.setStatus(record.id, store::RunStatus::Failed, why);
        failWhatNeedsIt(training, record, why);
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

QString TrainingSession::tell(const store::RunRecord& record, const std::exception& error)
{
    auto sentence = QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0);
    m_emit(ProblemFound { record.id, data::Severity::Error,
        QStringLiteral("%1 (run %2): %3").arg(record.name).arg(record.id).arg(sentence) });
    return sentence;
}

std::optional<std::string> TrainingSession::prepareRun(store::RunRecord& record)
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

void TrainingSession::finish(const PlannedTraining& training, std::int64_t runId, bool last)
{
    RunDone done;
    if (last && training.isWhole()) {
        // A placebo's reference models would answer no question.
        if (training.request->derivation.placebo.empty())
            done.referenceModels = ensureReferenceModels(
                m_store, training.plan.back().record.splitId, *training.request->cohort, m_control);
        std::vector<std::int64_t> ids;
        for (const auto& planned : training.plan)
            if (planned.isOwn) // what others asked for is theirs to open
                ids.push_back(planned.record.id);
        if (training.request->experimentId == 0 && hiddenBy(m_store, training.record.id) == 0)
            m_store.openTests(ids, QStringLiteral("training %1").arg(training.record.id));
    }
    done.run = *m_store.run(runId);
    if (m_detail == Detail::Digests)
        done.digest = std::make_shared<const RunDigest>(loadDigest(m_store, runId, 0, {}, m_systems));
    m_emit(done);
}

void TrainingSession::failWhatNeedsIt(
    const PlannedTraining& training, const store::RunRecord& failed, const QString& why)
{
    const auto last = m_store.run(training.plan.back().record.id);
    if (training.isWhole() && last && last->id != failed.id && last->status == store::RunStatus::Queued)
        m_store.setStatus(last->id, store::RunStatus::Failed,
            QStringLiteral("It needs %1 (run %2), which failed: %3")
                .arg(failed.name)
                .arg(failed.id)
                .arg(why));
}

TrainingOutcome TrainingSession::endEarly(std::int64_t runId, TrainingOutcome outcome)
{
    RunDone done;
    done.run = *m_store.run(runId);
    if (m_detail == Detail::Digests)
        done.digest = std::make_shared<const RunDigest>(loadDigest(m_store, runId, 0, {}, m_systems));
    m_emit(done);
    TrainingDone ended;
    ended.runId = runId;
    ended.stopped = outcome == TrainingOutcome::Stopped;
    endTraining(ended.stopped ? store::TrainingState::Stopped : store::TrainingState::Failed);
    m_emit(ended);
    return outcome;
}

} // namespace btw::jobs
