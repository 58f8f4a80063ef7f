// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/runner.h"

#include "engine/data/derivation.h"
#include "engine/error.h"
#include "engine/spec/trainable.h"
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/refusals.h"
#include "workspace/jobs/trainingsession.h"
#include "workspace/store/store.h"

#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace btw::jobs {

namespace {

/// \param id 0: of none
void openExperiment(
    const store::Store& store, TrainingSession& session, std::int64_t id, Detail detail, const Emit& emit)
{
    // A window shows what is left of an experiment; it trains one part at a time.
    if (id != 0 && !session.openExperiment(id) && detail == Detail::Figures)
        emit(ProblemFound { 0, data::Severity::Warning,
            QStringLiteral("Experiment %1: %2 btw resume --experiment %1 trains what is left.")
                .arg(id)
                .arg(hiddenSentence(
                    progressOf(store.experiment(id), trainingsById(store), runsById(store)))) });
}

struct SavedCohort
{
    std::int64_t splitId = 0;
    QString hash;
};

/// Each cohort once, by its address.
std::map<const data::Cohort*, SavedCohort> savedCohorts(
    store::Store& store, const std::vector<TrainingRequest>& requests)
{
    std::map<const data::Cohort*, SavedCohort> cohorts;
    const auto save = [&](const TrainingRequest& request) {
        if (cohorts.count(request.cohort.get()) != 0)
            return;
        refuseErrors(training::canTrain(*request.cohort));
        const auto identity
            = request.identity ? request.identity : std::make_shared<const CohortIdentity>(request.cohort);
        const auto id = request.splitId != 0
            ? request.splitId
            : store.saveCohort(cohortRecord(*identity, request.cohortPath, request.derivation));
        cohorts.emplace(request.cohort.get(), SavedCohort { id, identity->hash() });
    };
    for (const auto& request : requests) {
        if (request.unshuffled)
            save(*request.unshuffled);
        save(request);
    }
    return cohorts;
}

/// A training that was recorded before models were shared with a placebo goes on with its own.
std::vector<PlannedRun> planOf(const store::Store& store, const TrainingRequest& request,
    const systems::SystemRegistry& systems, const SavedCohort& cohort, std::int64_t unshuffledId,
    bool isAsked)
{
    if (request.unshuffled) {
        auto apart = request;
        apart.unshuffled = nullptr;
        auto plan = planTraining(apart, systems, cohort.splitId, cohort.hash, isAsked);
        if (store.findByKey(plan.back().record.stepKey, plan.back().record.olderKey))
            return plan;
    }
    return planTraining(request, systems, cohort.splitId, cohort.hash, isAsked, unshuffledId);
}

std::vector<PlannedTraining> planned(
    store::Store& store, const std::vector<TrainingRequest>& requests, const systems::SystemRegistry& systems)
{
    for (const auto& request : requests)
        refuseErrors(training::canTrain(request.cohort->task, request.spec));
    const auto cohorts = savedCohorts(store, requests);
    std::vector<PlannedTraining> trainings;
    trainings.reserve(requests.size());
    for (const auto& request : requests) {
        const auto& cohort = cohorts.at(request.cohort.get());
        training::validateSpec(request.spec);
        const auto& system = systems.get(request.spec.model);
        refuseRanks(request, system);
        refuseErrors(systems::cannotFit(systems, *request.cohort, request.spec));
        const auto unshuffled
            = request.unshuffled ? cohorts.at(request.unshuffled->cohort.get()).splitId : std::int64_t { 0 };
        trainings.push_back({ &request, planOf(store, request, systems, cohort, unshuffled, true), {} });
    }
    store.atomically(QStringLiteral("record its trainings"), [&] {
        for (auto& training : trainings) {
            const auto& request = *training.request;
            recordPlan(store, training.plan);
            training.record = recordTraining(store, request, systems, training.plan);
            if (request.experimentId == 0)
                continue;
            auto part = request.part;
            part.trainingId = training.record.id;
            store.addToExperiment(request.experimentId, part);
        }
    });
    return trainings;
}

} // namespace

std::vector<std::vector<PlannedRun>> recordTrainings(
    store::Store& store, const std::vector<TrainingRequest>& requests, const systems::SystemRegistry& systems)
{
    std::vector<std::vector<PlannedRun>> plans;
    plans.reserve(requests.size());
    for (auto& training : planned(store, requests, systems))
        plans.push_back(std::move(training.plan));
    return plans;
}

