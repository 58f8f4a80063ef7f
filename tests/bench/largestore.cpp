// SPDX-License-Identifier: GPL-3.0-or-later
// How long `btw runs` and `btw compare` take on stores of 1,000 runs, which this makes: 200 trainings of five
// runs, ten variants and settings with 20 seeds on one split, or one experiment of 13 models on 15 folds
// (with 22 more trainings). bench_largestore BTW [FOLDER] Prints the median of five; exits 1 where one is a
// second or more. FOLDER keeps the stores for a second look.
#include "engine/data/cohort.h"
#include "engine/spec/spec.h"
#include "workspace/store/store.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

namespace {

using namespace btw;

constexpr std::size_t kRows = 500;
constexpr std::size_t kFolds = 15;
constexpr int kEpochs = 20;
constexpr int kTrainings = 200;
constexpr int kAtMostMs = 1000;
constexpr int kRepeats = 5;

const training::MetricSet kMetrics { { "accuracy", 0.8123 }, { "macro_f1", 0.7123 }, { "auroc", 0.7523 },
    { "log_loss", 0.5123 }, { "auprc", 0.5 }, { "ece", 0.1 }, { "brier", 0.2 }, { "weighted_f1", 0.75 } };

/// 500 people with three modalities and a fifth of them tested.
store::CohortRecord cohort(std::size_t fold)
{
    store::CohortRecord record;
    record.name = QStringLiteral("large");
    record.hash = QStringLiteral("fold %1").arg(fold);
    record.task = Task::Classification;
    record.classes = { "no", "yes" };
    record.modalities = { "notes", "labs", "xray" };
    std::mt19937 random(static_cast<unsigned>(fold) + 1);
    for (std::size_t i = 0; i < kRows; ++i) {
        record.ids.push_back("person-" + std::to_string(i));
        record.y.push_back(i % 3 == 0 ? 1 : 0);
        const auto part = random() % 10;
        record.splits.push_back(part < 2 ? Split::Test : part < 4 ? Split::Validation : Split::Train);
    }
    record.present.assign(kRows * record.modalities.size(), 1);
    return record;
}

class Maker
{
public:
    explicit Maker(const QString& path)
        : m_store(path)
    {
    }

    store::Store& store() { return m_store; }

    std::int64_t save(const store::CohortRecord& record)
    {
        const auto id = m_store.saveCohort(record);
        std::vector<store::ReferenceRecord> references;
        for (const char* name : { "notes", "labs", "xray", "all", "constant", "trees/notes", "trees/labs",
                 "trees/xray", "trees/all" })
            references.push_back({ QLatin1String(name), 1, kMetrics, kMetrics, predictions(record, 2) });
        m_store.saveReferenceModels(id, references);
        return id;
    }

    /// Five finished runs and the training that asked for them, test figures open.
    std::int64_t train(const store::CohortRecord& record, std::int64_t cohortId,
        const training::ExperimentSpec& spec, std::uint64_t seed)
    {
        store::TrainingRecord asked;
        asked.cohortId = cohortId;
        asked.system = QStringLiteral("moe");
        asked.variant = QStringLiteral("btw");
        asked.seed = seed;
        asked.device = QStringLiteral("cpu");
        asked.spec = spec;
        std::vector<store::RunInput> inputs;
        std::vector<std::int64_t> ids;
        for (int r = 0; r < 5; ++r) {
            store::RunRecord run;
            run.cohortId = cohortId;
            run.step = r < 3 ? training::Step::Unimodal
                : r == 3     ? training::Step::Baseline
                             : training::Step::Weighted;
            run.variant = r < 3 ? QStringLiteral("unimodal")
                : r == 3        ? QStringLiteral("none")
                                : asked.variant;
            run.modality
                = r < 3 ? QString::fromStdString(record.modalities[static_cast<std::size_t>(r)]) : QString();
            run.name = QStringLiteral("%1 · seed %2").arg(run.variant).arg(seed);
            run.model = asked.system;
            run.device = asked.device;
            run.version = QStringLiteral("0.1.0");
            run.seed = seed;
            run.spec = spec;
            run.stepKey = QStringLiteral("key %1").arg(++m_made);
            const auto id = m_store.addRun(run, r < 4 ? std::vector<store::RunInput> {} : inputs);
            if (r < 4)
                inputs.push_back(
                    { id, r < 3 ? store::RunInput::Role::Unimodal : store::RunInput::Role::Baseline,
                        run.modality });
            m_store.claimRun(id);
            finish(record, id, r);
            asked.runs.push_back({ id, run.step });
            ids.push_back(id);
        }
        const auto training = m_store.findOrAddTraining(asked);
        m_store.claimTraining(training);
        m_store.endTraining(training, store::TrainingState::Finished);
        m_store.openTests(ids, QStringLiteral("training %1").arg(training));
        return training;
    }

private:
    Predictions predictions(const store::CohortRecord& record, int quality)
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

