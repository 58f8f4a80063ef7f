// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/plan.h"

#include "engine/training/runtime.h"
#include "engine/weighting/names.h"
#include "workspace/store/stepkey.h"
#include "workspace/store/store.h"

namespace btw::jobs {

namespace {

QString nameOf(const store::RunRecord& run)
{
    const QString what = run.step == training::Step::Unimodal ? run.modality + QStringLiteral(" alone")
        : run.step == training::Step::Baseline                ? QStringLiteral("baseline")
                                                              : run.variant;
    return QStringLiteral("%1 · seed %2").arg(what).arg(run.seed);
}

} // namespace

std::vector<PlannedRun> planTraining(
    const TrainingRequest& request, std::int64_t cohortId, const QString& cohortHash)
{
    const auto libtorch = QString::fromStdString(training::runtimeInfo().libtorchVersion);
    const auto make = [&](training::Step step, const QString& modality, const QStringList& inputKeys) {
        PlannedRun planned;
        auto& run = planned.record;
        run.cohortId = cohortId;
        run.step = step;
        run.modality = modality;
        const auto variant = weighting::toString(request.spec.variant);
        run.variant = step == training::Step::Unimodal ? QStringLiteral("unimodal")
            : step == training::Step::Baseline
            ? QStringLiteral("none")
            : QString::fromUtf8(variant.data(), static_cast<qsizetype>(variant.size()));
        run.model = QString::fromStdString(request.spec.model);
        run.seed = request.seed;
        run.threads = request.threads;
        run.device = request.trainedOn();
        run.version = QStringLiteral(BTW_VERSION);
        run.spec = request.spec;
        run.stepKey = store::stepKey(step, modality, request.spec, cohortHash, request.seed, request.threads,
            request.trainedOn(), libtorch, inputKeys);
        run.name = nameOf(run);
        // In the name, so that no list, figure or file can leave it out.
        if (store::usesEvaluationLabels(request.cohort->task, run))
            run.name += QStringLiteral(" · uses evaluation labels");
        return planned;
    };

    std::vector<PlannedRun> plan;
    QStringList keys;
    for (const auto& modality : request.cohort->modalities) {
        plan.push_back(make(training::Step::Unimodal, QString::fromStdString(modality.name), {}));
        keys.append(plan.back().record.stepKey);
    }
    const auto unimodal = plan.size();
    const auto addUnimodalInputs = [&](PlannedRun& planned) {
        for (std::size_t m = 0; m < unimodal; ++m)
            planned.inputs.push_back({ m, store::RunInput::Role::Unimodal });
    };
    // The baseline does not read the unimodal runs; its result card compares with them.
    plan.push_back(make(training::Step::Baseline, {}, {}));
    addUnimodalInputs(plan.back());
    if (request.spec.variant != weighting::Variant::None) {
        plan.push_back(make(training::Step::Weighted, {}, keys));
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

store::CohortRecord cohortRecord(const data::Cohort& cohort, const QString& path, const QString& hash)
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
    record.groups = cohort.groups;
    record.strengths = cohort.strengths;
    record.about = cohort.about;
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
