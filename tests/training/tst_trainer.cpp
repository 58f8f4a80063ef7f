// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/model/fusionmodel.h"
#include "engine/spec/encoderfiles.h"
#include "engine/training/gradientpredictor.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"
#include "runfixture.h"
#include "scriptedmodel.h"
#include "tunedencoder.h"

#include <ATen/Context.h>

#include <QElapsedTimer>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <thread>
#include <utility>

using namespace btw;
using namespace btw::training;

namespace {

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

    void theBestEpochIsThatOfTheChosenFigure_data()
    {
        QTest::addColumn<Select>("select");
        QTest::addColumn<int>("best");
        QTest::addColumn<QList<bool>>("improved");
        QTest::newRow("macro-F1") << Select::Metric << 2 << QList<bool> { true, true, false, false };
        QTest::newRow("loss") << Select::Loss << 3 << QList<bool> { true, true, true, false };
    }
    void theBestEpochIsThatOfTheChosenFigure()
    {
        QFETCH(const Select, select);
        QFETCH(const int, best);
        QFETCH(const QList<bool>, improved);
        auto cohort = scriptedCohort("vtvtvtvtx");
        cohort.task = Task::Classification;
        cohort.classes = { "low", "high" };
        for (std::size_t i = 0; i < cohort.size(); ++i)
            cohort.y[i] = static_cast<double>(i / 2 % 2);
        // The second epoch is right everywhere and hardly sure; the third is wrong once and else sure.
        const auto says = [&](std::int64_t row, std::int64_t epoch) {
            const bool isWrong = row == 0 ? epoch != 2 : row == 2 && (epoch == 1 || epoch == 4);
            const float sure = epoch == 2 || (epoch == 3 && isWrong) ? 0.1F : epoch == 3 ? 4.0F : 1.0F;
            const bool isHigh = (cohort.y[static_cast<std::size_t>(row)] > 0) != isWrong;
            return std::vector<float> { 0.0F, isHigh ? sure : -sure };
        };
        Script script;
        script.says = says;
        auto spec = stillSpec();
        spec.select = select;
        spec.epochs = spec.patience = 4;
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        RunControl control;
        Recorder recorder;
        const auto result = trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
        QCOMPARE(result.outcome, Outcome::Finished);
        QCOMPARE(result.epochs, 4);
        QCOMPARE(result.bestEpoch, best);
        QCOMPARE(recorder.reports.size(), std::size_t(4));
        for (std::size_t e = 0; e < 4; ++e) {
            QCOMPARE(recorder.reports[e].best, improved[static_cast<int>(e)]);
            double loss = 0;
            for (const std::int64_t row : { 0, 2, 4, 6 })
                loss += crossEntropy(says(row, static_cast<std::int64_t>(e + 1)),
                    static_cast<std::size_t>(cohort.y[static_cast<std::size_t>(row)]));
            QVERIFY(isClose(recorder.reports[e].validationLoss, loss / 4));
        }
        QCOMPARE(recorder.reports[1].validation.at("macro_f1"), 1.0);
        const auto& kept = recorder.reports[static_cast<std::size_t>(best - 1)];
        QCOMPARE(result.predictions.values, kept.predictions.values);
        QCOMPARE(result.validation.at("macro_f1"), kept.validation.at("macro_f1"));
        QCOMPARE(result.validation.at("loss"), kept.validationLoss);
        QCOMPARE(result.test.at("accuracy"), 1.0);
    }

    void ofARegressionTheBestEpochHasTheLeastError()
    {
        const auto cohort = scriptedCohort("vtvtx");
        Script script;
        script.says = [&](std::int64_t row, std::int64_t epoch) { // off by 3, 1, 1, 2
            const auto off
                = std::vector<float> { 1.5F, 0.5F, 0.5F, 1.0F }[static_cast<std::size_t>(epoch - 1)];
            return std::vector<float> { static_cast<float>(cohort.y[static_cast<std::size_t>(row)] - 1) / 2
                + off };
        };
        auto spec = stillSpec();
        spec.select = Select::Metric;
        spec.epochs = 5;
        spec.patience = 2;
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        RunControl control;
        Recorder recorder;
        const auto result = trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
        QCOMPARE(result.bestEpoch, 2);
        QCOMPARE(result.epochs, 4); // nothing better for two epochs
        QCOMPARE(result.test.at("mae"), 1.0);
    }

    void predictionsThatAreNotFiniteEndARun_data()
    {
        QTest::addColumn<int>("row");
        QTest::newRow("of a test row") << 4;
        QTest::newRow("of a validation row") << 1;
    }
    void predictionsThatAreNotFiniteEndARun()
    {
        QFETCH(const int, row);
        const auto cohort = scriptedCohort("tvtvx");
        Script script;
        script.says = [row](std::int64_t i, std::int64_t epoch) {
            return std::vector<float> { i == row && epoch == 2 ? std::nanf("") : 0.5F };
        };
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        RunControl control;
        Recorder recorder;
        const auto sentence = sentenceOf(
            [&] {
                trainer.train({ Step::Baseline, 0, stillSpec(), 1, {} }, control, recorder);
            },
            Error::Kind::Work);
        QVERIFY2(sentence.startsWith(
                     QLatin1String("The predictions after epoch 2 are not finite; the epochs before it are")),
            qPrintable(sentence));
        QCOMPARE(recorder.reports.size(), std::size_t(1));
    }

