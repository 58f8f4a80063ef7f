// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/spec/encoderparameters.h"
#include "engine/training/modelrun.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"
#include "scriptedmodel.h"
#include "severalranks.h"
#include "tunedencoder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace btw;
using namespace btw::training;

namespace {

/// Nothing random but the batches: what ranks compute together is then what one process does.
ExperimentSpec exactSpec()
{
    auto spec = presetSpec("demo", 100);
    spec.width = 16;
    spec.encoderHidden = 16;
    spec.expertHidden = 16;
    spec.experts = 4;
    spec.dropout = spec.expertDropout = spec.encoderDropout = spec.inputDropout = 0;
    spec.routerNoise = false;
    spec.balance = 0.5; // plainly there
    spec.epochs = 3;
    spec.patience = 3;
    return spec;
}

class Silent : public RunObserver
{
public:
    void onBatch(const BatchProgress& /*progress*/) override
    {
        if (atBatch)
            atBatch();
    }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const EpochReport& report,
        const std::function<void(const std::string& path)>& writeCheckpoint) override
    {
        reports.push_back(report);
        if (atEpoch)
            atEpoch(report, writeCheckpoint);
    }

    std::function<void()> atBatch;
    std::function<void(const EpochReport&, const std::function<void(const std::string&)>&)> atEpoch;
    std::vector<EpochReport> reports;
};

/// One epoch of a model without moving: the gradient of its last batch, and what it says of itself.
struct Epoch
{
    at::Tensor gradients;
    ModelRun::EpochLoss loss;
    ModelRun::Evaluation evaluation;
};

Epoch epochOf(
    const data::Cohort& cohort, const RunPlan& plan, const std::vector<float>& weights, Ranks* ranks)
{
    const Batches batches(cohort, at::kCPU);
    ModelRun run(batches, plan, model::builtinModels(), at::kFloat, ranks);
    RunControl control;
    Silent observer;
    Epoch epoch;
    epoch.loss = run.trainEpoch(1, 0.0, weights, control, observer).value();
    epoch.gradients = run.parameters().gradients().clone();
    epoch.evaluation = run.evaluate(weights, control).value();
    return epoch;
}

double worst(const std::vector<float>& a, const std::vector<float>& b)
{
    double most = a.size() == b.size() ? 0 : 1e9;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        most = std::max(most, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return most;
}

} // namespace

Q_DECLARE_METATYPE(btw::training::ExperimentSpec)

