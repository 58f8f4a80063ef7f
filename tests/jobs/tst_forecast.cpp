// SPDX-License-Identifier: GPL-3.0-or-later
// How long trainings will take, judged by the runs that a store has.
#include "engine/data/papersamples.h"
#include "engine/data/samples.h"
#include "workspace/experiments/forecast.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/remainingtime.h"
#include "workspace/store/store.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace btw;
using experiments::Forecast;

class TestForecast : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    systems::SystemRegistry m_systems = systems::describedSystems();
    std::shared_ptr<const data::Cohort> m_here
        = std::make_shared<const data::Cohort>(data::makeSentiment(200));

    static jobs::TrainingRequest request(
        const std::shared_ptr<const data::Cohort>& cohort, const std::string& model, std::uint64_t seed = 1)
    {
        jobs::TrainingRequest request;
        request.cohort = cohort;
        request.identity = std::make_shared<const jobs::CohortIdentity>(cohort);
        request.spec = training::presetSpec("demo", 100);
        request.spec.model = model;
        request.spec.variant = weighting::Variant::None;
        request.seed = seed;
        return request;
    }

    /// Every step of the training as a finished run that took so long, in so many epochs.
    void keep(const jobs::TrainingRequest& asked, double seconds, std::int64_t epochs = 1)
    {
        const auto record = jobs::cohortRecord(*asked.identity, asked.cohortPath);
        const auto cohort = m_store->saveCohort(record);
        auto plan = jobs::planTraining(asked, m_systems, cohort, asked.identity->hash());
        jobs::recordPlan(*m_store, plan);
        for (const auto& planned : plan) {
            const auto id = planned.record.id;
            m_store->claimRun(id);
            training::RunResult result;
            for (result.epochs = 0; result.epochs < epochs;) {
                store::EpochRecord epoch;
                epoch.report.epoch = ++result.epochs;
                epoch.report.best = result.epochs == 1;
                epoch.report.seconds = seconds / static_cast<double>(epochs);
                m_store->appendEpoch(id, epoch, {}, {});
            }
            result.bestEpoch = 1;
            result.predictions.width = record.predictionWidth();
            result.predictions.values.assign(record.size() * record.predictionWidth(), 0.5F);
            m_store->finishRun(id, result);
        }
    }

    Forecast of(const jobs::TrainingRequest& asked) const
    {
        return experiments::forecast({ asked }, m_store.get(), m_systems);
    }
    static void near(double found, double expected)
    {
        QVERIFY2(std::abs(found - expected) < 1e-6 * expected,
            qPrintable(QStringLiteral("%1, expected %2").arg(found).arg(expected)));
    }