TrainingOutcome runTrainings(store::Store& store, const std::vector<TrainingRequest>& requests,
    training::RunControl& control, const Emit& emit, Detail detail, const systems::SystemRegistry& systems)
{
    auto trainings = planned(store, requests, systems);
    std::set<std::int64_t> experiments;
    for (const auto& request : requests)
        if (request.experimentId != 0)
            experiments.insert(request.experimentId);

    TrainingSession session(store, control, emit, detail, systems);
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
        openExperiment(store, session, experiment, detail, emit);
    // Others may have waited for the same trainings.
    std::vector<std::int64_t> ids;
    ids.reserve(trainings.size());
    for (const auto& training : trainings)
        ids.push_back(training.record.id);
    openEndedExperiments(store, ids);
    return outcome;
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

/// Makes what was derived from a stored cohort's file again. \param what "run 3"
std::shared_ptr<const data::Cohort> openedAgain(const store::CohortRecord& record,
    const data::Derivation& derivation, std::uint64_t splitSeed, const std::string& what)
{
    const bool isDrawn = record.splitOrigin == store::SplitOrigin::Drawn;
    auto read = io::openCohort(record.path, isDrawn ? record.splitSeed : splitSeed, derivation);
    if (!read.cohort) {
        const auto& problem = read.problems.front();
        throw Error("The cohort of " + what + " cannot be read again: " + problem.where + ": " + problem.what
            + " " + problem.remedy);
    }
    return std::make_shared<const data::Cohort>(std::move(*read.cohort));
}

/// Completes the request of something that the store has: reads its cohort again.
/// \param kept null: nothing is kept
void readAgain(store::Store& store, std::int64_t splitId, const std::string& what, TrainingRequest& request,
    ReadCohort* kept = nullptr)
{
    if (request.device.endsWith(QStringLiteral(" ranks")))
        throw Error(capitalised(what) + " was begun by several processes (" + request.device.toStdString()
            + "): it goes on when every rank is started again with the btw train command that began it.");
    const auto record = store.cohort(splitId);
    request.cohortPath = record.path;
    request.derivation = record.derivation;
    request.splitId = splitId;
    if (kept != nullptr && kept->splitId == splitId) {
        request.cohort = kept->cohort;
        request.identity = kept->identity;
        request.unshuffled = kept->unshuffled;
        return;
    }
    const auto& placebo = record.derivation.placebo;
    TrainingRequest plain;
    plain.cohortPath = record.path;
    plain.derivation = record.derivation;
    plain.derivation.placebo.clear();
    plain.cohort = openedAgain(record, plain.derivation, request.spec.splitSeed, what);
    request.cohort = plain.cohort;
    if (!placebo.empty()) {
        auto shuffled = std::make_shared<data::Cohort>(*plain.cohort);
        io::keepContent(*shuffled);
        data::shuffleModality(*shuffled, placebo, record.derivation.repeat);
        request.cohort = std::move(shuffled);
    }
    request.identity = std::make_shared<const CohortIdentity>(request.cohort);
    if (request.identity->hash() != record.hash)
        throw Error("The cohort " + record.path.toStdString() + " has changed since " + what
            + " began: bring back the old file, or train from the start.");
    if (!placebo.empty()) {
        plain.identity = std::make_shared<const CohortIdentity>(plain.cohort);
        plain.splitId = store.saveCohort(cohortRecord(*plain.identity, plain.cohortPath, plain.derivation));
        request.unshuffled = std::make_shared<const TrainingRequest>(std::move(plain));
    }
    if (kept != nullptr)
        *kept = { splitId, request.cohort, request.identity, request.unshuffled };
}

} // namespace

