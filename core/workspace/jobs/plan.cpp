// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/plan.h"

#include "engine/training/runtime.h"
#include "engine/weighting/names.h"
#include "workspace/jobs/systemnames.h"
#include "workspace/store/stepkey.h"
#include "workspace/store/store.h"
#include "workspace/store/textof.h"

#include <algorithm>

namespace btw::jobs {

namespace {

/// "haim", "late (regression)".
QString systemName(const systems::SystemInfo& system, const training::ExperimentSpec& spec)
{
    const QString name = QString::fromStdString(spec.model);
    return system.readsUnimodal ? QStringLiteral("%1 (%2)").arg(name, QString::fromStdString(spec.unimodal))
                                : name;
}

/// "without notes", "text + audio": a subset of modalities; empty: all.
QString subsetWords(const training::ExperimentSpec& spec, const data::Cohort* cohort)
{
    const auto& some = spec.modalities;
    if (some.empty())
        return {};
    QStringList used, left;
    if (cohort == nullptr) {
        for (const auto& modality : some)
            used << QString::fromStdString(modality);
    } else {
        for (const auto& modality : cohort->modalities)
            (std::find(some.begin(), some.end(), modality.name) == some.end() ? left : used)
                << QString::fromStdString(modality.name);
    }
    return left.size() == 1 ? QStringLiteral("without ") + left.front() : used.join(QStringLiteral(" + "));
}

QString nameOf(const store::RunRecord& run, const systems::SystemInfo& system, const data::Cohort& cohort)
{
    if (run.step != training::Step::Unimodal) {
        auto spec = run.spec;
        if (run.step == training::Step::Baseline)
            spec.variant = weighting::Variant::None;
        return trainingName(system, spec, run.seed, &cohort);
    }
    const QString alone = run.modality + QStringLiteral(" alone");
    return QStringLiteral("%1 · seed %2")
        .arg(system.weighted ? alone : QStringLiteral("%1 · %2").arg(alone, systemName(system, run.spec)))
        .arg(run.seed);
}

/// " · fold 2 of 5 · repeat 3 · tumour shuffled"
QString derivedWords(const data::Derivation& derivation)
{
    QString words;
    if (derivation.folds > 0) {
        words = QStringLiteral(" · fold %1 of %2").arg(derivation.fold + 1).arg(derivation.folds);
        if (!derivation.by.empty())
            words += QStringLiteral(" by ") + QString::fromStdString(derivation.by);
        if (derivation.repeat > 0)
            words += QStringLiteral(" · repeat %1").arg(derivation.repeat + 1);
    }
    if (!derivation.placebo.empty())
        words += QStringLiteral(" · %1 shuffled").arg(QString::fromStdString(derivation.placebo));
    return words;
}

} // namespace

QString trainingName(const systems::SystemInfo& system, const training::ExperimentSpec& spec,
    std::uint64_t seed, const data::Cohort* cohort)
{
    QString name = !system.weighted                ? systemName(system, spec)
        : spec.variant == weighting::Variant::None ? QStringLiteral("baseline")
                                                   : store::textOf(weighting::toString(spec.variant));
    // First, since what tells runs apart must not be cut in a narrow list.
    if (const QString which = subsetWords(spec, cohort); !which.isEmpty())
        name = QStringLiteral("%1 · %2").arg(which, name);
    return QStringLiteral("%1 · seed %2").arg(name).arg(seed);
}

QString trainingTitle(const training::ExperimentSpec& spec, std::uint64_t seed, const data::Cohort* cohort)
{
    const auto systems = systems::describedSystems();
    const auto* system = systems.find(spec.model);
    const bool isWeighted = system != nullptr && system->info().weighted;
    QStringList words { subsetWords(spec, cohort), QStringLiteral("seed %1").arg(seed),
        systemTitle(
            systemOf(spec), isWeighted ? store::textOf(weighting::toString(spec.variant)) : QString()) };
    words.removeAll(QString());
    return words.join(QStringLiteral(" · "));
}

namespace {

/// StepIdentity::numerics of a step: since sequences have kernels of their own (kernels/lstm.h), networks
/// that read some are no longer those of earlier versions, bit for bit.
QString numericsOf(
    const training::RunPlan& step, const data::Cohort& cohort, const std::vector<training::Parameter>& read)
{
    const bool isNetwork = std::any_of(read.begin(), read.end(),
        [](const training::Parameter& one) { return one.group == training::Group::Network; });
    const auto used = training::usedModalities(cohort, step);
    const bool hasSequences = std::any_of(used.begin(), used.end(),
        [&](std::size_t m) { return cohort.modalities[m].kind == data::ModalityKind::Sequence; });
    return isNetwork && hasSequences ? QStringLiteral("lstm 2") : QString();
}

} // namespace

std::vector<PlannedRun> planTraining(const TrainingRequest& request, const systems::System& system,
    std::int64_t cohortId, const QString& cohortHash)
{
    const auto read = system.parametersRead(request.spec);
    const auto& info = system.info();
    const auto libtorch = QString::fromStdString(training::runtimeInfo().libtorchVersion);
    const auto make = [&](training::Step step, std::size_t m, const QStringList& inputKeys,
                          const QStringList& olderInputKeys) {
        const auto modality = step == training::Step::Unimodal
            ? QString::fromStdString(request.cohort->modalities[m].name)
            : QString();
        PlannedRun planned;
        auto& run = planned.record;
        run.cohortId = cohortId;
        run.step = step;
        run.modality = modality;
        run.variant = step == training::Step::Unimodal ? QStringLiteral("unimodal")
            : step == training::Step::Baseline         ? QStringLiteral("none")
                                               : store::textOf(weighting::toString(request.spec.variant));
        run.seed = request.seed;
        run.threads = request.threads;
        run.device = request.trainedOn();
        run.version = QStringLiteral(BTW_VERSION);
        run.spec = system.specOf(step, request.spec);
        run.model = QString::fromStdString(run.spec.model);
        store::StepIdentity identity { step, modality, run.spec, cohortHash, request.seed, request.threads,
            request.trainedOn(), libtorch, inputKeys,
            numericsOf({ step, m, request.spec, 0, {} }, *request.cohort, read) };
        run.stepKey = store::stepKey(identity, read);
        identity.inputKeys = olderInputKeys;
        run.olderKey = identity.numerics.isEmpty() ? store::olderStepKey(identity) : QString();
        run.name = nameOf(run, info, *request.cohort) + derivedWords(request.derivation);
        // In the name, so that no list, figure or file can leave it out.
        if (store::usesEvaluationLabels(request.cohort->task, run))
            run.name += QStringLiteral(" · uses evaluation labels");
        return planned;
    };

    std::vector<PlannedRun> plan;
    QStringList keys, olderKeys;
    const bool isWeighted = info.weighted && request.spec.variant != weighting::Variant::None;
    // Beside a placebo nobody looks at models of single modalities, and those on other rows cannot be shared.
    const bool hasUnimodal = request.derivation.placebo.empty() || info.readsUnimodal || isWeighted;
    for (const std::size_t m :
        training::usedModalities(*request.cohort, { training::Step::Baseline, 0, request.spec, 0, {} })) {
        if (!hasUnimodal)
            break;
        plan.push_back(make(training::Step::Unimodal, m, {}, {}));
        keys.append(plan.back().record.stepKey);
        olderKeys.append(plan.back().record.olderKey);
    }
    const auto unimodal = plan.size();
    const auto addUnimodalInputs = [&](PlannedRun& planned) {
        for (std::size_t m = 0; m < unimodal; ++m)
            planned.inputs.push_back({ m, store::RunInput::Role::Unimodal });
    };
    // The baseline of most systems does not read the unimodal runs; its result card compares with them.
    plan.push_back(make(training::Step::Baseline, 0, info.readsUnimodal ? keys : QStringList(), {}));
    addUnimodalInputs(plan.back());
    if (isWeighted) {
        plan.push_back(make(training::Step::Weighted, 0, keys, olderKeys));
        addUnimodalInputs(plan.back());
        plan.back().inputs.push_back({ unimodal, store::RunInput::Role::Baseline });
    }
    return plan;
}

void recordPlan(store::Store& store, std::vector<PlannedRun>& plan)
{
    for (auto& planned : plan) {
        std::vector<store::RunInput> inputs;
        for (const auto& input : planned.inputs) {
            const auto& run = plan[input.run].record;
            inputs.push_back({ run.id, input.role, run.modality });
        }
        const auto id = store.findOrAddRun(planned.record, inputs);
        planned.record = store.run(id).value_or(planned.record);
    }
}

store::TrainingRecord trainingOf(const TrainingRequest& request, const std::vector<PlannedRun>& plan)
{
    const auto& last = plan.back().record;
    store::TrainingRecord training;
    training.cohortId = last.cohortId;
    training.cohort = QString::fromStdString(request.cohort->name);
    training.system = QString::fromStdString(request.spec.model);
    training.variant = last.variant;
    training.seed = request.seed;
    training.threads = request.threads;
    training.device = request.trainedOn();
    training.spec = request.spec;
    if (last.step == training::Step::Baseline)
        training.spec.variant = weighting::Variant::None;
    training.runs.reserve(plan.size());
    for (const auto& planned : plan)
        training.runs.push_back({ planned.record.id, planned.record.step });
    return training;
}

store::TrainingRecord recordTraining(
    store::Store& store, const TrainingRequest& request, const std::vector<PlannedRun>& plan)
{
    auto training = trainingOf(request, plan);
    training.id = store.findOrAddTraining(training);
    return training;
}

store::CohortRecord cohortRecord(
    const data::Cohort& cohort, const QString& path, const QString& hash, const data::Derivation& derivation)
{
    store::CohortRecord record;
    record.name = QString::fromStdString(cohort.name);
    record.path = path;
    record.hash = hash;
    record.task = cohort.task;
    record.classes = cohort.classes;
    record.labelRange = cohort.labelRange;
    record.ids = cohort.ids;
    record.y = cohort.y;
    record.splits = cohort.splits;
    record.splitOrigin = cohort.splitSeed ? store::SplitOrigin::Drawn : store::SplitOrigin::Given;
    record.splitSeed = cohort.splitSeed.value_or(0);
    record.derivation = derivation;
    record.groups = cohort.groups;
    record.strengths = cohort.strengths;
    record.about = cohort.about;
    record.shape = data::shapeOf(cohort);
    for (const auto& modality : cohort.modalities)
        record.modalities.push_back(modality.name);
    record.present.reserve(cohort.size() * cohort.modalityCount());
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        for (const auto& modality : cohort.modalities)
            record.present.push_back(modality.present[i]);
    }
    return record;
}

} // namespace btw::jobs