private Q_SLOTS:
    /// A run's first epoch, in which frozen files encode everybody, counts only until there is a second.
    void whatIsDoneOnceIsNotAwaitedAgain()
    {
        std::vector<jobs::PlannedRun> plan(2);
        for (auto& run : plan) {
            run.record.step = training::Step::Unimodal;
            run.record.spec.epochs = 10;
        }
        jobs::RemainingTime left(plan);
        QVERIFY(std::isnan(left.seconds(0)));
        left.runStarted(0);
        left.epochDone(100);
        QCOMPARE(left.seconds(0), 19.0 * 100);
        left.epochDone(2);
        QCOMPARE(left.seconds(0), 18.0 * 2);
        left.epochDone(4); // a mean of those
        QCOMPARE(left.seconds(0), 17.0 * 3);
        left.runDone();
        left.runStarted(1);
        QCOMPARE(left.seconds(0), 3.0 * 3); // with as many epochs as the first took
        left.epochDone(303);
        QCOMPARE(left.seconds(0), 2.0 * 103);
        left.epochDone(6);
        QCOMPARE(left.seconds(0), 1.0 * 4);
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<store::Store>(m_folder->filePath(QStringLiteral("runs.sqlite")));
    }
    void cleanup() { m_store.reset(); }

    void runsOfThisDataCountAndThoseOfOtherDataDoNot()
    {
        const auto there = std::make_shared<const data::Cohort>(data::makeSentiment(190));
        for (std::uint64_t seed = 1; seed <= 5; ++seed)
            keep(request(there, "haim", seed), 60);
        keep(request(m_here, "haim", 1), 2);
        const auto known = of(request(m_here, "haim", 2));
        QCOMPARE(known.steps, 4U);
        QCOMPARE(known.untimed, 0U);
        QCOMPARE(known.runs, 4U); // each modality's own, and that of all
        QCOMPARE(known.byOtherData + known.byOtherSettings, 0U);
        near(known.seconds, 4 * 2);
        near(known.low, 4 * 2 / 1.25);
        near(known.high, 4 * 2 * 1.25);
    }

    void whatIsFittedAtOnceGoesByTheEpochsOfWhatItIsMadeOf()
    {
        auto first = request(m_here, "none-k");
        first.spec.epochs = 25;
        keep(first, 20); // fitted at once, of models that had 25 epochs each
        auto longer = first;
        longer.spec.epochs = 300;
        const auto known = of(longer);
        QCOMPARE(known.steps, 4U);
        near(known.seconds, 3 * 20 + 20 * 12); // each modality's own stopped early, and would do so again
        // Boosted trees have no epochs.
        auto trees = request(m_here, "haim");
        trees.spec.epochs = 1;
        keep(trees, 3);
        const auto there = std::make_shared<const data::Cohort>(data::makeSentiment(2 * m_here->size()));
        auto other = request(there, "haim");
        other.spec.epochs = 300;
        const auto twice = of(other);
        QCOMPARE(twice.byOtherData, twice.steps);
        near(twice.seconds, static_cast<double>(twice.steps) * 3 * 2);
    }

    void otherSettingsOnThisDataGoByEpochs()
    {
        auto first = request(m_here, "moe");
        first.spec.epochs = 10;
        keep(first, 20, 10); // all that it might
        auto longer = first;
        longer.spec.epochs = 30;
        longer.spec.preset = "paper"; // a name alone
        auto known = of(longer);
        QCOMPARE(known.untimed, 0U);
        QCOMPARE(known.byOtherSettings, known.steps);
        near(known.seconds, static_cast<double>(known.steps) * 20 * 3);
        near(known.low, known.seconds / 2);
        near(known.high, known.seconds * 2);

        auto third = request(m_here, "moe");
        third.spec.epochs = 20;
        third.spec.width = 16;
        keep(third, 6, 5); // stopped early, at 1.2 s an epoch
        auto next = third;
        next.spec.width = 32;
        next.spec.epochs = 4; // the first would use all of them: 8 s; the other at most: 4.8 s
        known = of(next);
        near(known.seconds, static_cast<double>(known.steps) * (8 + 4.8) / 2);
        // With more patience what stopped early goes on for longer: 10 epochs; the first would use all 20.
        auto patient = third;
        patient.spec.width = 64;
        patient.spec.patience += 5;
        known = of(patient);
        near(known.seconds, static_cast<double>(known.steps) * (12 + 40) / 2);
    }

    void aNameAloneOfThePresetIsNoOtherSetting()
    {
        const auto first = request(m_here, "haim");
        keep(first, 3);
        auto renamed = request(m_here, "haim", 2);
        renamed.spec.preset = "paper";
        QCOMPARE(of(renamed).byOtherSettings, 0U);
        near(of(renamed).seconds, 4 * 3);
    }

    void otherDataGoesByRowsAndIsSaid()
    {
        const auto half = std::make_shared<const data::Cohort>(data::makeSentiment(100));
        keep(request(half, "regression"), 1);
        const auto known = of(request(m_here, "regression"));
        QCOMPARE(known.untimed, 0U);
        QCOMPARE(known.byOtherData, known.steps);
        QVERIFY(known.seconds > 1.5 * static_cast<double>(known.steps));
        QVERIFY(known.seconds < 2.5 * static_cast<double>(known.steps));
        QVERIFY(known.high >= 4 * known.seconds);
        QVERIFY(known.low <= known.seconds / 4);
    }

    // A few features a step say nothing of 768.
    void muchWiderDataIsNotForeseen()
    {
        keep(request(std::make_shared<const data::Cohort>(data::makeSentiment(100)), "regression"), 1);
        const auto wide = std::make_shared<const data::Cohort>(data::makeMosi(100));
        auto known = of(request(wide, "regression"));
        QCOMPARE(known.steps, 4U);
        QCOMPARE(known.untimed, 2U); // text, and all together; 5 and 20 features are like 8 to 12
        QCOMPARE(known.byOtherData, 2U);
        keep(request(wide, "regression"), 10);
        known = of(request(std::make_shared<const data::Cohort>(data::makeMosei(120)), "regression"));
        QCOMPARE(known.untimed, 0U);
        QCOMPARE(known.byOtherData, 4U);
    }

    void lateFusionOfTreesSaysNothingOfLateFusionOfRegressions()
    {
        auto trees = request(m_here, "late");
        trees.spec.unimodal = "haim";
        keep(trees, 100);
        auto quick = request(m_here, "late");
        quick.spec.unimodal = "regression";
        const auto unknown = of(quick);
        QCOMPARE(unknown.steps, 4U);
        QCOMPARE(unknown.untimed, 3U); // the pool of their predictions is fitted alike
        keep(quick, 0.5);
        quick.seed = 2;
        const auto known = of(quick);
        near(known.seconds, 4 * 0.5);
    }

    // What ends the trainings is a look only where it opens something.
    void modelsWhoseTestFiguresAreHiddenAreCounted()
    {
        const auto asked = request(m_here, "haim");
        QCOMPARE(of(asked).hidden, 4U); // of each modality, and of all: nothing is trained
        keep(asked, 2);
        QCOMPARE(of(asked).held, 4U);
        QCOMPARE(of(asked).hidden, 4U); // nobody has looked
        std::vector<std::int64_t> runs;
        for (const auto& run : m_store->runs())
            runs.push_back(run.id);
        QCOMPARE(runs.size(), 4U);
        const auto last = runs.back();
        runs.pop_back();
        m_store->openTests(runs, QStringLiteral("experiment 1"));
        QCOMPARE(of(asked).hidden, 1U);
        m_store->openTests({ last }, QStringLiteral("experiment 2"));
        QCOMPARE(of(asked).hidden, 0U);
        QCOMPARE(of(request(m_here, "haim", 2)).hidden, 4U);
        // The late fusion whose weights it takes is trained for it, but is nobody's answer.
        auto made = request(m_here, "moe");
        made.spec.variant = weighting::Variant::HeldOut;
        QCOMPARE(of(made).steps, 6U);
        QCOMPARE(of(made).hidden, 5U);
    }

    // What waits in the queue, less what has been trained of it.
    void whatIsLeftOfTheQueueIsKnown()
    {
        keep(request(m_here, "late"), 2, 2);
        auto next = request(m_here, "late", 2);
        const auto record = jobs::cohortRecord(*next.identity, next.cohortPath);
        auto plan = jobs::planTraining(next, m_systems, m_store->saveCohort(record), next.identity->hash());
        jobs::recordPlan(*m_store, plan);
        store::TrainingRecord training;
        training.splitId = plan.front().record.splitId;
        training.system = QStringLiteral("late");
        training.variant = QStringLiteral("none");
        training.seed = 2;
        training.spec = next.spec;
        for (const auto& planned : plan)
            training.runs.push_back({ planned.record.id, planned.record.step });
        const auto id = m_store->findOrAddTraining(training);
        const auto whole = experiments::forecastOf({ id }, *m_store, m_systems);
        QCOMPARE(whole.trainings, 1U);
        QCOMPARE(whole.steps, plan.size());
        QCOMPARE(whole.untimed, 0U);
        near(whole.seconds, 2.0 * static_cast<double>(plan.size()));
        const auto first = plan.front().record.id; // half of it is trained
        m_store->claimRun(first);
        store::EpochRecord epoch;
        epoch.report.epoch = 1;
        epoch.report.best = true;
        epoch.report.seconds = 1;
        m_store->appendEpoch(first, epoch, {}, {});
        near(experiments::forecastOf({ id }, *m_store, m_systems).seconds, whole.seconds - 1);
        QCOMPARE(experiments::forecastOf({}, *m_store, m_systems).steps, 0U);
    }

    void foldsAreTheSameData()
    {
        keep(request(m_here, "haim"), 2);
        auto fold = *m_here;
        for (auto& split : fold.splits)
            if (split == Split::Train)
                split = Split::Test; // half of the rows, as it happens
            else
                split = Split::Train;
        const auto known = of(request(std::make_shared<const data::Cohort>(std::move(fold)), "haim"));
        QCOMPARE(known.byOtherData, 0U);
        QCOMPARE(known.untimed, 0U);
        QVERIFY(known.seconds < 4 * 2); // fewer training rows
    }
};

QTEST_GUILESS_MAIN(TestForecast)
#include "tst_forecast.moc"