namespace {

store::RunRecord recorded(const store::Store& store, std::int64_t runId)
{
    auto run = store.run(runId);
    if (!run)
        throw Error("There is no run " + std::to_string(runId) + " in " + store.path().toStdString()
            + "; 'btw runs' lists them.");
    return *run;
}

/// What a recorded run was asked for with; its cohort is read again.
TrainingRequest requestOf(store::Store& store, const store::RunRecord& run)
{
    TrainingRequest request;
    request.spec = run.spec;
    request.seed = run.seed;
    request.threads = run.threads;
    request.device = run.device;
    readAgain(store, run.splitId, "run " + std::to_string(run.id), request);
    return request;
}

/// Whether a training asked for the run itself: else it is there for the sake of another one, and what it
/// depends on is all that it needs. A run of no training is taken as asked for, as older versions kept them.
bool isAskedFor(const store::Store& store, std::int64_t runId)
{
    bool isInput = false;
    for (const auto& training : store.trainings())
        for (const auto& run : training.runs) {
            if (run.runId == runId && run.role)
                return true;
            isInput = isInput || run.runId == runId;
        }
    return !isInput;
}

/// The plan of a request whose cohort was read again.
std::vector<PlannedRun> planAgain(const store::Store& store, const TrainingRequest& request,
    const systems::SystemRegistry& systems, bool isAsked)
{
    return planOf(store, request, systems, { request.splitId, request.identity->hash() },
        request.unshuffled ? request.unshuffled->splitId : 0, isAsked);
}

/// Only what the run depends on, then the run itself.
std::vector<PlannedRun> planUpTo(const store::Store& store, const store::RunRecord& run,
    const TrainingRequest& request, const systems::SystemRegistry& systems, bool isAsked)
{
    auto plan = planAgain(store, request, systems, isAsked);
    while (!plan.empty() && plan.back().record.stepKey != run.stepKey
        && plan.back().record.olderKey != run.stepKey)
        plan.pop_back();
    if (plan.empty())
        throw Error("Run " + std::to_string(run.id)
            + " was begun with another version of this program or of LibTorch and cannot go on bit for bit: "
              "train it from the start.");
    // It depends on none, and its spec has the encoder's file of its own modality alone: what stands before
    // it in the plan are other models than its training has.
    if (run.step == training::Step::Unimodal)
        plan.erase(plan.begin(), plan.end() - 1);
    return plan;
}

} // namespace

TrainingOutcome trainRun(store::Store& store, std::int64_t runId, training::RunControl& control,
    const Emit& emit, const systems::SystemRegistry& systems)
{
    const auto run = recorded(store, runId);
    if (run.status == store::RunStatus::Finished)
        return TrainingOutcome::Finished;
    const auto request = requestOf(store, run);
    PlannedTraining training { &request, planUpTo(store, run, request, systems, isAskedFor(store, runId)),
        {} };
    recordPlan(store, training.plan);
    for (const auto& input : training.plan.back().inputs)
        if (const auto& needed = training.plan[input.run].record; needed.status != store::RunStatus::Finished)
            throw Error("Run " + std::to_string(runId) + " needs run " + std::to_string(needed.id)
                + ", which is not finished.");
    training.record = trainingOf(request, systems, training.plan);
    TrainingSession session(store, control, emit, Detail::Figures, systems);
    return session.run(training, training.plan.size() - 1);
}

TrainingOutcome resumeRun(store::Store& store, std::int64_t runId, training::RunControl& control,
    const Emit& emit, Detail detail, const systems::SystemRegistry& systems)
{
    const auto run = recorded(store, runId);
    const auto nothingToResume = [&] {
        emit(ProblemFound { runId, data::Severity::Note,
            QStringLiteral("Run %1 is finished: there is nothing to resume.").arg(runId) });
        return TrainingOutcome::Finished;
    };
    if (store::testIsOpen(run))
        return nothingToResume();
    auto request = requestOf(store, run);
    const bool isAsked = isAskedFor(store, runId);
    PlannedTraining training { &request, planUpTo(store, run, request, systems, isAsked), {} };
    const bool isWhole = isAsked && training.plan.size() == planAgain(store, request, systems, true).size();
    // What may be left of a finished run is the end of its training: the plain regression, and opening the
    // test.
    if (run.status == store::RunStatus::Finished && !isWhole)
        return nothingToResume();
    recordPlan(store, training.plan);
    training.record = isWhole ? recordTraining(store, request, systems, training.plan)
                              : trainingOf(request, systems, training.plan);
    const auto first = run.step == training::Step::Unimodal ? training.plan.size() - 1 : 0;
    joinExperiment(store, training.record.id, request);
    TrainingSession session(store, control, emit, detail, systems);
    const auto outcome = session.run(training, first);
    if (outcome == TrainingOutcome::Finished && isWhole)
        openExperiment(store, session, request.experimentId, detail, emit);
    if (outcome == TrainingOutcome::Finished && isWhole)
        openEndedExperiments(store, { training.record.id });
    return outcome;
}

TrainingOutcome resumeTraining(store::Store& store, std::int64_t trainingId, training::RunControl& control,
    const Emit& emit, Detail detail, const systems::SystemRegistry& systems, ReadCohort* kept)
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
    readAgain(store, training->splitId, "training " + std::to_string(trainingId), request, kept);
    const auto outcome = runTrainings(store, { request }, control, emit, detail, systems);
    if (outcome != TrainingOutcome::Stopped)
        openEndedExperiments(store, { trainingId }); // it may be a part of several
    return outcome;
}

} // namespace btw::jobs
