// SPDX-License-Identifier: GPL-3.0-or-later
// When an experiment's test figures open: together, and never because something was stopped or removed.
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/training/control.h"
#include "tests/store/storefixture.h"
#include "workspace/experiments/comparison.h"
#include "workspace/experiments/studies.h"
#include "workspace/experiments/studyresult.h"
#include "workspace/jobs/events.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/clusterfolder.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace btw;
using namespace btw::jobs;
using store::TrainingState;

namespace {

/// Plain regression, whose models of single modalities fail if they are to.
class Broken : public systems::System
{
public:
    Broken(const systems::System& system, bool fails)
        : m_info(system.info())
        , m_fails(fails)
    {
    }
    const systems::SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& cohort, const systems::Place& place) const override
    {
        return std::make_unique<Fitter>(m_systems.get("regression").fitter(cohort, place), m_fails);
    }
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        return m_systems.get("regression").predictor(people, plan, model);
    }

private:
    class Fitter : public training::Fitter
    {
    public:
        Fitter(std::unique_ptr<training::Fitter> fitter, bool fails)
            : m_fitter(std::move(fitter))
            , m_fails(fails)
        {
        }
        training::RunResult train(const training::RunPlan& plan, training::RunControl& control,
            training::RunObserver& observer, const std::optional<std::string>& resumeFrom) override
        {
            if (m_fails && plan.step == training::Step::Unimodal)
                throw Error("The first modality is broken.");
            return m_fitter->train(plan, control, observer, resumeFrom);
        }

    private:
        std::unique_ptr<training::Fitter> m_fitter;
        bool m_fails;
    };

    systems::SystemRegistry m_systems = systems::builtinSystems();
    systems::SystemInfo m_info;
    bool m_fails;
};

} // namespace

