// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/plan.h"

#include "engine/spec/encoderparameters.h"
#include "engine/training/runtime.h"
#include "engine/weighting/names.h"
#include "workspace/jobs/numerics.h"
#include "workspace/jobs/systemnames.h"
#include "workspace/store/encoderhashes.h"
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
    return system.readsGroup(training::Group::Pooling)
        ? QStringLiteral("%1 (%2)").arg(name, QString::fromStdString(spec.unimodal))
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

bool readsEncoderFiles(const std::vector<training::Parameter>& read)
{
    return training::findParameter(read, training::kEncoderFilesKey) != nullptr;
}

store::RunInput::Role roleOf(weighting::MadeOf as)
{
    switch (as) {
    case weighting::MadeOf::CrossFit:
        return store::RunInput::Role::CrossFit;
    case weighting::MadeOf::Weights:
        return store::RunInput::Role::Weights;
    case weighting::MadeOf::Nothing:
    case weighting::MadeOf::Pool:
        break;
    }
    return store::RunInput::Role::Pool;
}

/// The runs of a training, and of those whose runs it is made of, each once.
class Planner
{
public:
    Planner(const TrainingRequest& request, const systems::SystemRegistry& systems, std::int64_t splitId,
        const QString& cohortHash, std::int64_t unshuffledId)
        : m_request(request)
        , m_systems(systems)
        , m_splitId(splitId)
        , m_cohortHash(cohortHash)
        , m_unshuffledId(unshuffledId)
        , m_libtorch(QString::fromStdString(training::runtimeInfo().libtorchVersion))
    {
    }

    /// Adds what a training with this spec asks for. \param isOwn not for what another is made of
    /// \returns the place of its last run
    std::size_t add(const training::ExperimentSpec& spec, bool isOwn)
    {
        const auto& system = m_systems.get(spec.model);
        const auto& info = system.info();
        const auto& derivation = m_request.derivation;
        const bool isWeighted = info.weighted && spec.variant != weighting::Variant::None;
        const auto needs = system.needs(spec);
        // Beside a placebo nobody looks at models of single modalities; nor at those of a training that
        // another is made of.
        const bool hasUnimodal
            = (isOwn && derivation.placebo.empty()) || info.readsUnimodal || isWeighted || !needs.empty();
        std::vector<std::size_t> unimodal;
        if (hasUnimodal)
            for (const std::size_t m :
                training::usedModalities(*m_request.cohort, { training::Step::Baseline, 0, spec, 0, {} }))
                unimodal.push_back(place(training::Step::Unimodal, m, spec, {}, {}));
        const auto together = [&](std::vector<std::size_t> first, const std::vector<std::size_t>& second) {
            first.insert(first.end(), second.begin(), second.end());
            return first;
        };
        const auto madeOf = isWeighted ? std::vector<std::size_t>() : addAll(needs);
        // The baseline of most systems does not read the unimodal runs; its result card compares with them.
        const auto baseline = place(training::Step::Baseline, 0, spec,
            together(info.readsUnimodal ? unimodal : std::vector<std::size_t>(), madeOf), {});
        setInputs(baseline, unimodal, needs, madeOf, {});
        if (isOwn)
            own(together(unimodal, { baseline }));
        if (!isWeighted)
            return baseline;
        const auto weightsFrom = addAll(needs);
        const auto weighted
            = place(training::Step::Weighted, 0, spec, together(unimodal, weightsFrom), unimodal);
        setInputs(weighted, unimodal, needs, weightsFrom, baseline);
        if (isOwn)
            own({ weighted });
        return weighted;
    }

    std::vector<PlannedRun> take() { return std::move(m_plan); }

private:
    std::vector<std::size_t> addAll(const std::vector<systems::Need>& needs)
    {
        std::vector<std::size_t> runs;
        runs.reserve(needs.size());
        for (const auto& need : needs)
            runs.push_back(add(need.spec, false));
        return runs;
    }

    void own(const std::vector<std::size_t>& runs)
    {
        for (const std::size_t run : runs)
            m_plan[run].isOwn = true;
    }

    void setInputs(std::size_t run, const std::vector<std::size_t>& unimodal,
        const std::vector<systems::Need>& needs, const std::vector<std::size_t>& madeOf,
        std::optional<std::size_t> baseline)
    {
        auto& inputs = m_plan[run].inputs;
        if (!inputs.empty()) // planned before
            return;
        for (const std::size_t one : unimodal)
            inputs.push_back({ one, store::RunInput::Role::Unimodal });
        if (baseline)
            inputs.push_back({ *baseline, store::RunInput::Role::Baseline });
        for (std::size_t n = 0; n < madeOf.size(); ++n)
            inputs.push_back({ madeOf[n], roleOf(needs[n].as) });
    }

    QStringList keysOf(const std::vector<std::size_t>& runs, bool older) const
    {
        QStringList keys;
        for (const std::size_t run : runs)
            keys << (older ? m_plan[run].record.olderKey : m_plan[run].record.stepKey);
        return keys;
    }

    /// The place of a run in the plan; added where it is not there. \param read runs that it is made of
    /// \param olderRead the same of earlier versions
    std::size_t place(training::Step step, std::size_t m, const training::ExperimentSpec& spec,
        const std::vector<std::size_t>& read, const std::vector<std::size_t>& olderRead)
    {
        auto planned = make(step, m, spec, keysOf(read, false), keysOf(olderRead, true));
        const auto known = std::find_if(m_plan.begin(), m_plan.end(),
            [&](const PlannedRun& one) { return one.record.stepKey == planned.record.stepKey; });
        if (known != m_plan.end())
            return static_cast<std::size_t>(known - m_plan.begin());
        m_plan.push_back(std::move(planned));
        return m_plan.size() - 1;
    }

