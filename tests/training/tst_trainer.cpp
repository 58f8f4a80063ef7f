// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/model/fusionmodel.h"
#include "engine/spec/encoderparameters.h"
#include "engine/training/checkpoint.h"
#include "engine/training/runtime.h"
#include "engine/training/runweights.h"
#include "engine/training/trainer.h"
#include "tunedencoder.h"

#include <ATen/Context.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
#include <memory>
#include <numeric>

using namespace btw;
using namespace btw::training;

namespace {

ExperimentSpec tinySpec()
{
    auto spec = presetSpec("demo", 100);
    spec.width = 8;
    spec.encoderHidden = 8;
    spec.expertHidden = 8;
    spec.epochs = 4;
    spec.patience = 4;
    return spec;
}

/// Keeps what a run says; may act on it.
class Recorder : public RunObserver
{
public:
    void onBatch(const BatchProgress& progress) override
    {
        ++batches;
        if (atBatch)
            atBatch(progress);
    }
    void onPause(bool paused) override
    {
        pauses.push_back(paused);
        if (paused && atPause)
            atPause();
    }
    void onEpoch(const EpochReport& report, const std::function<void(const std::string&)>& write) override
    {
        reports.push_back(report);
        if (atEpoch)
            atEpoch(report, write);
    }

    int batches = 0;
    std::vector<bool> pauses;
    std::vector<EpochReport> reports;
    std::function<void()> atPause;
    std::function<void(const BatchProgress&)> atBatch;
    std::function<void(const EpochReport&, const std::function<void(const std::string&)>&)> atEpoch;
};

std::vector<Predictions> unimodalPredictions(
    Trainer& trainer, const data::Cohort& cohort, const ExperimentSpec& spec)
{
    std::vector<Predictions> predictions;
    for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
        RunControl control;
        Recorder recorder;
        predictions.push_back(
            trainer.train({ Step::Unimodal, m, spec, 1, {} }, control, recorder).predictions);
    }
    return predictions;
}

RunPlan weightedPlan(Trainer& trainer, const data::Cohort& cohort, ExperimentSpec spec)
{
    return { Step::Weighted, 0, spec, 1, unimodalPredictions(trainer, cohort, spec) };
}

/// Writes down what it is told of labels, and does what another model does.
class Listener : public model::FusionModel
{
public:
    struct Heard
    {
        std::vector<std::int64_t> rowsOfClass; ///< while it trains, over all batches
        double counts = 0;
        std::vector<std::int64_t> epochs; ///< of each batch
        int predictions = 0; ///< batches that are predicted
        bool knewMore = false; ///< a label while it predicts
    };

    Listener(std::unique_ptr<model::FusionModel> model, Heard& heard)
        : m_model(std::move(model))
        , m_heard(heard)
    {
    }
    model::ModelOutput forward(const model::ModelInput& input, const model::Pass& pass) const override
    {
        const auto& known = input.supervision;
        if (!pass.training) {
            ++m_heard.predictions;
            m_heard.knewMore
                = m_heard.knewMore || known.target.defined() || known.counts.defined() || known.epoch != 0;
            return m_model->forward(input, pass);
        }
        m_heard.epochs.push_back(known.epoch);
        m_heard.counts += known.counts.sum().item<double>();
        for (std::int64_t b = 0; b < known.target.size(0); ++b)
            ++m_heard.rowsOfClass.at(static_cast<std::size_t>(known.target[b].item<std::int64_t>()));
        return m_model->forward(input, pass);
    }
    std::vector<model::Diagnostic> diagnostics() const override { return m_model->diagnostics(); }

private:
    std::unique_ptr<model::FusionModel> m_model;
    Heard& m_heard;
};

} // namespace

class TestTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreads(1); }

    void theSameSeedGivesTheSameBits()
    {
        const auto cohort = data::makeLos(150);
        const auto run = [&](std::uint64_t seed) {
            Trainer trainer(cohort);
            RunControl control;
            Recorder recorder;
            return trainer.train({ Step::Baseline, 0, tinySpec(), seed, {} }, control, recorder);
        };
        const auto first = run(1);
        QCOMPARE(run(1).predictions.values, first.predictions.values);
        QVERIFY(run(2).predictions.values != first.predictions.values);
    }

    void baselineAndWeightedModelShareTheirFirstEpoch()
    {
        const auto cohort = data::makeLos(150);
        Trainer trainer(cohort);
        RunControl control;
        Recorder baseline, weighted;
        trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, baseline);
        trainer.train(weightedPlan(trainer, cohort, tinySpec()), control, weighted);

        // All weights are 1 in epoch 1, so nothing may differ; then the new weights are in force.
        QCOMPARE(weighted.reports[0].predictions.values, baseline.reports[0].predictions.values);
        QVERIFY(weighted.reports[1].predictions.values != baseline.reports[1].predictions.values);
        QVERIFY(std::isnan(weighted.reports[0].alpha));
        QCOMPARE(weighted.reports[1].alpha, 0.5);
        QCOMPARE(weighted.reports[2].alpha, 0.55); // the first epoch counts as improved
        const auto count = cohort.modalityCount();
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            double sum = 0, present = 0;
            for (std::size_t m = 0; m < count; ++m) {
                const float has = cohort.modalities[m].present[i] != 0 ? 1.0F : 0.0F;
                QCOMPARE(weighted.reports[0].weights[i * count + m], has);
                sum += static_cast<double>(weighted.reports[1].weights[i * count + m]);
                present += static_cast<double>(has);
            }
            // Half of the old ones, half of weights that sum to 1.
            QVERIFY(std::abs(sum - (0.5 * present + 0.5)) < 1e-5);
        }
        QVERIFY(baseline.reports[0].weights.empty());
    }

    void testLabelsReachNothingBeforeTheEnd_data()
    {
        QTest::addColumn<bool>("classification");
        QTest::newRow("classification") << true;
        QTest::newRow("regression") << false;
    }
    void testLabelsReachNothingBeforeTheEnd()
    {
        QFETCH(bool, classification);
        const auto cohort = classification ? data::makeLos(150) : data::makeSentiment(120);
        auto other = cohort;
        for (std::size_t i = 0; i < other.size(); ++i) {
            if (other.splits[i] == Split::Test)
                other.y[i] = classification ? std::fmod(other.y[i] + 1, 4) : -other.y[i];
        }
        const auto run = [](const data::Cohort& c, Recorder& recorder) {
            Trainer trainer(c);
            RunControl control;
            return trainer.train(weightedPlan(trainer, c, tinySpec()), control, recorder);
        };
        Recorder first, second;
        const auto a = run(cohort, first);
        const auto b = run(other, second);
        QCOMPARE(a.predictions.values, b.predictions.values);
        QCOMPARE(a.weights, b.weights);
        QCOMPARE(a.bestEpoch, b.bestEpoch);
        for (std::size_t e = 0; e < first.reports.size(); ++e) {
            QCOMPARE(first.reports[e].validationLoss, second.reports[e].validationLoss);
            QCOMPARE(first.reports[e].weights, second.reports[e].weights);
        }
        QVERIFY(a.test != b.test);
    }

    void labelsReachAModelWhileItTrainsAlone()
    {
        const auto cohort = data::makeLos(150);
        auto spec = tinySpec();
        spec.epochs = spec.patience = 2;
        spec.classWeights = true;
        spec.batch = 25;
        Listener::Heard heard;
        heard.rowsOfClass.resize(cohort.classCount());
        auto models = std::make_shared<model::FusionRegistry>();
        models->add("moe", [&](const auto& shape, const auto& of, auto& parameters) {
            return std::make_unique<Listener>(model::builtinModels().create(shape, of, parameters), heard);
        });
        Trainer trainer(cohort, "cpu", nullptr, models);
        RunControl control;
        Recorder recorder;
        trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);

        QVERIFY(heard.predictions > 0 && !heard.knewMore);
        std::vector<std::int64_t> rows(cohort.classCount());
        for (std::size_t i = 0; i < cohort.size(); ++i)
            if (cohort.splits[i] == Split::Train)
                ++rows[static_cast<std::size_t>(cohort.y[i])];
        const auto train = std::accumulate(rows.begin(), rows.end(), std::int64_t { 0 });
        QVERIFY(train % spec.batch != 1); // no row is left out
        for (auto& one : rows)
            one *= 2;
        QCOMPARE(heard.rowsOfClass, rows);
        // Each class counts as much as any other, all together as many rows as there are.
        QVERIFY(std::abs(heard.counts - 2 * static_cast<double>(train)) < 1e-3);
        const auto batches = static_cast<std::size_t>((train + spec.batch - 1) / spec.batch);
        std::vector<std::int64_t> epochs(batches, 1);
        epochs.insert(epochs.end(), batches, 2);
        QCOMPARE(heard.epochs, epochs);
    }

    void aResumedRunEndsAsAnUndisturbedOne_data()
    {
        QTest::addColumn<bool>("weighted");
        QTest::addColumn<QString>("system");
        QTest::newRow("baseline") << false << QStringLiteral("moe");
        QTest::newRow("weighted") << true << QStringLiteral("moe");
        QTest::newRow("a model that remembers earlier epochs") << false << QStringLiteral("qmf");
        QTest::newRow("a model that trains in two stages") << false << QStringLiteral("mmim");
        QTest::newRow("an encoder from a file that is fine-tuned") << false << QStringLiteral("early");
        QTest::newRow("a frozen encoder from a file") << false << QStringLiteral("attention");
    }
    void aResumedRunEndsAsAnUndisturbedOne()
    {
        QFETCH(bool, weighted);
        QFETCH(QString, system);
        auto cohort = system == QLatin1String("qmf") ? data::makeLos(150) : data::makeSentiment(120);
        RunControl control;
        auto spec = tinySpec();
        spec.model = system.toStdString();
        if (system == QLatin1String("early") || system == QLatin1String("attention"))
            tuneAnEncoder(cohort, spec);
        if (system == QLatin1String("attention"))
            kEncoderParameters[4].setNumber(spec, 0.0);
        Trainer trainer(cohort);
        const auto plan
            = weighted ? weightedPlan(trainer, cohort, spec) : RunPlan { Step::Baseline, 0, spec, 1, {} };
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        Recorder undisturbed;
        undisturbed.atEpoch = [&](const EpochReport& report, const auto& write) {
            if (report.epoch == 2)
                write(path);
        };
        const auto expected = trainer.train(plan, control, undisturbed);
        Recorder resumed;
        Trainer later(cohort); // another process: nothing is known of what files have encoded
        const auto actual = later.train(plan, control, resumed, path);
        QCOMPARE(resumed.reports.front().epoch, 3);
        QCOMPARE(resumed.reports.back().validationLoss, undisturbed.reports.back().validationLoss);
        QVERIFY(resumed.reports.back().extraLosses == undisturbed.reports.back().extraLosses);
        if (system == QLatin1String("qmf")) // nothing to remember in the first
            QVERIFY(undisturbed.reports.front().extraLosses.at("ranking") == 0
                && undisturbed.reports.back().extraLosses.at("ranking") > 0);
        QCOMPARE(resumed.reports.back().weights, undisturbed.reports.back().weights);
        QCOMPARE(actual.predictions.values, expected.predictions.values);
        QCOMPARE(actual.weights, expected.weights);
        QCOMPARE(actual.bestEpoch, expected.bestEpoch);
        QVERIFY(actual.test == expected.test);
        QVERIFY(actual.validation == expected.validation);
    }

    void aDamagedCheckpointIsRefusedByName()
    {
        const auto cohort = data::makeSentiment(60);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("PK\x03\x04 not much of a checkpoint");
        file.close();
        try {
            trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder, path.toStdString());
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY(QString::fromUtf8(error.what()).contains(QLatin1String("last.pt")));
        }
    }

    void aStopIsAnsweredWithinOneBatch()
    {
        const auto cohort = data::makeSentiment(400);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        auto spec = tinySpec();
        spec.batch = 4;
        recorder.atBatch = [&](const BatchProgress&) { control.requestStop(); };
        const auto result = trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
        QCOMPARE(result.outcome, Outcome::Stopped);
        QCOMPARE(recorder.batches, 1);
        QVERIFY(recorder.reports.empty());
        QVERIFY(result.test.empty());
    }

    void aStopWithinAnEvaluationIsAnsweredThere()
    {
        const auto cohort = data::makeSentiment(400);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        recorder.atBatch = [&](const BatchProgress& progress) {
            if (progress.batch == progress.batches)
                control.requestStop();
        };
        const auto result = trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder);
        QCOMPARE(result.outcome, Outcome::Stopped);
        QVERIFY(recorder.reports.empty());
    }

    // A window draws at most so often.
    void batchesAreReportedTenTimesASecondAtMost()
    {
        const auto cohort = data::makeSentiment(400);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        auto spec = tinySpec();
        spec.batch = 2;
        QElapsedTimer timer;
        timer.start();
        trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
        QVERIFY(recorder.batches >= spec.epochs); // each epoch's last one
        QVERIFY2(recorder.batches <= spec.epochs + timer.elapsed() / 100 + 1,
            qPrintable(QString::number(recorder.batches)));
    }

    // A model that trains in two stages has twice as many batches, and tells of them from the first on.
    void batchesOfBothStagesAreReported()
    {
        const auto cohort = data::makeSentiment(2000);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        auto spec = tinySpec();
        spec.model = "mmim";
        spec.batch = 2;
        std::int64_t first = 0, all = 0;
        recorder.atBatch = [&](const BatchProgress& progress) {
            first = first == 0 ? progress.batch : first;
            all = progress.batches;
            control.requestStop();
        };
        trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
        const auto rows = std::count(cohort.splits.begin(), cohort.splits.end(), Split::Train);
        QCOMPARE(all, 2 * (rows / 2));
        QVERIFY2(first <= all / 2, qPrintable(QString::number(first)));
    }

    // Whether the next epoch is an improvement hangs on it.
    void aCheckpointKeepsTheBestMetricOfItsWeights()
    {
        const auto cohort = data::makeSentiment(120);
        Trainer trainer(cohort);
        RunControl control;
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        Recorder recorder;
        recorder.atEpoch = [&](const EpochReport&, const auto& write) { write(path); };
        trainer.train(weightedPlan(trainer, cohort, tinySpec()), control, recorder);
        const auto kept = readCheckpoint(path).smoother;
        QVERIFY(kept.best.has_value());
        recorder.reports.pop_back(); // nothing follows the last epoch
        double least = recorder.reports.front().validation.at("mae");
        for (const auto& report : recorder.reports)
            least = std::min(least, report.validation.at("mae"));
        QCOMPARE(*kept.best, least);
        trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder);
        QVERIFY(!readCheckpoint(path).smoother.best.has_value());
    }

    void aCheckpointThatCannotBeWrittenIsRefusedByName()
    {
        const auto cohort = data::makeSentiment(60);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("full.pt"));
        recorder.atEpoch = [&](const EpochReport&, const std::function<void(const std::string&)>& write) {
            // As on a disk that is full: no file may grow beyond 1,000 bytes.
            rlimit before {};
            getrlimit(RLIMIT_FSIZE, &before);
            const auto handler = std::signal(SIGXFSZ, SIG_IGN);
            rlimit small = before;
            small.rlim_cur = 1000;
            setrlimit(RLIMIT_FSIZE, &small);
            QString sentence;
            try {
                write(path.toStdString());
            } catch (const Error& error) {
                sentence = QString::fromUtf8(error.what());
            }
            setrlimit(RLIMIT_FSIZE, &before);
            std::signal(SIGXFSZ, handler);
            QVERIFY2(sentence.contains(QLatin1String("full.pt")), qPrintable(sentence));
            control.requestStop();
        };
        trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder);
        QVERIFY(QDir(folder.path()).isEmpty()); // nothing half-written stays
    }

    void aPausedRunWaitsAndGoesOn()
    {
        const auto cohort = data::makeSentiment(60);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        control.setPaused(true);
        std::thread waker;
        recorder.atPause = [&] { waker = std::thread([&] { control.setPaused(false); }); };
        const auto result = trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder);
        waker.join();
        QCOMPARE(recorder.pauses, std::vector<bool>({ true, false }));
        QCOMPARE(result.outcome, Outcome::Finished);
    }

    void aLossThatIsNotFiniteStopsTheRunAndNamesTheBatch()
    {
        const auto cohort = data::makeSentiment(120);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        auto spec = tinySpec();
        spec.learningRate = 1e30;
        spec.gradientClip = 1e30;
        try {
            trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
            QFAIL("no error");
        } catch (const Error& error) {
            const auto sentence = QString::fromUtf8(error.what());
            QCOMPARE(error.kind(), Error::Kind::Work);
            QVERIFY2(sentence.contains(QLatin1String("epoch 1, batch ")), qPrintable(sentence));
        }
    }

    void aUnimodalModelTrainsOnTheRowsThatHaveItsModality()
    {
        auto cohort = data::makeLos(200);
        const auto run = [](const data::Cohort& c) {
            Trainer trainer(c);
            RunControl control;
            Recorder recorder;
            return trainer.train({ Step::Unimodal, 2, tinySpec(), 1, {} }, control, recorder);
        };
        const auto before = run(cohort);
        // A label of a training row that lacks the modality cannot matter.
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] == Split::Train && cohort.modalities[2].present[i] == 0) {
                cohort.y[i] = std::fmod(cohort.y[i] + 1, 4);
                break;
            }
        }
        QCOMPARE(run(cohort).predictions.values, before.predictions.values);
    }

    void routingSharesSumToOne()
    {
        const auto cohort = data::makeSentiment(120);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        const auto spec = tinySpec();
        trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
        const auto& routing = recorder.reports[0].diagnostics.at("routing");
        QCOMPARE(routing.size(), static_cast<std::size_t>(spec.layers * 3 * spec.experts));
        for (std::size_t row = 0; row < routing.size() / static_cast<std::size_t>(spec.experts); ++row) {
            double sum = 0;
            for (std::size_t e = 0; e < static_cast<std::size_t>(spec.experts); ++e)
                sum += static_cast<double>(routing[row * static_cast<std::size_t>(spec.experts) + e]);
            QVERIFY(std::abs(sum - 1) < 1e-5);
        }
    }

    void oneModalityAloneCanBeWeighted()
    {
        auto cohort = data::makeSentiment(120);
        cohort.modalities.resize(1);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        const auto result = trainer.train(weightedPlan(trainer, cohort, tinySpec()), control, recorder);
        for (const float weight : result.weights)
            QCOMPARE(weight, 1.0F);
    }

    // Weights of cross-fitted models hang on those, and not on what the model that they weigh says.
    void crossFittedWeightsDoNotReadTheModel()
    {
        const auto cohort = data::makeSentiment(120);
        Trainer trainer(cohort);
        auto spec = tinySpec();
        spec.variant = weighting::Variant::BtwOof;
        auto plan = weightedPlan(trainer, cohort, spec);
        plan.given.push_back({ weighting::MadeOf::CrossFit, plan.unimodal.front(), {}, {} });
        std::vector<std::size_t> all(cohort.modalityCount());
        std::iota(all.begin(), all.end(), std::size_t(0));
        const auto after = [&](const Predictions& model) {
            RunWeights weights(cohort, plan, {});
            for (int epoch = 1; epoch <= 3; ++epoch)
                weights.endEpoch(1.0 / epoch, model);
            return weights.inForce(all, all.size());
        };
        QCOMPARE(after(plan.unimodal[0]), after(plan.unimodal[1]));
        plan.spec.variant = weighting::Variant::Btw;
        plan.given.clear();
        QVERIFY(after(plan.unimodal[0]) != after(plan.unimodal[1]));
    }

    void numbersBelowTheNormalRangeAreZerosInATraining()
    {
        const auto cohort = data::makeSentiment(60);
        at::globalContext().setFlushDenormal(false); // as in a process that has not trained yet
        // Volatile, since a compiler that knows of no such mode may compute either product later.
        volatile float tiny = 1e-30F;
        volatile bool isNumberBefore = tiny * 1e-10F > 0;
        volatile bool isNumberWithin = true;
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        recorder.atEpoch = [&](const EpochReport&, const auto&) { isNumberWithin = tiny * 1e-10F > 0; };
        trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder);
        QVERIFY(isNumberBefore && !isNumberWithin);
    }
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