    void aModelThatIsKeptPredictsAsItDidInItsRun_data()
    {
        QTest::addColumn<Step>("step");
        QTest::newRow("one modality") << Step::Unimodal;
        QTest::newRow("two of three") << Step::Baseline;
        QTest::newRow("two of three, weighted") << Step::Weighted;
    }
    void aModelThatIsKeptPredictsAsItDidInItsRun()
    {
        QFETCH(const Step, step);
        const auto cohort = data::makeSentiment(400); // more than are predicted at once
        auto spec = tinySpec();
        spec.epochs = 2;
        spec.modalities = { "video", "audio" };
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        RunPlan plan { step, 1, spec, 1, {} };
        if (step == Step::Weighted)
            for (const double scale : { 0.5, 2.0 }) {
                Predictions one { 1, {} };
                for (std::size_t i = 0; i < cohort.size(); ++i)
                    one.values.push_back(
                        static_cast<float>(cohort.y[i] * scale + std::sin(static_cast<double>(i) * scale)));
                plan.unimodal.push_back(one);
            }
        const auto result = trainer.train(plan, control, recorder);
        // A file of a modality that this model does not see is not looked at.
        setEncoderFiles(plan.spec, { { "text", "/nowhere.pt", {} } });
        const auto predictor = gradientPredictor(cohort, plan, model::builtinModels(), result.model);
        const auto all = predictor->predict(result.weights, {});
        QCOMPARE(all.width, std::size_t(1));
        QCOMPARE(all.values.size(), cohort.size());
        for (std::size_t i = 0; i < cohort.size(); ++i)
            QVERIFY(std::abs(all.values[i] - result.predictions.values[i]) < 1e-4F);
        Predictions some { 1, std::vector<float>(cohort.size(), 99.0F) };
        predictor->predictRows(result.weights, { 3, 200, 41 }, some);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            QVERIFY(
                std::abs(some.values[i] - (i == 3 || i == 200 || i == 41 ? all.values[i] : 99.0F)) < 1e-4F);

        auto values = result.model.floats("values");
        const auto count = values.size();
        auto other = result.model;
        values.push_back(0);
        other.set("values", values);
        QCOMPARE(sentenceOf([&] { gradientPredictor(cohort, plan, model::builtinModels(), other); }),
            QStringLiteral("The model cannot be used: it has %1 parameters where one of its settings has %2. "
                           "Train it again with this version of the program.")
                .arg(count + 1)
                .arg(count));
        values.resize(count - 1);
        other.set("values", values);
        QVERIFY(sentenceOf([&] {
            gradientPredictor(cohort, plan, model::builtinModels(), other);
        }).contains(QLatin1String("its settings are those of a larger one")));
        setEncoderFiles(plan.spec, { { "audio", "/nowhere.pt", {} } });
        const auto sentence
            = sentenceOf([&] { gradientPredictor(cohort, plan, model::builtinModels(), result.model); });
        QVERIFY2(sentence.contains(QLatin1String("/nowhere.pt"))
                && sentence.endsWith(QLatin1String(" Or leave out the file of audio.")),
            qPrintable(sentence));
    }

    /// What is kept of a model predicts people as they were predicted in its run, new ones among them.
    void aModelThatReadsAFilesStepsPredictsAsItDidInItsRun_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<Step>("step");
        QTest::newRow("frozen") << 0.0 << Step::Baseline;
        QTest::newRow("fine-tuned") << 1e-2 << Step::Baseline;
        QTest::newRow("fine-tuned, the modality alone") << 1e-2 << Step::Unimodal;
    }
    void aModelThatReadsAFilesStepsPredictsAsItDidInItsRun()
    {
        QFETCH(const double, rate);
        QFETCH(const Step, step);
        auto cohort = data::makeSentiment(120);
        auto spec = tinySpec();
        spec.model = "mult";
        spec.epochs = spec.patience = 3;
        setSmallMult(spec);
        tuneAnEncoder(cohort, spec, "gru");
        kEncoderParameters[4].setNumber(spec, rate);
        const auto name = encoderFiles(spec).front().modality;
        std::size_t encoded = 0;
        while (cohort.modalities[encoded].name != name)
            ++encoded;
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        const RunPlan plan { step, encoded, spec, 1, {} };
        const auto result = trainer.train(plan, control, recorder);
        QVERIFY(result.test.at("mae") > 0);
        const auto predictor = gradientPredictor(cohort, plan, model::builtinModels(), result.model);
        const auto all = predictor->predict(result.weights, {});
        QCOMPARE(all.values.size(), cohort.size());
        const auto& has = cohort.modalities[encoded].present;
        for (std::size_t i = 0; i < cohort.size(); ++i)
            if (step != Step::Unimodal || has[i] != 0)
                QVERIFY(std::abs(all.values[i] - result.predictions.values[i]) < 1e-4F);
        kEncoderParameters[4].setNumber(spec, 0.0);
        const auto frozen = trainer.train({ step, encoded, spec, 1, {} }, control, recorder);
        QCOMPARE(frozen.predictions.values == result.predictions.values, rate == 0);
    }
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