class TestTestFigures : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    std::shared_ptr<const data::Cohort> m_cohort;
    std::int64_t m_experiment = 0;
    std::vector<std::int64_t> m_trainings;

    TrainingRequest request(std::uint64_t seed, const std::string& rows) const
    {
        TrainingRequest one;
        one.cohort = m_cohort;
        one.cohortPath = m_folder->filePath(QStringLiteral("c.npz"));
        one.spec = training::presetSpec("demo", 100);
        one.spec.model = "regression";
        one.spec.variant = weighting::Variant::None;
        one.seed = seed;
        one.experimentId = m_experiment;
        one.part.rows = rows;
        return one;
    }
    /// Three trainings with seeds 1 to 3, of which the last are not begun. \param rows of each
    void make(std::size_t trained, const std::vector<std::string>& rows = { {}, {}, {} })
    {
        m_experiment = m_store->findOrAddExperiment(QStringLiteral("three"),
            { { QStringLiteral("name"), QStringLiteral("three") },
                { QStringLiteral("metric"), QStringLiteral("mae") } });
        std::vector<TrainingRequest> all;
        for (std::size_t i = 0; i < rows.size(); ++i)
            all.push_back(request(i + 1, rows[i]));
        recordTrainings(*m_store, all);
        m_trainings.clear();
        for (const auto& part : m_store->experiment(m_experiment).parts)
            m_trainings.push_back(part.trainingId);
        all.resize(trained);
        training::RunControl control;
        runTrainings(*m_store, all, control, [](const TrainingEvent&) {});
    }
    ExperimentProgress progress() const
    {
        return progressOf(m_store->experiment(m_experiment), trainingsById(*m_store), runsById(*m_store));
    }
    bool isOpen() const { return experiments::studyOf(*m_store, { m_experiment, 0 }).isOpen(); }
    void fail(std::int64_t training)
    {
        m_store->setStatus(
            m_store->training(training)->lastRun(), store::RunStatus::Failed, QStringLiteral("no"));
        m_store->endTraining(training, TrainingState::Failed);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_cohort = std::make_shared<const data::Cohort>(data::makeSentiment(120));
        m_store = std::make_unique<store::Store>(m_folder->filePath(QStringLiteral("s.sqlite")));
    }

    void whatFailedHasEndedAndIsReported()
    {
        make(2);
        QVERIFY(!openIfOver(*m_store, m_experiment));
        fail(m_trainings[2]);
        QVERIFY(openIfOver(*m_store, m_experiment));
        QVERIFY(isOpen());
        QCOMPARE(m_store->testReads().back().command,
            QStringLiteral("experiment %1, 1 training failed").arg(m_experiment));
        const auto study = experiments::studyOf(*m_store, { m_experiment, 0 });
        QCOMPARE(experiments::modelsOf(*m_store, study).leftOutNote(),
            QStringLiteral("1 of 3 trainings is left out: 1 failed."));
        QCOMPARE(progressSentence(progress()),
            QStringLiteral("3 of 3 trainings have ended (1 of them failed and left out)."));
    }

    void whatCouldNotBeBegunHasNotEnded()
    {
        make(2);
        m_store->endTraining(m_trainings[2], TrainingState::Failed); // its data are gone, say
        QCOMPARE(progress().notBegun, 1U);
        QVERIFY(!openIfOver(*m_store, m_experiment));
        QCOMPARE(progressSentence(progress()),
            QStringLiteral("2 of 3 trainings have ended, 1 could not be begun."));
    }

    void stoppingOpensNothing()
    {
        make(2);
        m_store->endTraining(m_trainings[2], TrainingState::Stopped);
        openEndedExperiments(*m_store, m_trainings);
        QVERIFY(!isOpen());
        QVERIFY(progress().isHeldBack());
        openWithout(*m_store, m_experiment);
        QVERIFY(isOpen());
        QCOMPARE(m_store->training(m_trainings[2])->state, TrainingState::Cancelled);
        QCOMPARE(m_store->testReads().back().command,
            QStringLiteral("experiment %1, opened without training %2")
                .arg(m_experiment)
                .arg(m_trainings[2]));
    }

    void removingOpensNothing()
    {
        make(2);
        m_store->removeRun(m_store->training(m_trainings[2])->lastRun());
        m_store->removeRun(m_store->training(m_trainings[1])->lastRun());
        openEndedExperiments(*m_store, m_trainings);
        QVERIFY(!isOpen());
        QCOMPARE(progress().cancelled, 2U);
        QVERIFY(m_store->testReads().empty());
        openWithout(*m_store, m_experiment);
        QVERIFY(isOpen());
        QCOMPARE(m_store->testReads().back().command,
            QStringLiteral("experiment %1, opened without trainings %2 and %3")
                .arg(m_experiment)
                .arg(m_trainings[1])
                .arg(m_trainings[2]));
    }

    void aTrainingStaysHiddenWithItsExperimentWhoeverAsksForIt()
    {
        make(1);
        const auto alone = [this](std::uint64_t seed) {
            auto one = request(seed, {});
            one.experimentId = 0;
            QStringList said;
            training::RunControl control;
            runTrainings(*m_store, { one }, control, [&said](const TrainingEvent& event) {
                if (const auto* problem = std::get_if<ProblemFound>(&event))
                    said << problem->sentence;
            });
            return said;
        };
        const auto isOpenRun = [this](std::size_t i) {
            return store::testIsOpen(*m_store->run(m_store->training(m_trainings[i])->lastRun()));
        };
        const auto hidden = QStringLiteral(
            "Test figures stay hidden: experiment %1 asked for this training, too, and has not ended.")
                                .arg(m_experiment);
        QVERIFY(alone(1).contains(hidden)); // trained already
        QVERIFY(alone(2).contains(hidden)); // trained now
        QVERIFY(!isOpenRun(0) && !isOpenRun(1));
        QVERIFY(m_store->testReads().empty());
        // The last one ends the experiment, which opens as a whole.
        QVERIFY(!alone(3).contains(hidden));
        QVERIFY(isOpen());
        QCOMPARE(m_store->testReads().size(), 1U);
        QCOMPARE(m_store->testReads().back().command, QStringLiteral("experiment %1").arg(m_experiment));
        QVERIFY(!alone(1).contains(hidden));
    }

    void whatWasOpenedWithoutSomeHoldsNobodyBack()
    {
        make(1);
        m_store->cancelTraining(m_trainings[1]);
        m_store->cancelTraining(m_trainings[2]);
        openWithout(*m_store, m_experiment);
        auto one = request(2, {});
        one.experimentId = 0;
        training::RunControl control;
        std::size_t shown = 0;
        runTrainings(*m_store, { one }, control, [&shown](const TrainingEvent& event) {
            if (const auto* done = std::get_if<TrainingDone>(&event))
                shown = done->runs.size();
        });
        QVERIFY(shown > 0);
        QVERIFY(store::testIsOpen(*m_store->run(m_store->training(m_trainings[1])->lastRun())));
        QCOMPARE(m_store->testReads().back().command, QStringLiteral("training %1").arg(m_trainings[1]));
    }

    void nothingIsGivenUpWhileSomethingWaits()
    {
        make(2);
        QVERIFY_THROWS_EXCEPTION(Error, openWithout(*m_store, m_experiment));
        m_store->cancelTraining(m_trainings[2]);
        openWithout(*m_store, m_experiment);
        QVERIFY(isOpen());
    }

    void withoutAnyThatHasEndedThereIsNothingToOpen()
    {
        make(0);
        for (const auto id : m_trainings)
            m_store->cancelTraining(id);
        QVERIFY_THROWS_EXCEPTION(Error, openWithout(*m_store, m_experiment));
        QVERIFY(m_store->testReads().empty());
    }

    void whatIsTrainedLaterCountsAndIsSaid()
    {
        make(2);
        m_store->cancelTraining(m_trainings[2]);
        openWithout(*m_store, m_experiment);
        const auto leftOut = [this] {
            return experiments::compareExperiment(*m_store, m_store->experiment(m_experiment), {})
                .front()
                .leftOut;
        };
        QCOMPARE(leftOut(), QStringLiteral("1 of 3 trainings is left out: 1 was cancelled."));
        // It waits again: what is open stays open, without it.
        queueAgain(*m_store, m_experiment);
        training::RunControl control;
        QVERIFY(isOpen());
        QCOMPARE(leftOut(),
            QStringLiteral("1 of 3 trainings is left out: 1 is not open yet (seed 3 · Plain regression)."));
        QCOMPARE(experiments::resultOf(*m_store, experiments::studyOf(*m_store, { m_experiment, 0 })).leftOut,
            leftOut());
        runTrainings(*m_store, { request(3, {}) }, control, [](const TrainingEvent&) {});
        QVERIFY(isOpen());
        QCOMPARE(leftOut(),
            QStringLiteral("1 training was opened later than the others, whose figures were known by then "
                           "(seed 3 · Plain regression)."));
    }

    void allThatIsTrainedAgainLeavesNothingToCompare()
    {
        make(2, { {}, {}, "old" });
        m_store->cancelTraining(m_trainings[2]);
        openWithout(*m_store, m_experiment);
        queueAgain(*m_store, m_experiment);
        QCOMPARE(experiments::compareExperiment(*m_store, m_store->experiment(m_experiment), {}).size(), 1U);
        QVERIFY_THROWS_EXCEPTION(
            Error, experiments::Models(*m_store, m_store->experiment(m_experiment), "old"));
    }

    void figuresThatWereOpenedBeforeAreNotLater()
    {
        make(3);
        QVERIFY(isOpen());
        // A look at other rows names the runs again.
        m_store->recordLook({ m_store->training(m_trainings[1])->lastRun() }, 5, QStringLiteral("predict"));
        QCOMPARE(
            experiments::compareExperiment(*m_store, m_store->experiment(m_experiment), {}).front().leftOut,
            QString());
    }

    void whatSlurmHasWaits()
    {
        make(2);
        QDir folder(store::clusterFolder(m_store->path(), m_experiment));
        QVERIFY(folder.mkpath(QStringLiteral(".")));
        // The command that submitted the jobs was stopped: its process is gone.
        QProcess gone;
        gone.start(QStringLiteral("true"), {});
        QVERIFY(gone.waitForStarted());
        const auto pid = gone.processId();
        QVERIFY(gone.waitForFinished());
        fixture::sql(m_store->path(),
            QStringLiteral("UPDATE trainings SET pid = %1 WHERE id = %2").arg(pid).arg(m_trainings[2]));
        QCOMPARE(progress().leftWaiting, 1U);
        // What had not begun is not said to have been stopped.
        QVERIFY2(jobs::progressSentence(progress()).contains(QStringLiteral(", 1 was still waiting.")),
            qPrintable(jobs::progressSentence(progress())));
        const auto write = [&folder](const char* name) {
            QFile file(folder.filePath(QLatin1String(name)));
            return file.open(QIODevice::WriteOnly) && file.write("17\n") == 3;
        };
        QVERIFY(write(store::kClusterJobs));
        QCOMPARE(progress().leftWaiting, 0U);
        QCOMPARE(progress().waiting(), 1U);
        QVERIFY(!progress().isHeldBack());
        QVERIFY(m_store->training(m_trainings[2])->isElsewhere);
        QVERIFY(queueAgain(*m_store, m_experiment).trainings.empty());
        QVERIFY_THROWS_EXCEPTION(Error, openWithout(*m_store, m_experiment));
        QVERIFY(write(store::kClusterGivenUp));
        QCOMPARE(progress().leftWaiting, 1U);
    }

    // Two trainings need the same run, which fails; then it is trained for the one alone.
    void whatASharedRunFailedForSaysWhy()
    {
        m_experiment = m_store->findOrAddExperiment(QStringLiteral("shared"),
            { { QStringLiteral("name"), QStringLiteral("shared") },
                { QStringLiteral("metric"), QStringLiteral("mae") } });
        systems::SystemRegistry broken;
        broken.add(std::make_shared<const Broken>(systems::builtinSystems().get("regression"), true));
        systems::SystemRegistry whole;
        whole.add(std::make_shared<const Broken>(systems::builtinSystems().get("regression"), false));
        auto all = request(1, {});
        auto some = request(1, {});
        some.spec.modalities = { "text", "audio" };
        training::RunControl control;
        const auto ignore = [](const TrainingEvent&) {};
        runTrainings(*m_store, { all, some }, control, ignore, Detail::Figures, broken);
        m_trainings.clear();
        for (const auto& part : m_store->experiment(m_experiment).parts)
            m_trainings.push_back(part.trainingId);
        QCOMPARE(m_trainings.size(), 2U);
        QCOMPARE(progress().failed, 2U);
        runTrainings(*m_store, { all }, control, ignore, Detail::Figures, whole);
        QCOMPARE(progress().ended, 1U);
        QCOMPARE(progress().failed, 1U);
        QCOMPARE(progress().notBegun, 0U);
        const auto last = *m_store->run(m_store->training(m_trainings[1])->lastRun());
        QVERIFY2(last.message.contains(QStringLiteral("which failed: The first modality is broken.")),
            qPrintable(last.message));
    }

    // The runs that were never begun go with it; asked for again it is the same training.
    void whatWasCancelledIsTrainedInItsOldPlace()
    {
        make(2);
        m_store->cancelTraining(m_trainings[2]);
        QVERIFY(m_store->training(m_trainings[2])->runs.empty());
        const auto again = queueAgain(*m_store, m_experiment);
        QCOMPARE(again.trainings.size(), 1U);
        QCOMPARE(again.trainings.front().id, m_trainings[2]);
        QCOMPARE(m_store->training(m_trainings[2])->state, TrainingState::Queued);
        training::RunControl control;
        // The same command as the first time, too.
        runTrainings(*m_store, { request(1, {}), request(2, {}), request(3, {}) }, control,
            [](const TrainingEvent&) {});
        QCOMPARE(m_store->experiment(m_experiment).parts.size(), 3U);
        QCOMPARE(m_store->training(m_trainings[2])->state, TrainingState::Finished);
        QVERIFY(isOpen());
        QCOMPARE(m_store->testReads().back().command, QStringLiteral("experiment %1").arg(m_experiment));
    }

    void aPopulationOfWhichAllIsCancelledIsLeftOutAndSaid()
    {
        make(2, { {}, {}, "old" });
        m_store->cancelTraining(m_trainings[2]);
        openWithout(*m_store, m_experiment);
        const auto all = experiments::compareExperiment(*m_store, m_store->experiment(m_experiment), {});
        QCOMPARE(all.size(), 1U);
        QCOMPARE(all.front().leftOut,
            QStringLiteral("Nothing was trained on these people, who are left out: old."));
        QVERIFY_THROWS_EXCEPTION(
            Error, experiments::Models(*m_store, m_store->experiment(m_experiment), "old"));
    }
};

QTEST_GUILESS_MAIN(TestTestFigures)
#include "tst_testfigures.moc"