    void finish(const store::CohortRecord& record, std::int64_t id, int quality)
    {
        store::EpochRecord epoch;
        epoch.weights.resize(record.modalities.size());
        epoch.report.validation = kMetrics;
        epoch.report.predictions = predictions(record, quality);
        epoch.report.weights.assign(record.present.size(), 0.33F);
        for (int e = 1; e <= kEpochs; ++e) {
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

    store::Store m_store;
    std::mt19937 m_random { 1 };
    int m_made = 0;
};

training::ExperimentSpec specOf(int width)
{
    auto spec = training::presetSpec("demo", kRows);
    spec.width = width;
    return spec;
}

void makeSeeds(const QString& path)
{
    Maker maker(path);
    const auto record = cohort(0);
    const auto id = maker.save(record);
    for (int t = 0; t < kTrainings; ++t)
        maker.train(record, id, specOf(8 * (1 + t % 10)), static_cast<std::uint64_t>(1 + t / 10));
}

void makeFolds(const QString& path)
{
    Maker maker(path);
    const std::vector<std::vector<std::string>> without { {}, { "notes" }, { "labs" }, { "xray" },
        { "notes", "labs" }, { "notes", "xray" }, { "labs", "xray" } };
    const QJsonObject definition { { QStringLiteral("metric"), QStringLiteral("auroc") },
        { QStringLiteral("without"), QJsonArray() } };
    const auto experiment = maker.store().findOrAddExperiment(QStringLiteral("folds"), definition);
    int made = 0;
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        const auto record = cohort(fold);
        const auto id = maker.save(record);
        for (std::size_t w = 0; w < without.size() * 2 - 1; ++w, ++made) {
            auto spec = specOf(w < without.size() ? 16 : 32);
            spec.modalities.clear();
            const auto& left = without[w % without.size()];
            for (const auto& name : record.modalities)
                if (std::find(left.begin(), left.end(), name) == left.end())
                    spec.modalities.push_back(name);
            const auto training = maker.train(record, id, spec, 1);
            maker.store().addToExperiment(experiment, { training, fold, left, {} });
        }
    }
    for (; made < kTrainings; ++made)
        maker.train(cohort(0), 1, specOf(64), static_cast<std::uint64_t>(made));
}

/// Median of a few turns in milliseconds; negative where the command fails.
double timed(const QString& program, const QStringList& words)
{
    std::vector<double> all;
    for (int r = 0; r < kRepeats; ++r) {
        QElapsedTimer timer;
        timer.start();
        QProcess process;
        process.start(program, words);
        if (!process.waitForFinished(600'000) || process.exitCode() != 0) {
            std::fprintf(stderr, "%s\n", process.readAllStandardError().constData());
            return -1;
        }
        all.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const QTemporaryDir temporary;
    if (words.size() < 2 || !temporary.isValid()) {
        std::fprintf(stderr, "bench_largestore BTW [FOLDER]\n");
        return 2;
    }
    const QString folder = words.size() > 2 ? words[2] : temporary.path();
    const QString seeds = folder + QStringLiteral("/seeds.sqlite"),
                  folds = folder + QStringLiteral("/folds.sqlite");
    if (!QFile::exists(seeds))
        makeSeeds(seeds);
    if (!QFile::exists(folds))
        makeFolds(folds);
    bool isReached = true;
    for (const QStringList& command :
        { QStringList { QStringLiteral("runs"), seeds }, { QStringLiteral("compare"), seeds },
            { QStringLiteral("compare"), seeds, QStringLiteral("--format"), QStringLiteral("json") },
            { QStringLiteral("runs"), folds },
            { QStringLiteral("compare"), folds, QStringLiteral("--experiment"), QStringLiteral("1") },
            { QStringLiteral("compare"), folds, QStringLiteral("--experiment"), QStringLiteral("1"),
                QStringLiteral("--format"), QStringLiteral("json") } }) {
        const double ms = timed(
            words[1], QStringList { command[0], QStringLiteral("--store"), command[1] } + command.mid(2));
        isReached = isReached && ms >= 0 && ms < kAtMostMs;
        std::printf("%7.0f ms  btw %s\n", ms,
            qPrintable((QStringList { command[0], QFileInfo(command[1]).baseName() } + command.mid(2))
                           .join(QLatin1Char(' '))));
    }
    return isReached ? 0 : 1;
}
