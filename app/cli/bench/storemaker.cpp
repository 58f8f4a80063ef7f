// SPDX-License-Identifier: GPL-3.0-or-later
#include "storemaker.h"

#include <cmath>
#include <vector>

namespace btw::cli {

namespace {

constexpr int kSettings = 10;
constexpr std::size_t kModalities = 3;
constexpr std::size_t kRuns = kModalities + 2;

const training::MetricSet kMetrics { { "accuracy", 0.8123 }, { "macro_f1", 0.7123 }, { "auroc", 0.7523 },
    { "log_loss", 0.5123 }, { "auprc", 0.5 }, { "ece", 0.1 }, { "brier", 0.2 }, { "weighted_f1", 0.75 } };

} // namespace

StoreMaker::StoreMaker(const QString& path, int epochs)
    : m_store(path)
    , m_epochs(epochs)
{
}

store::CohortRecord StoreMaker::people(std::size_t fold, std::size_t rows)
{
    store::CohortRecord record;
    record.name = QStringLiteral("large");
    record.hash = QStringLiteral("fold %1").arg(fold);
    record.task = Task::Classification;
    record.classes = { "no", "yes" };
    record.modalities = { "notes", "labs", "xray" };
    std::mt19937 random(static_cast<unsigned>(fold) + 1);
    for (std::size_t i = 0; i < rows; ++i) {
        record.ids.push_back("person-" + std::to_string(i));
        record.y.push_back(i % 3 == 0 ? 1 : 0);
        const auto part = random() % 10;
        record.splits.push_back(part < 2 ? Split::Test : part < 4 ? Split::Validation : Split::Train);
    }
    record.present.assign(rows * kModalities, 1);
    return record;
}

training::ExperimentSpec StoreMaker::spec(int width)
{
    auto spec = training::presetSpec("demo", kRows);
    spec.width = width;
    return spec;
}

std::int64_t StoreMaker::save(const store::CohortRecord& record)
{
    const auto id = m_store.saveCohort(record);
    std::vector<store::ReferenceRecord> references;
    for (const char* name : { "notes", "labs", "xray", "all", "constant", "trees/notes", "trees/labs",
             "trees/xray", "trees/all" })
        references.push_back({ QLatin1String(name), 1, kMetrics, kMetrics, predictions(record, 2) });
    m_store.saveReferenceModels(id, references);
    return id;
}

std::int64_t StoreMaker::train(const store::CohortRecord& record, std::int64_t splitId,
    const training::ExperimentSpec& spec, std::uint64_t seed)
{
    store::TrainingRecord asked;
    asked.splitId = splitId;
    asked.system = QStringLiteral("moe");
    asked.variant = QStringLiteral("btw");
    asked.seed = seed;
    asked.device = QStringLiteral("cpu");
    asked.spec = spec;
    std::vector<store::RunInput> inputs;
    std::vector<std::int64_t> ids;
    for (std::size_t place = 0; place < kRuns; ++place) {
        const auto run = runOf(asked, record, place);
        const bool isLast = place + 1 == kRuns;
        const auto id = m_store.addRun(run, isLast ? inputs : std::vector<store::RunInput> {});
        const auto role
            = place < kModalities ? store::RunInput::Role::Unimodal : store::RunInput::Role::Baseline;
        inputs.push_back({ id, role, run.modality });
        m_store.claimRun(id);
        finish(record, id, static_cast<int>(place));
        asked.runs.push_back({ id, run.step });
        ids.push_back(id);
    }
    const auto training = m_store.findOrAddTraining(asked);
    m_store.claimTraining(training);
    m_store.endTraining(training, store::TrainingState::Finished);
    m_store.openTests(ids, QStringLiteral("training %1").arg(training));
    return training;
}

void StoreMaker::trainSeeds(int trainings)
{
    const auto record = people();
    const auto id = save(record);
    for (int t = 0; t < trainings; ++t)
        train(record, id, spec(8 * (1 + t % kSettings)), static_cast<std::uint64_t>(t / kSettings) + 1);
}

Predictions StoreMaker::predictions(const store::CohortRecord& record, int quality)
{
    std::normal_distribution<float> noise;
    Predictions made;
    made.width = 2;
    for (const double y : record.y) {
        const float score
            = noise(m_random) + static_cast<float>(y) * (0.3F + 0.1F * static_cast<float>(quality));
        const float p = 1 / (1 + std::exp(-score));
        made.values.push_back(1 - p);
        made.values.push_back(p);
    }
    return made;
}

store::RunRecord StoreMaker::runOf(
    const store::TrainingRecord& asked, const store::CohortRecord& record, std::size_t place)
{
    store::RunRecord run;
    run.splitId = asked.splitId;
    run.step = place < kModalities ? training::Step::Unimodal
        : place == kModalities     ? training::Step::Baseline
                                   : training::Step::Weighted;
    run.variant = place < kModalities ? QStringLiteral("unimodal")
        : place == kModalities        ? QStringLiteral("none")
                                      : asked.variant;
    if (place < kModalities)
        run.modality = QString::fromStdString(record.modalities[place]);
    run.name = QStringLiteral("%1 · seed %2").arg(run.variant).arg(asked.seed);
    run.model = asked.system;
    run.device = asked.device;
    run.version = QStringLiteral("0.1.0");
    run.seed = asked.seed;
    run.spec = asked.spec;
    run.stepKey = QStringLiteral("made %1").arg(++m_made);
    return run;
}

void StoreMaker::finish(const store::CohortRecord& record, std::int64_t id, int quality)
{
    store::EpochRecord epoch;
    epoch.weights.resize(record.modalities.size());
    epoch.report.validation = kMetrics;
    epoch.report.predictions = predictions(record, quality);
    epoch.report.weights.assign(record.present.size(), 0.33F);
    for (int e = 1; e <= m_epochs; ++e) {
        epoch.report.epoch = e;
        epoch.report.best = e == 1;
        m_store.appendEpoch(id, epoch, {}, {});
    }
    training::RunResult result;
    result.outcome = training::Outcome::Finished;
    result.bestEpoch = 1;
    result.validation = result.test = kMetrics;
    result.predictions = epoch.report.predictions;
    m_store.finishRun(id, result);
}

} // namespace btw::cli