    PlannedRun make(training::Step step, std::size_t m, const training::ExperimentSpec& spec,
        const QStringList& inputKeys, const QStringList& olderInputKeys) const
    {
        const auto modality = step == training::Step::Unimodal
            ? QString::fromStdString(m_request.cohort->modalities[m].name)
            : QString();
        PlannedRun planned;
        planned.isOwn = false;
        auto& run = planned.record;
        // The shuffling moves nothing that it sees: no other modality, label, split or presence.
        const bool isShared = step == training::Step::Unimodal && m_request.unshuffled
            && m_request.cohort->modalities[m].name != m_request.derivation.placebo;
        run.splitId = isShared ? m_unshuffledId : m_splitId;
        run.step = step;
        run.modality = modality;
        run.variant = step == training::Step::Unimodal ? QStringLiteral("unimodal")
            : step == training::Step::Baseline         ? QStringLiteral("none")
                                                       : store::textOf(weighting::toString(spec.variant));
        run.seed = m_request.seed;
        run.threads = m_request.threads;
        run.device = m_request.trainedOn();
        run.version = QStringLiteral(BTW_VERSION);
        run.spec = m_systems.get(spec.model).specOf(step, spec);
        run.model = QString::fromStdString(run.spec.model);
        // Whose run it is: a system may share those of another.
        const auto& system = m_systems.get(run.spec.model);
        auto read = system.parametersRead(run.spec);
        std::erase_if(read, [&](const training::Parameter& parameter) {
            return !parameter.isReadFor(m_request.cohort->task);
        });
        run.spec = readsEncoderFiles(read)
            ? store::withEncoderHashes(run.spec, namesOf({ step, m, run.spec, 0, {} }))
            : store::withoutEncoders(run.spec);
        store::StepIdentity identity { step, modality, store::withoutEncoderPaths(run.spec),
            isShared ? m_request.unshuffled->identity->hash() : m_cohortHash, m_request.seed,
            m_request.threads, m_request.trainedOn(), m_libtorch, inputKeys,
            numericsOf({ step, m, spec, 0, {} }, *m_request.cohort, read) };
        run.stepKey = store::stepKey(identity, read);
        identity.inputKeys = olderInputKeys;
        run.olderKey = identity.numerics.isEmpty() ? store::olderStepKey(identity) : QString();
        run.name = nameOf(run, system.info(), *m_request.cohort)
            + derivedWords(isShared ? m_request.unshuffled->derivation : m_request.derivation);
        // In the name, so that no list, figure or file can leave it out.
        if (store::usesEvaluationLabels(m_request.cohort->task, run))
            run.name += QStringLiteral(" · uses evaluation labels");
        return planned;
    }

    /// Of the modalities that a step's model sees.
    std::vector<std::string> namesOf(const training::RunPlan& step) const
    {
        std::vector<std::string> names;
        for (const std::size_t m : training::usedModalities(*m_request.cohort, step))
            names.push_back(m_request.cohort->modalities[m].name);
        return names;
    }

    const TrainingRequest& m_request;
    const systems::SystemRegistry& m_systems;
    std::int64_t m_splitId;
    QString m_cohortHash;
    std::int64_t m_unshuffledId;
    QString m_libtorch;
    std::vector<PlannedRun> m_plan;
};

} // namespace

std::vector<PlannedRun> planTraining(const TrainingRequest& request, const systems::SystemRegistry& systems,
    std::int64_t splitId, const QString& cohortHash, bool isAsked, std::int64_t unshuffledId)
{
    Planner planner(request, systems, splitId, cohortHash, unshuffledId);
    planner.add(request.spec, isAsked);
    return planner.take();
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

store::TrainingRecord trainingOf(const TrainingRequest& request, const systems::SystemRegistry& systems,
    const std::vector<PlannedRun>& plan)
{
    const auto& last = plan.back().record;
    store::TrainingRecord training;
    training.splitId = last.splitId;
    training.cohort = QString::fromStdString(request.cohort->name);
    training.system = QString::fromStdString(request.spec.model);
    training.variant = last.variant;
    training.seed = request.seed;
    training.threads = request.threads;
    training.device = request.trainedOn();
    const auto* system = systems.find(request.spec.model);
    training.spec = system == nullptr || readsEncoderFiles(system->parametersRead(request.spec))
        ? store::withWholeEncoders(request.spec)
        : store::withoutEncoders(request.spec);
    if (last.step == training::Step::Baseline)
        training.spec.variant = weighting::Variant::None;
    training.runs.reserve(plan.size());
    for (const auto& planned : plan)
        training.runs.push_back(
            { planned.record.id, planned.isOwn ? std::optional(planned.record.step) : std::nullopt });
    return training;
}

store::TrainingRecord recordTraining(store::Store& store, const TrainingRequest& request,
    const systems::SystemRegistry& systems, const std::vector<PlannedRun>& plan)
{
    auto training = trainingOf(request, systems, plan);
    training.id = store.findOrAddTraining(training);
    return training;
}

store::CohortRecord cohortRecord(
    const CohortIdentity& identity, const QString& path, const data::Derivation& derivation)
{
    const auto& cohort = identity.cohort();
    store::CohortRecord record;
    record.content = identity.content();
    record.name = QString::fromStdString(cohort.name);
    record.path = path;
    record.hash = identity.hash();
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
