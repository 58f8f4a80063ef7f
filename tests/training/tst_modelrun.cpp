// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/model/fusionmodel.h"
#include "engine/training/batches.h"
#include "engine/training/modelrun.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"
#include "runfixture.h"
#include "scriptedmodel.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

using namespace btw;
using namespace btw::training;

class TestModelRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreads(1); }

    void everyTrainingRowButALastOneAloneIsInABatch_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<QList<int>>("sizes");
        QTest::newRow("a last batch of two") << 12 << QList<int> { 5, 5, 2 };
        QTest::newRow("none is left") << 10 << QList<int> { 5, 5 };
        QTest::newRow("one is left") << 16 << QList<int> { 5, 5, 5 };
        QTest::newRow("fewer than a batch") << 4 << QList<int> { 4 };
    }
    void everyTrainingRowButALastOneAloneIsInABatch()
    {
        QFETCH(const int, rows);
        QFETCH(const QList<int>, sizes);
        std::string splits = "vx"; // rows that are trained on stand between others
        for (int i = 0; i < rows; ++i)
            splits += i % 3 == 1 ? "tv" : "t";
        const auto cohort = scriptedCohort(splits);
        Script script;
        script.says = [](std::int64_t row, std::int64_t /*epoch*/) {
            return std::vector<float> { 0.25F * static_cast<float>(row) };
        };
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        RunControl control;
        Recorder recorder;
        std::vector<BatchProgress> told;
        recorder.atBatch = [&](const BatchProgress& progress) { told.push_back(progress); };
        trainer.train({ Step::Baseline, 0, stillSpec(), 1, {} }, control, recorder);

        std::vector<std::vector<std::int64_t>> trained;
        for (const auto& batch : script.batches)
            if (batch.isTraining)
                trained.push_back(batch.rows);
        const auto count = static_cast<std::size_t>(sizes.size());
        QCOMPARE(trained.size(), 2 * count);
        QVERIFY(rows < 10 || trained[0] != trained[count]); // shuffled anew
        std::size_t next = 0; // of what is told
        for (std::size_t epoch = 0; epoch < 2; ++epoch) {
            std::set<std::int64_t> seen;
            double losses = 0, trainedRows = 0, meanRow = 0, joined = 0, last = 0;
            double rowsBefore = 0, countBefore = 0;
            for (std::size_t b = 0; b < count; ++b) {
                const auto& batch = trained[epoch * count + b];
                QCOMPARE(static_cast<int>(batch.size()), sizes[static_cast<int>(b)]);
                const auto size = static_cast<double>(batch.size());
                double loss = 0, sum = 0;
                for (const auto row : batch) {
                    const auto i = static_cast<std::size_t>(row);
                    QCOMPARE(cohort.splits[i], Split::Train);
                    seen.insert(row);
                    sum += static_cast<double>(row);
                    loss += std::abs(0.25 * static_cast<double>(row) - (cohort.y[i] - 1) / 2);
                }
                losses += loss;
                last = loss / size;
                trainedRows += size;
                meanRow += sum / size;
                joined += (sum + rowsBefore) / (size + countBefore);
                rowsBefore = sum;
                countBefore = size;
            }
            QCOMPARE(static_cast<double>(seen.size()), trainedRows); // none twice
            const auto& report = recorder.reports[epoch];
            QCOMPARE(report.epoch, static_cast<std::int64_t>(epoch + 1));
            QVERIFY(isClose(report.trainLoss, losses / trainedRows));
            QCOMPARE(report.extraLosses.size(), std::size_t(2));
            const auto batches = static_cast<double>(count);
            QVERIFY(isClose(report.extraLosses.at("mean_row"), meanRow / batches));
            QVERIFY(isClose(report.extraLosses.at("joined"), joined / batches));
            QVERIFY(report.seconds >= 0 && report.seconds < 60);
            // Of each epoch its last batch is told, at the latest.
            while (next < told.size() && told[next].epoch == report.epoch)
                ++next;
            QVERIFY(next > 0);
            const auto& progress = told[next - 1];
            QCOMPARE(progress.epoch, report.epoch);
            QCOMPARE(progress.batch, static_cast<std::int64_t>(count));
            QCOMPARE(progress.batches, static_cast<std::int64_t>(count));
            QCOMPARE(progress.epochsAtMost, 2);
            QVERIFY(isClose(progress.loss, last));
        }
        QCOMPARE(next, told.size());
    }

    void whatAModelSaysStandsWithItsRows_data()
    {
        QTest::addColumn<QStringList>("modalities");
        QTest::newRow("all modalities") << QStringList {};
        QTest::newRow("two of three") << QStringList { "c", "a" };
    }
    void whatAModelSaysStandsWithItsRows()
    {
        QFETCH(const QStringList, modalities);
        const auto cohort = scriptedCohort("vtxtvtxtvx");
        Script script;
        script.says = [](std::int64_t row, std::int64_t /*epoch*/) {
            return std::vector<float> { 0.75F * static_cast<float>(row) };
        };
        auto spec = stillSpec();
        for (const auto& name : modalities)
            spec.modalities.push_back(name.toStdString());
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        RunControl control;
        Recorder recorder;
        const auto result = trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);

        // Standardised labels have mean 1 and deviation 2.
        std::vector<float> predicted, trust, aspect;
        const std::size_t used = modalities.isEmpty() ? 3 : 2;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            const auto row = static_cast<float>(i);
            predicted.push_back(1.5F * row + 1);
            for (std::size_t m = 0; m < used; ++m)
                trust.push_back(row + static_cast<float>(m * m));
            aspect.push_back(1);
            aspect.push_back(row);
        }
        QCOMPARE(result.predictions.width, std::size_t(1));
        QCOMPARE(result.predictions.values, predicted);
        // Validation rows are 0, 4 and 8, and off by half of the row and 1; test rows are 2, 6 and 9.
        const auto& report = recorder.reports.front();
        QVERIFY(isClose(report.validationLoss, 1.5));
        QVERIFY(isClose(report.validation.at("mae"), 3));
        QVERIFY(isClose(result.test.at("mae"), 11.5 / 3));
        const auto& routing = report.diagnostics.at("routing");
        const std::vector<double> shares { 1. / 3, 0, 2. / 3, 0, 0, 0 };
        QCOMPARE(routing.size(), shares.size());
        for (std::size_t k = 0; k < shares.size(); ++k)
            QVERIFY(isClose(static_cast<double>(routing[k]), shares[k]));

        // Of rows, what is about modalities or other parts that have names.
        std::map<std::string, double> wanted;
        wanted["aspect_low"] = 0.2;
        wanted["aspect_high"] = 0.8;
        wanted["trust_a"] = used == 3 ? 12. / 51 : 12. / 27;
        wanted["trust_c"] = used == 3 ? 24. / 51 : 15. / 27;
        if (used == 3)
            wanted["trust_b"] = 15. / 51;
        QCOMPARE(result.details.chosen.size(), wanted.size());
        for (const auto& [name, value] : wanted)
            QVERIFY2(isClose(result.details.chosen.at(name), value), name.c_str());
        QCOMPARE(result.ofRows.size(), std::size_t(2));
        const auto names
            = used == 3 ? std::vector<std::string> { "a", "b", "c" } : std::vector<std::string> { "a", "c" };
        QVERIFY(result.ofRows[0] == (RowDiagnostics { "trust", names, trust }));
        QVERIFY(result.ofRows[1] == (RowDiagnostics { "aspect", { "low", "high" }, aspect }));

        // What it is built for and what is kept of it.
        QCOMPARE(script.shape.inputs.size(), used);
        QCOMPARE(script.shape.inputs.back().name, std::string("c"));
        QCOMPARE(script.shape.inputs.back().dims, 3);
        QCOMPARE(script.shape.outputs, 1);
        QCOMPARE(result.model.floats("values"), std::vector<float> { 0.0F });
        QCOMPARE(result.model.part("scaler").numbers("label"), (std::vector<double> { 1, 2 }));

        // A model of one modality says nothing of modalities.
        const auto alone = trainer.train({ Step::Unimodal, 1, spec, 1, {} }, control, recorder);
        QVERIFY(alone.details.chosen.empty() && alone.ofRows.empty());
        QCOMPARE(script.shape.inputs.size(), std::size_t(1));
        QCOMPARE(script.shape.inputs.front().name, std::string("b"));
    }

    // Batches of an evaluation: at most 1,024 rows, at least 256, and between as many as have 2^23 numbers.
    void wideRowsAreEvaluatedFewAtATime_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QList<int>>("sizes");
        QTest::newRow("as many as there may be") << 1 << 1100 << QList<int> { 1024, 76, 2 };
        // Two steps of 4 x 1536 numbers and a vector of 4.
        QTest::newRow("as many as fit") << 1536 << 700 << QList<int> { 682, 18, 2 };
        QTest::newRow("as few as there may be") << 65536 << 300 << QList<int> { 256, 44, 2 };
    }
    void wideRowsAreEvaluatedFewAtATime()
    {
        QFETCH(const int, width);
        QFETCH(const int, rows);
        QFETCH(const QList<int>, sizes);
        auto cohort = scriptedCohort("tt" + std::string(static_cast<std::size_t>(rows), 'v'));
        cohort.modalities.resize(2);
        auto& sequence = cohort.modalities[0];
        sequence.kind = data::ModalityKind::Sequence;
        sequence.dims = 2;
        sequence.values.assign(cohort.size() * 4, 1.0F);
        for (std::size_t i = 0; i <= cohort.size(); ++i)
            sequence.offsets.push_back(static_cast<std::int64_t>(2 * i));
        cohort.modalities[1].dims = 4;
        cohort.modalities[1].values.assign(cohort.size() * 4, 1.0F);
        Script script;
        script.says
            = [](std::int64_t /*row*/, std::int64_t /*epoch*/) { return std::vector<float> { 0.0F }; };
        auto spec = stillSpec();
        spec.width = width;
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        const Batches batches(cohort, at::kCPU);
        const auto models = scriptedModels(script);
        const ModelRun run(batches, plan, *models);
        RunControl control;
        QVERIFY(run.evaluate({}, control));
        QList<int> found;
        for (const auto& batch : script.batches)
            found.push_back(static_cast<int>(batch.rows.size()));
        QCOMPARE(found, sizes);
    }

    void someRowsArePredictedUnderTheirOwnWeights()
    {
        auto cohort = scriptedCohort("ttvv" + std::string(600, 'x'));
        auto spec = stillSpec();
        spec.modalities = { "a", "c" };
        const RunPlan plan { Step::Weighted, 0, spec, 1, {} };
        Script script;
        script.says = [](std::int64_t row, std::int64_t /*epoch*/) {
            return std::vector<float> { static_cast<float>(row) };
        };
        const Batches batches(cohort, at::kCPU);
        const auto models = scriptedModels(script);
        const ModelRun run(batches, plan, *models);
        std::vector<float> weights; // `[N, 3]`
        for (std::size_t i = 0; i < cohort.size(); ++i)
            for (std::size_t m = 0; m < 3; ++m)
                weights.push_back(static_cast<float>(i) + 0.25F * static_cast<float>(m));
        std::vector<std::size_t> rows;
        for (std::size_t i = 603; i > 3; i -= 2)
            rows.push_back(i);
        Predictions into { 1, std::vector<float>(cohort.size(), -5.0F) };
        run.predict(weights, rows, into);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            QCOMPARE(into.values[i], i > 3 && i % 2 == 1 ? 2 * static_cast<float>(i) + 1 : -5.0F);
        QCOMPARE(script.batches.size(), std::size_t(2));
        QCOMPARE(script.batches[0].rows.size(), std::size_t(256));
        QCOMPARE(script.batches[1].rows.size(), std::size_t(44));
        QCOMPARE(script.batches[1].rows.back(), 5);
        for (const auto& batch : script.batches)
            for (std::size_t m = 0; m < 2; ++m)
                for (std::size_t b = 0; b < batch.rows.size(); ++b)
                    QCOMPARE(batch.weights[static_cast<std::int64_t>(m)][static_cast<std::int64_t>(b)]
                                 .item<float>(),
                        static_cast<float>(batch.rows[b]) + (m == 0 ? 0.0F : 0.5F));
        script.batches.clear();
        run.predict({}, { 7 }, into);
        QVERIFY(!script.batches.front().weights.defined());
        RunControl control;
        const auto evaluation = run.evaluate(weights, control);
        QVERIFY(evaluation);
        QCOMPARE(evaluation->predictions.values[602], 1205.0F);
        QCOMPARE(script.batches.back().rows.back(), 603);
        QCOMPARE(script.batches.back().weights[1][-1].item<float>(), 603.5F);
        control.requestStop();
        QVERIFY(!run.evaluate(weights, control));
    }

    void rowsOfRareClassesCountMore()
    {
        auto cohort = scriptedCohort("tttttvvvtx");
        cohort.task = Task::Classification;
        cohort.classes = { "p", "q", "r" };
        cohort.y = { 0, 0, 1, 0, 1, 0, 1, 2, 0, 2 }; // no training row is an "r"
        const auto says = [](std::int64_t row, std::int64_t /*epoch*/) {
            const auto x = static_cast<float>(row);
            return std::vector<float> { 0.5F, 0.1F * x, -0.2F * x };
        };
        Script script;
        script.says = says;
        auto spec = stillSpec();
        spec.batch = 3;
        for (const bool weigh : { true, false }) {
            spec.classWeights = weigh;
            script.batches.clear();
            Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
            RunControl control;
            Recorder recorder;
            trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
            // 6 training rows of 3 classes: 4 and 2 of the first two.
            const std::vector<double> counts
                = weigh ? std::vector<double> { 0.5, 1, 0 } : std::vector<double> { 1, 1, 1 };
            const auto lossOf = [&](const std::vector<std::int64_t>& rows) {
                double sum = 0, amount = 0;
                for (const auto row : rows) {
                    const auto label = static_cast<std::size_t>(cohort.y[static_cast<std::size_t>(row)]);
                    sum += counts[label] * crossEntropy(says(row, 1), label);
                    amount += counts[label];
                }
                return sum / amount;
            };
            QVERIFY(isClose(recorder.reports[0].validationLoss, lossOf({ 5, 6, 7 })));
            double sum = 0;
            for (std::size_t b = 0; b < 2; ++b) {
                const auto& batch = script.batches[b];
                QVERIFY(batch.isTraining);
                QCOMPARE(batch.counts.size(0), static_cast<std::int64_t>(batch.rows.size()));
                for (std::size_t r = 0; r < batch.rows.size(); ++r) {
                    const double y = cohort.y[static_cast<std::size_t>(batch.rows[r])];
                    QCOMPARE(static_cast<double>(batch.counts[static_cast<std::int64_t>(r)].item<float>()),
                        counts[static_cast<std::size_t>(y)]);
                }
                sum += lossOf(batch.rows);
            }
            QVERIFY(isClose(recorder.reports[0].trainLoss, sum / 2)); // batches of the same size
        }
    }

    void aRegressionHasNoClassesToWeigh()
    {
        const auto cohort = scriptedCohort("vtvtx");
        Script script;
        script.says
            = [](std::int64_t /*row*/, std::int64_t /*epoch*/) { return std::vector<float> { 0.5F }; };
        auto spec = stillSpec();
        spec.classWeights = true;
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        RunControl control;
        Recorder recorder;
        trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, recorder);
        // Labels 0 and 2 are -0.5 and 0.5, those of training rows 1 and -1.
        QVERIFY(isClose(recorder.reports[0].validationLoss, 0.5));
        QVERIFY(isClose(recorder.reports[0].trainLoss, 1));
    }

    void tooFewRowsAreSaidSo()
    {
        Script script;
        const auto models = scriptedModels(script);
        const auto sentence = [&](const data::Cohort& cohort, Step step, std::size_t modality) {
            return sentenceOf([&] {
                const Batches batches(cohort, at::kCPU);
                const RunPlan plan { step, modality, stillSpec(), 1, {} };
                const ModelRun run(batches, plan, *models);
            });
        };
        QCOMPARE(sentence(scriptedCohort("tvvx"), Step::Baseline, 0),
            QStringLiteral("the cohort has fewer than 2 training rows; a model cannot be trained on them."));
        QCOMPARE(sentence(scriptedCohort("ttvx"), Step::Baseline, 0),
            QStringLiteral("the cohort has fewer than 2 validation rows; give more rows to the validation "
                           "split."));
        auto cohort = scriptedCohort("tvtvx");
        QCOMPARE(sentence(cohort, Step::Baseline, 0), QStringLiteral("no error"));
        cohort.modalities[1].present = { 1, 1, 0, 1, 1 };
        QCOMPARE(sentence(cohort, Step::Unimodal, 1),
            QStringLiteral(
                "modality 'b' has fewer than 2 training rows; a model cannot be trained on them."));
        QCOMPARE(sentence(cohort, Step::Unimodal, 2), QStringLiteral("no error"));
        QCOMPARE(sentence(cohort, Step::Weighted, 1), QStringLiteral("no error"));
        cohort.modalities[1].present = { 1, 1, 1, 0, 1 };
        QVERIFY(sentence(cohort, Step::Unimodal, 1)
                    .startsWith(QLatin1String("modality 'b' has fewer than 2 validation rows;")));
    }

    // It trains on rows that have its modality: a stand-in would learn nothing.
    void aUnimodalModelHasNoStandIn()
    {
        const auto cohort = data::makeLos(150);
        const Batches batches(cohort, at::kCPU);
        const auto count = [&](Step step, MissingPolicy missing) {
            auto spec = tinySpec();
            spec.missing = missing;
            const RunPlan plan { step, 2, spec, 1, {} };
            return ModelRun(batches, plan, model::builtinModels()).parameters().count();
        };
        QCOMPARE(count(Step::Unimodal, MissingPolicy::Learned), count(Step::Unimodal, MissingPolicy::Zero));
        QVERIFY(count(Step::Baseline, MissingPolicy::Learned) > count(Step::Baseline, MissingPolicy::Zero));
    }

    void laterEpochsAreToldWhatWasRememberedOfEachRow()
    {
        const auto cohort = scriptedCohort("tvttxtvt"); // training rows 0, 2, 3, 5 and 7
        auto spec = stillSpec();
        spec.batch = 3;
        Script script;
        script.says = [](std::int64_t row, std::int64_t /*epoch*/) {
            return std::vector<float> { static_cast<float>(row) };
        };
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        const Batches batches(cohort, at::kCPU);
        const auto models = scriptedModels(script);
        ModelRun run(batches, plan, *models);
        QVERIFY(run.history().defined());
        RunControl control;
        Recorder recorder;
        for (std::int64_t epoch = 1; epoch <= 3; ++epoch)
            QVERIFY(run.trainEpoch(epoch, 0.0, {}, control, recorder));
        QCOMPARE(script.batches.size(), std::size_t(6));
        for (std::size_t b = 0; b < 6; ++b) {
            const auto& batch = script.batches[b];
            QCOMPARE(batch.history.size(0), static_cast<std::int64_t>(batch.rows.size()));
            QCOMPARE(batch.history.size(1), 2);
            for (std::size_t r = 0; r < batch.rows.size(); ++r) {
                const auto told = batch.history[static_cast<std::int64_t>(r)];
                // As shares of the largest: row 7 is remembered as 8.
                QCOMPARE(told[0].item<float>(), b < 2 ? 0.0F : static_cast<float>(batch.rows[r] + 1) / 8.0F);
                QCOMPARE(told[1].item<float>(), b < 2 ? 0.0F : 1.0F);
            }
        }
        for (std::int64_t row = 0; row < 8; ++row) {
            const bool isTrained = cohort.splits[static_cast<std::size_t>(row)] == Split::Train;
            QCOMPARE(run.history()[row][0].item<float>(), isTrained ? 3 * static_cast<float>(row + 1) : 0.0F);
            QCOMPARE(run.history()[row][1].item<float>(), isTrained ? 6.0F : 0.0F);
        }

        // Another run goes on from there, and from nothing else.
        ModelRun other(batches, plan, *models);
        QVERIFY(!other.restoreHistory(at::Tensor()));
        QVERIFY(!other.restoreHistory(at::ones({ 8, 3 })));
        QVERIFY(!other.restoreHistory(at::ones({ 7, 2 })));
        QCOMPARE(other.history().abs().sum().item<float>(), 0.0F);
        QVERIFY(other.restoreHistory(run.history()));
        QVERIFY(at::equal(other.history(), run.history()));
        ModelRun forgetful(batches, plan, model::builtinModels());
        QVERIFY(!forgetful.history().defined());
        QVERIFY(!forgetful.restoreHistory(run.history()));
        QVERIFY(forgetful.restoreHistory(at::Tensor()));
    }

    void theFirstStageOfAnEpochFitsItsOwnParametersAlone()
    {
        const auto cohort = scriptedCohort("tvttxtvtxt"); // training rows 0, 2, 3, 5, 7, 9
        auto spec = stillSpec();
        spec.batch = 4;
        spec.weightDecay = spec.gradientClip = 0;
        Script script;
        script.isInStages = true;
        script.says
            = [](std::int64_t /*row*/, std::int64_t /*epoch*/) { return std::vector<float> { 3.0F }; };
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        const Batches batches(cohort, at::kCPU);
        const auto models = scriptedModels(script);
        ModelRun run(batches, plan, *models);
        RunControl control;
        Recorder recorder;
        std::vector<BatchProgress> told;
        recorder.atBatch = [&](const BatchProgress& progress) { told.push_back(progress); };
        const auto losses = run.trainEpoch(1, 0.0, {}, control, recorder);
        QVERIFY(losses);
        QCOMPARE(script.batches.size(), std::size_t(4));
        double moment = 0, joined = 0, sumBefore = 0, countBefore = 0, meanRow = 0;
        for (std::size_t b = 0; b < 4; ++b) {
            const auto& batch = script.batches[b];
            QVERIFY(batch.isTraining);
            QCOMPARE(batch.isFirstStage, b < 2);
            QCOMPARE(batch.rows, script.batches[b % 2].rows); // both stages see the same batches
            QCOMPARE(batch.history.defined(), b >= 2);
            if (b >= 2)
                continue;
            QCOMPARE(batch.rows.size(), std::size_t(b == 0 ? 4 : 2));
            const auto sum = static_cast<double>(
                std::accumulate(batch.rows.begin(), batch.rows.end(), std::int64_t { 0 }));
            const auto size = static_cast<double>(batch.rows.size());
            // The critic's loss has weight 0.5 and is its one parameter times the mean row.
            moment = 0.9 * moment + 0.1 * 0.5 * sum / size;
            meanRow += sum / size;
            joined += (sum + sumBefore) / (size + countBefore);
            sumBefore = sum;
            countBefore = size;
        }
        const auto& first = run.optimiser().firstMoment();
        QCOMPARE(first.numel(), 2);
        // The model says more than any label everywhere: a gradient of 1, twice.
        QVERIFY(isClose(first[0].item<double>(), 0.9 * 0.1 + 0.1));
        QVERIFY(isClose(first[1].item<double>(), moment));
        QCOMPARE(run.optimiser().steps(), 2);
        QVERIFY(isClose(losses->extra.at("mean_row"), meanRow / 2));
        QVERIFY(isClose(losses->extra.at("joined"), joined / 2));
        QCOMPARE(losses->extra.at("critic"), 0.0);
        QVERIFY(isClose(losses->loss, 3.0)); // three labels of 1, three of -1
        QCOMPARE(told.back().batch, 4);
        QCOMPARE(told.back().batches, 4);

        // A stop in the first stage is answered there.
        script.batches.clear();
        script.atBatch = [&](const Script::Batch&) { control.requestStop(); };
        QVERIFY(!run.trainEpoch(2, 0.0, {}, control, recorder));
        QCOMPARE(script.batches.size(), std::size_t(1));
    }

    void aFirstStageThatIsNotFiniteIsSaidSo()
    {
        const auto cohort = scriptedCohort("tvttxtvtxt");
        Script script;
        script.isInStages = true;
        script.says
            = [](std::int64_t /*row*/, std::int64_t /*epoch*/) { return std::vector<float> { 3.0F }; };
        auto spec = stillSpec();
        spec.batch = 4;
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        const Batches batches(cohort, at::kCPU);
        const auto models = scriptedModels(script);
        ModelRun run(batches, plan, *models);
        {
            const at::NoGradGuard noGradient;
            run.parameters().values().fill_(std::numeric_limits<float>::quiet_NaN());
        }
        RunControl control;
        Recorder recorder;
        const auto sentence
            = sentenceOf([&] { run.trainEpoch(7, 0.0, {}, control, recorder); }, Error::Kind::Work);
        QVERIFY2(sentence.startsWith(QLatin1String("The loss became NaN in epoch 7, batch 1;")),
            qPrintable(sentence));
        QCOMPARE(script.batches.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestModelRun)
#include "tst_modelrun.moc"
