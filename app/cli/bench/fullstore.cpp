// SPDX-License-Identifier: GPL-3.0-or-later
#include "fullstore.h"

#include "engine/spec/spec.h"
#include "workspace/store/store.h"

#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace btw::cli {

namespace {

constexpr std::size_t kRows = 500;
constexpr int kEpochs = 3;
constexpr int kSettings = 10;
constexpr std::array kModalities { "notes", "labs", "xray" };
constexpr int kRuns = 5; // one a modality, the baseline, the weighted model

const training::MetricSet kMetrics { { "accuracy", 0.8 }, { "macro_f1", 0.7 }, { "auroc", 0.75 },
    { "log_loss", 0.5 }, { "brier", 0.2 } };

store::CohortRecord people()
{
    store::CohortRecord record;
    record.name = record.hash = QStringLiteral("bench");
    record.task = Task::Classification;
    record.classes = { "no", "yes" };
    record.modalities.assign(kModalities.begin(), kModalities.end());
    for (std::size_t i = 0; i < kRows; ++i) {
        record.ids.push_back("person-" + std::to_string(i));
        record.y.push_back(i % 3 == 0 ? 1 : 0);
        record.splits.push_back(i % 5 == 0 ? Split::Test : i % 5 == 1 ? Split::Validation : Split::Train);
    }
    record.present.assign(kRows * kModalities.size(), 1);
    return record;
}

Predictions predictions(const store::CohortRecord& record, int quality, std::mt19937& random)
{
    std::normal_distribution<float> noise;
    Predictions made;
    made.width = 2;
    for (const double y : record.y) {
        const float score
            = noise(random) + static_cast<float>(y) * (0.3F + 0.1F * static_cast<float>(quality));
        const float p = 1 / (1 + std::exp(-score));
        made.values.push_back(1 - p);
        made.values.push_back(p);
    }
    return made;
}

store::RunRecord runOf(const store::TrainingRecord& asked, int place, int made)
{
    store::RunRecord run;
    run.cohortId = asked.cohortId;
    run.step = place < 3 ? training::Step::Unimodal
        : place == 3     ? training::Step::Baseline
                         : training::Step::Weighted;
    run.variant = place < 3 ? QStringLiteral("unimodal")
        : place == 3        ? QStringLiteral("none")
                            : asked.variant;
    if (place < 3)
        run.modality = QString::fromLatin1(kModalities.at(static_cast<std::size_t>(place)));
    run.name = QStringLiteral("%1 · seed %2").arg(run.variant).arg(asked.seed);
    run.model = asked.system;
    run.device = asked.device;
    run.version = QStringLiteral("0.1.0");
    run.seed = asked.seed;
    run.spec = asked.spec;
    run.stepKey = QStringLiteral("bench %1").arg(made);
    return run;
}

void finish(store::Store& store, const store::CohortRecord& record, std::int64_t id, const Predictions& made)
{
    store::EpochRecord epoch;
    epoch.weights.resize(record.modalities.size());
    epoch.report.validation = kMetrics;
    epoch.report.predictions = made;
    epoch.report.weights.assign(record.present.size(), 0.33F);
    for (int e = 1; e <= kEpochs; ++e) {
        epoch.report.epoch = e;
        epoch.report.best = e == 1;
        store.appendEpoch(id, epoch, {}, {});
    }
    training::RunResult result;
    result.outcome = training::Outcome::Finished;
    result.bestEpoch = 1;
    result.validation = result.test = kMetrics;
    result.predictions = made;
    store.finishRun(id, result);
}

} // namespace

void fillStore(const QString& path, int trainings)
{
    store::Store store(path);
    std::mt19937 random { 1 };
    const auto record = people();
    store::TrainingRecord asked;
    asked.cohortId = store.saveCohort(record);
    asked.system = QStringLiteral("moe");
    asked.variant = QStringLiteral("btw");
    asked.device = QStringLiteral("cpu");
    asked.spec = training::presetSpec("demo", kRows);
    int made = 0;
    for (int t = 0; t < trainings; ++t) {
        asked.seed = static_cast<std::uint64_t>(t / kSettings) + 1;
        asked.spec.width = 8 * (1 + t % kSettings);
        asked.runs.clear();
        std::vector<store::RunInput> inputs;
        std::vector<std::int64_t> ids;
        for (int place = 0; place < kRuns; ++place) {
            const auto run = runOf(asked, place, ++made);
            const auto id = store.addRun(run, place + 1 < kRuns ? std::vector<store::RunInput> {} : inputs);
            const auto role = place < 3 ? store::RunInput::Role::Unimodal : store::RunInput::Role::Baseline;
            inputs.push_back({ id, role, run.modality });
            store.claimRun(id);
            finish(store, record, id, predictions(record, place, random));
            asked.runs.push_back({ id, run.step });
            ids.push_back(id);
        }
        const auto training = store.findOrAddTraining(asked);
        store.claimTraining(training);
        store.endTraining(training, store::TrainingState::Finished);
        store.openTests(ids, QStringLiteral("training %1").arg(training));
    }
}

} // namespace btw::cli
