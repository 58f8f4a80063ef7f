// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metrics.h"
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/model/fusionmodel.h"
#include "engine/training/gradientpredictor.h"
#include "engine/training/runtime.h"
#include "engine/training/runweights.h"
#include "engine/training/trainer.h"
#include "engine/weighting/settling.h"
#include "engine/weighting/shuffle.h"
#include "runfixture.h"
#include "scriptedmodel.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace btw;
using namespace btw::training;

class TestRunWeights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreads(1); }

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

    void modalitiesInUseAreInTheOrderOfTheCohort()
    {
        using Places = std::vector<std::size_t>;
        const auto cohort = scriptedCohort("tvx");
        RunPlan plan { Step::Baseline, 1, stillSpec(), 1, {} };
        QCOMPARE(usedModalities(cohort, plan), (Places { 0, 1, 2 }));
        plan.spec.modalities = { "c", "a" };
        QCOMPARE(usedModalities(cohort, plan), (Places { 0, 2 }));
        plan.step = Step::Weighted;
        QCOMPARE(usedModalities(cohort, plan), (Places { 0, 2 }));
        plan.step = Step::Unimodal;
        QCOMPARE(usedModalities(cohort, plan), (Places { 1 }));
        plan.step = Step::Baseline;
        plan.spec.modalities = { "a", "d" };
        QCOMPARE(sentenceOf([&] { usedModalities(cohort, plan); }),
            QStringLiteral("modalities: the cohort has no modality 'd'."));

        using weighting::MadeOf;
        plan.given = { { MadeOf::Pool, { 1, { 0.5F } }, {}, {} }, { MadeOf::Weights, {}, { 2.0F }, {} } };
        QCOMPARE(givenAs(plan, MadeOf::Weights).weights, std::vector<float> { 2.0F });
        QCOMPARE(givenAs(plan, MadeOf::Pool).predictions.values, std::vector<float> { 0.5F });
        QCOMPARE(sentenceOf([&] { givenAs(plan, MadeOf::CrossFit); }, Error::Kind::Work),
            QStringLiteral("A run that this one is made of is missing: train it again."));
    }

    // Late fusion believes c three times as much as a; b is not in use.
    void heldOutWeightsAreThoseOfThePool()
    {
        auto cohort = scriptedCohort("tvttvxtx");
        cohort.modalities[0].present[3] = 0;
        RunPlan plan { Step::Weighted, 0, stillSpec(), 1, {} };
        plan.spec.variant = weighting::Variant::HeldOut;
        plan.spec.calibrate = weighting::Calibrate::Temperature; // of divergences, which this one has not
        plan.spec.modalities = { "a", "c" };
        for (const float off : { 0.5F, -1.0F }) {
            Predictions one { 1, {} };
            for (const double y : cohort.y)
                one.values.push_back(static_cast<float>(y) + off);
            plan.unimodal.push_back(one);
        }
        plan.unimodal[0].values[3] = std::nanf(""); // nothing is read where a modality is absent
        plan.spec.mi = weighting::MiPolicy::All;
        plan.given.push_back(
            { weighting::MadeOf::Pool, {}, {}, { { "c", 3, 0, 0 }, { "b", 90, 0, 0 }, { "a", 1, 0, 0 } } });
        const std::vector<std::size_t> used { 0, 2 };
        RunWeights weights(cohort, plan, {});
        std::vector<float> wanted, some;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            const float ofA = i == 3 ? 0.0F : 0.5F;
            wanted.insert(wanted.end(), { ofA, 0.0F, 1.5F });
            some.insert(some.end(), { ofA, 1.5F });
        }
        QCOMPARE(weights.inForce(used, 3), wanted);
        QCOMPARE(weights.inForce(used, 2), some);
        QVERIFY(weights.warnings().empty());
        QVERIFY(weights.crossFit() == nullptr);
        weights.endEpoch(1.0, plan.unimodal[1]);
        QCOMPARE(weights.inForce(used, 3), wanted);
        QVERIFY(!weights.state().best.has_value()); // nothing smooths them

        plan.given[0].believed = { { "c", -1, 0, 0 }, { "a", 0, 0, 0 } };
        const RunWeights equal(cohort, plan, {});
        QCOMPARE(equal.warnings(),
            std::vector<std::string> {
                "Late fusion believes no modality: every one has weight 1, as in the baseline." });
        plan.given[0].believed = { { "b", 1, 0, 0 }, { "a", 1, 0, 0 } };
        QCOMPARE(sentenceOf([&] { const RunWeights missing(cohort, plan, {}); }, Error::Kind::Work),
            QStringLiteral("Late fusion has no weight for modality 'c': train it again."));
    }

    void shuffledWeightsAreOthersOfTheModalitiesInUse()
    {
        auto cohort = scriptedCohort("ttttttvvvvxxxx");
        cohort.modalities[2].present = { 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1 };
        RunPlan plan { Step::Weighted, 0, stillSpec(), 9, {} };
        plan.spec.variant = weighting::Variant::Shuffled;
        plan.spec.modalities = { "b", "c" };
        Given given;
        given.as = weighting::MadeOf::Weights;
        std::vector<float> inUse;
        std::vector<std::uint8_t> present;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            const auto row = static_cast<float>(i + 1);
            const float ofC = cohort.modalities[2].present[i] != 0 ? row + 0.5F : 0.0F;
            given.weights.insert(given.weights.end(), { 100.0F, row, ofC });
            inUse.insert(inUse.end(), { row, ofC });
            present.insert(present.end(), { std::uint8_t { 1 }, cohort.modalities[2].present[i] });
        }
        plan.given.push_back(given);
        for (const float off : { 0.5F, -1.0F }) {
            Predictions one { 1, {} };
            for (const double y : cohort.y)
                one.values.push_back(static_cast<float>(y) + off);
            plan.unimodal.push_back(one);
        }
        const RunWeights weights(cohort, plan, {});
        const auto found = weights.inForce({ 1, 2 }, 2);
        QCOMPARE(found, weighting::shuffledWeights(inUse, present, cohort.splits, 9));
        QVERIFY(found != inUse);
    }

    void whatWeightsReadOfAbsentRowsHangsOnTheirModels()
    {
        auto cohort = data::makeSentiment(120);
        cohort.modalities.resize(2);
        std::size_t absent = 0; // a training row
        while (cohort.splits[absent] != Split::Train)
            ++absent;
        cohort.modalities[1].present[absent] = 0;
        RunPlan plan { Step::Weighted, 0, stillSpec(), 1, {} };
        for (const double scale : { 0.5, 2.0 }) {
            Predictions one { 1, {} };
            for (std::size_t i = 0; i < cohort.size(); ++i)
                one.values.push_back(
                    static_cast<float>(cohort.y[i] * scale + std::sin(static_cast<double>(i) * scale)));
            plan.unimodal.push_back(one);
        }
        Predictions model { 1, {} };
        for (std::size_t i = 0; i < cohort.size(); ++i)
            model.values.push_back(static_cast<float>(cohort.y[i] + std::cos(static_cast<double>(i))));
        plan.unimodal[1].values[absent] = std::nanf("");
        plan.given = { { weighting::MadeOf::CrossFit, model, {}, {} } };
        plan.spec.mi = weighting::MiPolicy::All;
        QVERIFY(sentenceOf([&] {
            const RunWeights weights(cohort, plan, {});
        }).startsWith(QLatin1String("mi=all needs a prediction of modality 'audio'")));
        plan.spec.variant = weighting::Variant::BtwOof;
        QCOMPARE(sentenceOf([&] { const RunWeights weights(cohort, plan, {}); }), QStringLiteral("no error"));
        const RunWeights ofOthers(cohort, plan, {});
        QVERIFY(ofOthers.crossFit() == &plan.given[0].predictions);

        // Only a weight that reads divergences could be calibrated, and only of a classification.
        plan.spec.variant = weighting::Variant::Btw;
        plan.spec.mi = weighting::MiPolicy::Present;
        plan.spec.calibrate = weighting::Calibrate::Temperature;
        plan.spec.rescale = true;
        plan.spec.alpha = 1;
        RunWeights weights(cohort, plan, {});
        QCOMPARE(weights.warnings().size(), std::size_t(1));
        QVERIFY(QString::fromStdString(weights.warnings().front())
                    .startsWith(QLatin1String("calibrate=temperature changes nothing here: ")));
        weights.endEpoch(1.0, model);
        const auto all = weights.inForce({ 0, 1 }, 2);
        for (std::size_t i = 0; i < cohort.size(); ++i) // their sum is how many there are
            QVERIFY(std::abs(all[2 * i] + all[2 * i + 1] - (i == absent ? 1.0F : 2.0F)) < 1e-5F);
        QCOMPARE(all[2 * absent + 1], 0.0F);

        // Another way to a variance gives other weights.
        plan.spec.variance = weighting::Variance::Global;
        plan.spec.calibrate = weighting::Calibrate::None;
        RunWeights others(cohort, plan, {});
        QVERIFY(others.warnings().empty());
        others.endEpoch(1.0, model);
        QVERIFY(others.inForce({ 0, 1 }, 2) != all);
    }

    void weightsMayWaitForAnImprovement()
    {
        const auto cohort = data::makeSentiment(120);
        RunPlan plan { Step::Weighted, 0, stillSpec(), 1, {} };
        plan.spec.update = weighting::Update::OnImprovement;
        for (const double scale : { 0.5, 2.0, -1.0 }) {
            Predictions one { 1, {} };
            for (std::size_t i = 0; i < cohort.size(); ++i)
                one.values.push_back(
                    static_cast<float>(cohort.y[i] * scale + std::sin(static_cast<double>(i) * scale)));
            plan.unimodal.push_back(one);
        }
        RunWeights weights(cohort, plan, {});
        const std::vector<std::size_t> used { 0, 1, 2 };
        const auto before = weights.inForce(used, 3);
        QVERIFY(std::isnan(weights.alphaUsed()));
        weights.endEpoch(1.0, plan.unimodal[0]);
        const auto first = weights.inForce(used, 3);
        QVERIFY(first != before);
        QCOMPARE(weights.alphaUsed(), 0.5);
        weights.endEpoch(1.5, plan.unimodal[1]); // a larger error
        QCOMPARE(weights.inForce(used, 3), first);
        weights.endEpoch(0.5, plan.unimodal[1]);
        QVERIFY(weights.inForce(used, 3) != first);
        QCOMPARE(*weights.state().best, 0.5);
        RunWeights resumed(cohort, plan, {});
        resumed.restore(weights.state());
        QCOMPARE(resumed.inForce(used, 3), weights.inForce(used, 3));
    }

    void weightedModelsAreJudgedOnNewPeople_data()
    {
        QTest::addColumn<bool>("isCrossFitted");
        QTest::newRow("weights of the model itself") << false;
        QTest::newRow("weights of cross-fitted models") << true;
    }
    void weightedModelsAreJudgedOnNewPeople()
    {
        QFETCH(const bool, isCrossFitted);
        const auto cohort = data::makeLos(150);
        auto spec = tinySpec();
        spec.epochs = spec.patience = 2;
        spec.modalities = { "cxr", "ts" }; // the third and the first
        if (isCrossFitted)
            spec.variant = weighting::Variant::BtwOof;
        Trainer trainer(cohort);
        RunControl control;
        RunPlan plan { Step::Weighted, 0, spec, 1, {} };
        const std::vector<std::size_t> used { 0, 2 };
        for (const auto m : used) {
            Recorder silent;
            plan.unimodal.push_back(
                trainer.train({ Step::Unimodal, m, spec, 1, {} }, control, silent).predictions);
        }
        if (isCrossFitted) {
            Recorder silent;
            plan.given.push_back({ weighting::MadeOf::CrossFit,
                trainer.train({ Step::Baseline, 0, spec, 1, {} }, control, silent).predictions, {}, {} });
        }
        Recorder recorder;
        const auto result = trainer.train(plan, control, recorder);
        QCOMPARE(result.weights.size(), cohort.size() * 4);

        // The same by way of the model that is kept.
        const auto predictor = gradientPredictor(cohort, plan, model::builtinModels(), result.model);
        const auto base = weighting::SettlingBase::fromState(result.model.part("weights"));
        std::vector<std::size_t> test;
        std::vector<std::string> ids;
        std::vector<std::uint8_t> present;
        std::vector<Predictions> unimodal(2, Predictions { 4, {} });
        Predictions crossFit { 4, {} };
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] != Split::Test)
                continue;
            test.push_back(i);
            ids.push_back(cohort.ids[i]);
            for (std::size_t u = 0; u < 2; ++u) {
                present.push_back(cohort.modalities[used[u]].present[i]);
                const auto* row = plan.unimodal[u].row(i);
                unimodal[u].values.insert(unimodal[u].values.end(), row, row + 4);
            }
            if (isCrossFitted) {
                const auto* row = plan.given[0].predictions.row(i);
                crossFit.values.insert(crossFit.values.end(), row, row + 4);
            }
        }
        std::vector<float> weights(cohort.size() * 4, 0.0F);
        Predictions whole { 4, std::vector<float>(cohort.size() * 4, 0.25F) };
        const auto settled = weighting::settle(
            base, unimodal, present, ids,
            [&](const std::vector<float>& some, const std::vector<std::size_t>& rows, Predictions& into) {
                std::vector<std::size_t> asked;
                for (const auto r : rows) {
                    asked.push_back(test[r]);
                    weights[test[r] * 4] = some[r * 2];
                    weights[test[r] * 4 + 2] = some[r * 2 + 1];
                }
                predictor->predictRows(weights, asked, whole);
                for (const auto r : rows)
                    std::copy_n(whole.row(test[r]), 4, into.row(r));
            },
            isCrossFitted ? &crossFit : nullptr);
        for (std::size_t r = 0; r < test.size(); ++r)
            std::copy_n(settled.predictions.row(r), 4, whole.row(test[r]));
        auto wanted = analysis::evaluate(cohort.task, 4, cohort.y, whole, test, cohort.labelRange);
        double still = 0;
        for (const auto one : settled.settled)
            still += one;
        wanted["settled_share"] = still / static_cast<double>(test.size());
        QVERIFY(still > 0);
        const auto& found = result.details.settled;
        QCOMPARE(found.size(), wanted.size());
        for (const auto& [name, value] : wanted)
            QVERIFY2(std::isnan(value) ? std::isnan(found.at(name)) : isClose(found.at(name), value),
                name.c_str());
        QVERIFY(found.at("log_loss") != result.test.at("log_loss"));
    }

    void whereNobodyIsNewOrTheModelFailsThereAreNoFiguresOfNewPeople()
    {
        auto cohort = scriptedCohort("tvttvxttvtxtvxtttv");
        cohort.task = Task::Classification;
        cohort.classes = { "low", "high" };
        for (std::size_t i = 0; i < cohort.size(); ++i)
            cohort.y[i] = static_cast<double>(i % 2);
        bool fails = false;
        Script script;
        script.says = [&](std::int64_t row, std::int64_t /*epoch*/) {
            return std::vector<float> { fails ? std::nanf("") : 0.1F * static_cast<float>(row), 0.3F };
        };
        RunPlan plan { Step::Weighted, 0, stillSpec(), 1, {} };
        for (const float share : { 0.25F, 0.5F, 0.875F }) {
            Predictions one { 2, {} };
            for (std::size_t i = 0; i < cohort.size(); ++i)
                one.values.insert(one.values.end(), { share, 1 - share });
            plan.unimodal.push_back(one);
        }
        RunControl control;
        Recorder recorder;
        {
            Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
            const auto result = trainer.train(plan, control, recorder);
            QVERIFY(recorder.warnings.empty());
            QCOMPARE(result.details.settled.at("settled_share"), 1.0);
            // The model is not moved by weights.
            QVERIFY(isClose(result.details.settled.at("log_loss"), result.test.at("log_loss")));
            QCOMPARE(result.details.settled.size(), result.test.size() + 1);

            recorder.atEpoch = [&](const EpochReport& report, const auto& /*write*/) {
                fails = report.epoch == 2; // from the end on
            };
            const auto failed = trainer.train(plan, control, recorder);
            fails = false;
            QVERIFY(failed.details.settled.empty() && !failed.test.empty());
            QCOMPARE(recorder.warnings.size(), std::size_t(1));
            QVERIFY(QString::fromStdString(recorder.warnings.front())
                        .startsWith(QLatin1String("How this model does on new people is not known: ")));

            recorder.atEpoch = [&](const EpochReport& report, const auto& /*write*/) {
                if (report.epoch == 2)
                    control.requestStop();
            };
            const auto stopped = trainer.train(plan, control, recorder);
            QCOMPARE(stopped.outcome, Outcome::Finished); // there is no epoch left
            QVERIFY(stopped.details.settled.empty() && stopped.details.chosen.empty());
            QVERIFY(!stopped.test.empty() && !stopped.model.isEmpty());
            QCOMPARE(recorder.warnings.size(), std::size_t(1));
        }
        for (auto& split : cohort.splits)
            split = split == Split::Test ? Split::Train : split;
        Recorder nobody;
        RunControl other;
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        const auto result = trainer.train(plan, other, nobody);
        QVERIFY(result.details.settled.empty() && nobody.warnings.empty());
        QVERIFY(!result.model.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRunWeights)
#include "tst_runweights.moc"