/// Training on several ranks against training in one process.
class TestSharedTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreads(1); }

    void ranksGiveTheGradientsOfOneProcess_data()
    {
        QTest::addColumn<bool>("classification");
        QTest::addColumn<Step>("step");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("batch");
        QTest::addColumn<ExperimentSpec>("spec");
        auto spec = exactSpec();
        QTest::newRow("regression") << false << Step::Weighted << 2 << 32 << spec;
        spec.classWeights = true;
        QTest::newRow("classification, class weights") << true << Step::Weighted << 2 << 32 << spec;
        spec.missing = MissingPolicy::Learned;
        spec.gate = Gate::Softmax;
        QTest::newRow("learned stand-ins, softmax gate") << true << Step::Baseline << 2 << 32 << spec;
        QTest::newRow("one modality alone") << true << Step::Unimodal << 2 << 32 << spec;
        auto labels = spec;
        labels.model = "tmc"; // whose losses beside the task's need labels, and class weights
        QTest::newRow("losses of labels") << true << Step::Baseline << 2 << 32 << labels;
        labels.model = "flexmoe"; // whose losses are of some of the rows
        QTest::newRow("losses of combinations") << true << Step::Baseline << 2 << 32 << labels;
        QTest::newRow("three ranks, two rows in the last batch") << true << Step::Baseline << 3 << 0 << spec;
    }
    void ranksGiveTheGradientsOfOneProcess()
    {
        QFETCH(bool, classification);
        QFETCH(Step, step);
        QFETCH(int, size);
        QFETCH(int, batch);
        QFETCH(ExperimentSpec, spec);
        auto cohort = classification ? data::makeLos(300) : data::makeSentiment(120);
        if (!classification) { // a vector as well as the sequences, and absent ones
            for (std::size_t i = 0; i < cohort.size(); i += 3)
                for (auto& modality : cohort.modalities)
                    if (!modality.isRagged())
                        modality.present[i] = 0;
        }
        const auto train = std::count(cohort.splits.begin(), cohort.splits.end(), Split::Train);
        spec.batch = batch != 0 ? batch : (train - 2) / 2;
        const RunPlan plan { step, 2, spec, 1, {} };
        std::vector<float> weights;
        if (step == Step::Weighted) {
            for (std::size_t i = 0; i < cohort.size(); ++i)
                for (std::size_t m = 0; m < cohort.modalityCount(); ++m)
                    weights.push_back(cohort.modalities[m].present[i] != 0
                            ? 0.2F + 0.1F * static_cast<float>((i + m) % 5)
                            : 0.0F);
        }

        const auto expected = epochOf(cohort, plan, weights, nullptr);
        std::vector<Epoch> actual(static_cast<std::size_t>(size));
        const auto thrown = onRanks(size, [&](const std::shared_ptr<Ranks>& ranks) {
            actual[static_cast<std::size_t>(ranks->rank())] = epochOf(cohort, plan, weights, ranks.get());
        });
        QCOMPARE(thrown, std::vector<std::string>(static_cast<std::size_t>(size)));

        const double largest = expected.gradients.abs().max().item<double>();
        QVERIFY(largest > 1e-2);
        QVERIFY(!expected.loss.extra.empty());
        for (const auto& [name, value] : expected.loss.extra)
            QVERIFY2(value > 1e-3, name.c_str());
        for (const auto& epoch : actual) {
            const double off = (epoch.gradients - expected.gradients).abs().max().item<double>();
            QVERIFY2(off <= 1e-5 * largest, qPrintable(QString::number(off / largest)));
            QVERIFY(std::abs(epoch.loss.loss - expected.loss.loss) <= 1e-5 * expected.loss.loss);
            QCOMPARE(epoch.loss.extra.size(), expected.loss.extra.size());
            for (const auto& [name, value] : expected.loss.extra)
                QVERIFY2(std::abs(epoch.loss.extra.at(name) - value) <= 1e-4 * value, name.c_str());
            QCOMPARE(epoch.evaluation.predictions.values, expected.evaluation.predictions.values);
            QCOMPARE(epoch.evaluation.ofRows, expected.evaluation.ofRows);
            QCOMPARE(expected.evaluation.ofRows.size(), std::size_t(spec.model == "tmc" ? 1 : 0));
            QVERIFY(std::abs(epoch.evaluation.validationLoss - expected.evaluation.validationLoss) < 1e-9);
            QVERIFY(spec.model == "flexmoe" || !expected.evaluation.diagnostics.empty());
            for (const auto& [name, shares] : expected.evaluation.diagnostics)
                QVERIFY2(worst(epoch.evaluation.diagnostics.at(name), shares) < 1e-6, name.c_str());
        }
    }

    void evaluationInSeveralPiecesIsThatOfTheWhole()
    {
        // More rows than are evaluated at once, in both lots, and a rest.
        auto cohort = data::makeLos(2500);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            cohort.splits[i] = i < 100 ? Split::Train : i < 1300 ? Split::Validation : Split::Test;
        auto spec = exactSpec();
        spec.classWeights = true;
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        const auto alone = epochOf(cohort, plan, {}, nullptr);

        // From the predictions: cross entropy, each row weighted by the inverse frequency of its class.
        std::vector<double> counts(cohort.classCount(), 0.0);
        for (std::size_t i = 0; i < 100; ++i)
            counts[static_cast<std::size_t>(cohort.y[i])] += 1;
        double sum = 0, amount = 0;
        const auto& predictions = alone.evaluation.predictions;
        for (std::size_t i = 100; i < 1300; ++i) {
            const auto label = static_cast<std::size_t>(cohort.y[i]);
            const double weight
                = counts[label] > 0 ? 100.0 / static_cast<double>(counts.size()) / counts[label] : 0.0;
            const auto* p = predictions.values.data() + i * predictions.width;
            sum -= weight * std::log(static_cast<double>(p[label]));
            amount += weight;
        }
        QVERIFY(std::abs(alone.evaluation.validationLoss - sum / amount) < 1e-5);

        std::vector<Epoch> shared(2);
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            shared[static_cast<std::size_t>(ranks->rank())] = epochOf(cohort, plan, {}, ranks.get());
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        for (const auto& epoch : shared) {
            QCOMPARE(epoch.evaluation.predictions.values, predictions.values);
            QVERIFY(std::abs(epoch.evaluation.validationLoss - alone.evaluation.validationLoss) < 1e-9);
        }
    }

    void everyRankEndsAnEpochWithTheSameBits_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("two") << 2;
        QTest::newRow("three") << 3;
    }
    void everyRankEndsAnEpochWithTheSameBits()
    {
        QFETCH(int, size);
        const auto cohort = data::makeLos(300);
        auto spec = exactSpec();
        spec.dropout = spec.expertDropout = 0.2;
        spec.routerNoise = true;
        spec.batch = 16;
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        std::vector<at::Tensor> values(static_cast<std::size_t>(size));
        const auto thrown = onRanks(size, [&](const std::shared_ptr<Ranks>& ranks) {
            const Batches batches(cohort, at::kCPU);
            ModelRun run(batches, plan, model::builtinModels(), at::kFloat, ranks.get());
            RunControl control;
            Silent observer;
            const auto before = run.parameters().values().clone();
            run.trainEpoch(1, 1e-2, {}, control, observer);
            QVERIFY(!at::equal(run.parameters().values(), before));
            values[static_cast<std::size_t>(ranks->rank())] = run.parameters().values().clone();
        });
        QCOMPARE(thrown, std::vector<std::string>(static_cast<std::size_t>(size)));
        for (const auto& one : values)
            QVERIFY(at::equal(one, values.front()));
    }

    /// Each rank would count rows of its own.
    void aFileWithABatchNormIsTunedByOneProcessAlone()
    {
        auto cohort = data::makeLos(300);
        auto spec = exactSpec();
        tuneAnEncoder(cohort, spec);
        const auto built = [&](Ranks* ranks) {
            const Batches batches(cohort, at::kCPU);
            const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
            const ModelRun run(batches, plan, model::builtinModels(), at::kFloat, ranks);
        };
        built(nullptr);
        const auto refused = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) { built(ranks.get()); });
        for (const auto& sentence : refused)
            QVERIFY2(sentence.find("steps.pt") != std::string::npos, sentence.c_str());
        kEncoderParameters[4].setNumber(spec, 0.0);
        const auto frozen = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) { built(ranks.get()); });
        QCOMPARE(frozen, std::vector<std::string>(2));
    }

    void aStopOnAnyRankStopsAllWithinABatch_data()
    {
        QTest::addColumn<int>("stopping");
        QTest::newRow("rank 0") << 0;
        QTest::newRow("rank 1") << 1;
    }
    void aStopOnAnyRankStopsAllWithinABatch()
    {
        QFETCH(int, stopping);
        const auto cohort = data::makeSentiment(4000);
        auto spec = exactSpec();
        spec.batch = 4;
        std::array<RunControl, 2> controls;
        std::array<Outcome, 2> outcomes {};
        int batches = 0; // that rank 0 tells of, ten times a second at most
        std::size_t epochs = 0;
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            const auto rank = static_cast<std::size_t>(ranks->rank());
            Trainer trainer(cohort, "cpu", ranks);
            Silent observer;
            observer.atBatch = [&] {
                ++batches;
                controls.at(static_cast<std::size_t>(stopping)).requestStop();
            };
            outcomes.at(rank) = rank == 0
                ? trainer.train({ Step::Baseline, 0, spec, 1, {} }, controls[0], observer).outcome
                : trainer.follow(spec, controls[1]);
            if (rank == 0)
                epochs = observer.reports.size();
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        for (const auto outcome : outcomes)
            QCOMPARE(outcome, Outcome::Stopped);
        QVERIFY2(batches <= 2, qPrintable(QString::number(batches)));
        QCOMPARE(epochs, std::size_t(0));
    }

    void followersShareInEveryStepAndARunIsResumedToTheSameBits()
    {
        const auto cohort = data::makeSentiment(120);
        auto spec = exactSpec();
        spec.dropout = 0.2;
        spec.routerNoise = true;
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        RunResult undisturbed, resumed;
        Silent whole, rest;
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            Trainer trainer(cohort, "cpu", ranks);
            RunControl control;
            if (ranks->rank() != 0) {
                QCOMPARE(trainer.follow(spec, control), Outcome::Finished);
                return;
            }
            RunPlan plan { Step::Weighted, 0, spec, 7, {} };
            for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
                Silent silent;
                plan.unimodal.push_back(
                    trainer.train({ Step::Unimodal, m, spec, 7, {} }, control, silent).predictions);
            }
            whole.atEpoch = [&](const EpochReport& report, const auto& write) {
                if (report.epoch == 1)
                    write(path);
            };
            undisturbed = trainer.train(plan, control, whole);
            resumed = trainer.train(plan, control, rest, path);
            dismissFollowers(*ranks, Outcome::Finished);
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QCOMPARE(undisturbed.outcome, Outcome::Finished);
        QCOMPARE(rest.reports.front().epoch, 2);
        QCOMPARE(rest.reports.back().predictions.values, whole.reports.back().predictions.values);
        QCOMPARE(rest.reports.back().weights, whole.reports.back().weights);
        QCOMPARE(resumed.predictions.values, undisturbed.predictions.values);
        // Where a follower had the checkpoint that rank 0 sent.
        QVERIFY(!QFile::exists(
            QDir::temp().filePath(QStringLiteral("btw-rank-%1.pt").arg(QCoreApplication::applicationPid()))));
    }

    // What is learnt in both stages, remembered, counted and predicted. One of three ranks has no row of the
    // last batch.
    void ranksDoTogetherWhatAScriptHasOneProcessDo()
    {
        const auto cohort = scriptedCohort("tvttxtvtvxt"); // training rows 0, 2, 3, 5, 7, 10
        auto spec = exactSpec();
        spec.batch = 4; // and 2
        spec.weightDecay = spec.gradientClip = 0;
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        struct Done
        {
            at::Tensor moments, history;
            ModelRun::EpochLoss loss;
            ModelRun::Evaluation evaluation;
        };
        const auto doneBy = [&](Ranks* ranks) {
            Script script;
            script.isInStages = true;
            script.says = [](std::int64_t row, std::int64_t epoch) {
                return std::vector<float> { static_cast<float>(row + epoch) };
            };
            const Batches batches(cohort, at::kCPU);
            const auto models = scriptedModels(script);
            ModelRun run(batches, plan, *models, at::kFloat, ranks);
            RunControl control;
            Silent silent;
            Done done;
            for (std::int64_t epoch = 1; epoch <= 2; ++epoch)
                done.loss = run.trainEpoch(epoch, 0.0, {}, control, silent).value();
            done.moments = run.optimiser().firstMoment().clone();
            done.history = run.history().clone();
            done.evaluation = run.evaluate({}, control).value();
            return done;
        };
        const auto expected = doneBy(nullptr);
        std::vector<Done> actual(3);
        const auto thrown = onRanks(3, [&](const std::shared_ptr<Ranks>& ranks) {
            actual[static_cast<std::size_t>(ranks->rank())] = doneBy(ranks.get());
        });
        QCOMPARE(thrown, std::vector<std::string>(3));
        // Each training row is remembered as its number and 1, twice.
        QCOMPARE(expected.history[10][0].item<float>(), 22.0F);
        QVERIFY(expected.moments[1].item<float>() > 0.1F);
        for (const auto& one : actual) {
            QVERIFY(at::allclose(one.moments, expected.moments, 1e-5, 1e-6));
            QVERIFY(at::equal(one.history, expected.history));
            QVERIFY(std::abs(one.loss.loss - expected.loss.loss) < 1e-5);
            QCOMPARE(one.loss.extra.size(), std::size_t(3));
            for (const auto& [name, value] : expected.loss.extra)
                QVERIFY2(std::abs(one.loss.extra.at(name) - value) < 1e-5, name.c_str());
            QCOMPARE(one.evaluation.predictions.values, expected.evaluation.predictions.values);
            QCOMPARE(one.evaluation.ofRows, expected.evaluation.ofRows);
            QVERIFY(std::abs(one.evaluation.validationLoss - expected.evaluation.validationLoss) < 1e-9);
            QVERIFY(one.evaluation.diagnostics == expected.evaluation.diagnostics);
        }
        // The model says row + epoch, as a standardised label: row 8 of the second epoch is 10, and so 21.
        QCOMPARE(expected.evaluation.predictions.values[8], 21.0F);
    }

    void followersEndAsRankZeroSays_data()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("finished") << Outcome::Finished;
        QTest::newRow("stopped") << Outcome::Stopped;
    }
    void followersEndAsRankZeroSays()
    {
        QFETCH(const Outcome, outcome);
        const auto cohort = data::makeSentiment(60);
        const auto spec = exactSpec();
        Outcome follower = outcome == Outcome::Finished ? Outcome::Stopped : Outcome::Finished;
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            if (ranks->rank() == 0) {
                dismissFollowers(*ranks, outcome);
                return;
            }
            Trainer trainer(cohort, "cpu", ranks);
            RunControl control;
            follower = trainer.follow(spec, control);
            QVERIFY(ranks->left());
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QCOMPARE(follower, outcome);
    }

    void aRunThatFailsOnRankZeroEndsItsFollowers()
    {
        const auto cohort = data::makeSentiment(120);
        const auto spec = exactSpec();
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            Trainer trainer(cohort, "cpu", ranks);
            RunControl control;
            Silent observer;
            observer.atEpoch = [](const EpochReport& /*report*/, const auto& /*write*/) {
                throw Error("the disk is full.", Error::Kind::Work);
            };
            if (ranks->rank() == 0)
                trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, observer);
            else
                trainer.follow(spec, control);
        });
        QCOMPARE(thrown[0], std::string("the disk is full."));
        QVERIFY2(thrown[1].find("Rank 0 is lost") == 0, thrown[1].c_str());
    }

    void aLossThatIsNotFiniteIsSaidOnEveryRank()
    {
        const auto cohort = data::makeSentiment(120);
        auto spec = exactSpec();
        spec.learningRate = 1e30;
        spec.gradientClip = 1e30;
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            Trainer trainer(cohort, "cpu", ranks);
            RunControl control;
            Silent observer;
            if (ranks->rank() == 0)
                trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, observer);
            else
                trainer.follow(spec, control);
        });
        QVERIFY2(thrown[0].find("epoch 1, batch ") != std::string::npos, thrown[0].c_str());
        QCOMPARE(thrown[1], thrown[0]);
    }
};

QTEST_GUILESS_MAIN(TestSharedTraining)
#include "tst_sharedtraining.moc"
