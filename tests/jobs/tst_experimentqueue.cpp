// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments in the queue: their trainings run one by one, their test figures are opened together.
#include "engine/data/samples.h"
#include "engine/error.h"
#include "tests/longtraining.h"
#include "workspace/experiments/cohortcache.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/experiments/outlook.h"
#include "workspace/experiments/recordexperiment.h"
#include "workspace/experiments/studies.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace btw;
using namespace btw::jobs;

namespace {
constexpr int kLongMs = 120000;
}

class TestExperimentQueue : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(QStringLiteral("runs.sqlite")); }
    store::Store reading() const { return store::Store(path(), store::Store::Mode::Reading); }

    /// Two folds and two seeds of a system that is fitted at once.
    QJsonObject asked(const QJsonArray& seeds = { 1, 2 }) const
    {
        return { { QStringLiteral("name"), QStringLiteral("two folds") },
            { QStringLiteral("data"), m_folder->filePath(QStringLiteral("cohort.npz")) },
            { QStringLiteral("seeds"), seeds }, { QStringLiteral("folds"), 2 },
            { QStringLiteral("grid"),
                QJsonObject { { QStringLiteral("system"), QJsonArray { QStringLiteral("regression") } },
                    { QStringLiteral("variant"), QJsonArray { QStringLiteral("none") } } } } };
    }
    experiments::RecordedExperiment recorded(const QJsonObject& json)
    {
        store::Store store(path());
        const auto systems = systems::builtinSystems();
        auto recorded = experiments::recordExperiment(store,
            experiments::experimentFrom(json, {}, QStringLiteral("x"), systems),
            path() + QStringLiteral(".d"), systems);
        for (const auto& problem : recorded.problems)
            if (problem.severity == data::Severity::Error)
                qWarning("%s", problem.what.c_str());
        return recorded;
    }
    QueuedExperiment record(const QJsonObject& json) { return recorded(json).queued; }
    experiments::Outlook foreseen(const QJsonObject& json) const
    {
        experiments::CohortCache cohorts;
        const auto systems = systems::builtinSystems();
        return experiments::outlookOf(reading(),
            experiments::experimentFrom(json, {}, QStringLiteral("x"), systems),
            path() + QStringLiteral(".d"), systems,
            [&cohorts](const QString& path, const io::Recipe& recipe) { return cohorts.read(path, recipe); });
    }
    int openRuns() const
    {
        int open = 0;
        for (const auto& run : reading().runs())
            open += store::testIsOpen(run) ? 1 : 0;
        return open;
    }
    static int ended(const QSignalSpy& events)
    {
        int found = 0;
        for (const auto& call : events)
            found += std::holds_alternative<TrainingDone>(call.at(0).value<TrainingEvent>()) ? 1 : 0;
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        io::writeNpz(data::makeSentiment(150), m_folder->filePath(QStringLiteral("cohort.npz")));
    }

    void testStaysHiddenUntilTheLastHasEnded()
    {
        const auto experiment = record(asked());
        QCOMPARE(experiment.trainings.size(), 4U);
        QCOMPARE(experiment.trainings.front().name, QStringLiteral("fold 1 · seed 1 · Plain regression"));
        Queue queue(path());
        QSignalSpy events(&queue, &Queue::reported);
        QStringList problems;
        std::vector<int> openAtEnd;
        connect(&queue, &Queue::reported, this, [&](const TrainingEvent& event) {
            if (const auto* done = std::get_if<TrainingDone>(&event))
                openAtEnd.push_back(static_cast<int>(done->runs.size()));
            else if (const auto* problem = std::get_if<ProblemFound>(&event))
                problems << problem->sentence;
        });
        queue.enqueue(experiment);
        QCOMPARE(queue.entries().size(), 4U);
        QCOMPARE(queue.entries().front().experiment, QStringLiteral("two folds"));
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        // Each tells its end without figures; with the last one's, those of all are opened.
        QVERIFY(openAtEnd.size() >= 5);
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(openAtEnd[i], 0);
        QVERIFY(openAtEnd.back() > 0);
        QCOMPARE(problems, QStringList());
        const auto store = reading();
        const auto reads = store.testReads();
        QCOMPARE(reads.size(), 1U);
        QCOMPARE(reads.front().command, QStringLiteral("experiment 1"));
        const auto study = experiments::studyOf(store, { 1, 0 });
        QVERIFY(study.isOpen());
        QCOMPARE(study.trainings.size(), 4U);
        for (const auto& run : store.runs())
            QVERIFY(store::testIsOpen(run));
    }

    void whatWasLeftGoesOnTogetherAfterARestart()
    {
        {
            Queue queue(path());
            QSignalSpy events(&queue, &Queue::reported);
            queue.enqueue(longTraining(m_folder->filePath(QStringLiteral("long.npz"))));
            QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty(), kLongMs);
            queue.enqueue(record(asked()));
            QCOMPARE(queue.entries().size(), 5U);
        }
        Queue again(path());
        QSignalSpy found(&again, &Queue::leftOverChanged);
        QSignalSpy events(&again, &Queue::reported);
        again.findLeftOver();
        QVERIFY(found.wait(kLongMs));
        QCOMPARE(again.leftOver().size(), 5U);
        QVERIFY(again.entries().empty());
        again.goOnWithLeftOver();
        QCOMPARE(again.entries().size(), 5U);
        QStringList groups;
        for (const auto& entry : again.entries())
            groups << entry.experiment;
        QCOMPARE(groups.count(QStringLiteral("two folds")), 4);
        QCOMPARE(again.entries().front().experimentId, 0); // what ran goes on first
        QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty(), kLongMs);
        again.stop();
        QTRY_VERIFY_WITH_TIMEOUT(again.entries().empty(), kLongMs);
        const auto study = experiments::studyOf(reading(), { 1, 0 });
        QVERIFY(study.isOpen());
        QCOMPARE(study.trainings.size(), 4U);
        QCOMPARE(reading().testReads().back().command, QStringLiteral("experiment 1"));
    }

    void whatIsCancelledKeepsItHidden()
    {
        Queue queue(path());
        QSignalSpy events(&queue, &Queue::reported);
        queue.enqueue(longTraining(m_folder->filePath(QStringLiteral("long.npz"))));
        QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty(), kLongMs);
        queue.enqueue(record(asked()));
        const auto cancelled = queue.entries().at(2).trainingId;
        queue.cancel(queue.entries().at(2).ticket);
        QCOMPARE(queue.entries().size(), 4U);
        queue.stop();
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        auto study = experiments::studyOf(reading(), { 1, 0 });
        QCOMPARE(study.trainings.size(), 3U);
        QCOMPARE(study.ended, 3U);
        QVERIFY(!study.isOpen());
        QVERIFY(study.progress.isHeldBack());
        QCOMPARE(openRuns(), 0);
        QVERIFY(reading().testReads().empty());
        QCOMPARE(hiddenSentence(study.progress),
            QStringLiteral("3 of 4 trainings have ended, 1 was cancelled. Test figures stay hidden until it "
                           "has been trained, or until you give it up."));
        QVERIFY_THROWS_EXCEPTION(Error, experiments::modelsOf(reading(), study));

        // Given up, which is a look that names what it was without.
        {
            store::Store store(path());
            openWithout(store, 1);
        }
        const auto store = reading();
        study = experiments::studyOf(store, { 1, 0 });
        QVERIFY(study.isOpen());
        QCOMPARE(store.testReads().size(), 1U);
        QCOMPARE(store.testReads().back().command,
            QStringLiteral("experiment 1, opened without training %1").arg(cancelled));
        QCOMPARE(experiments::modelsOf(store, study).leftOutNote(),
            QStringLiteral("1 of 4 trainings is left out: 1 was cancelled."));
    }

    void cancellingTheLastOfItOpensNothing()
    {
        const auto experiment = record(asked());
        Queue queue(path());
        auto three = experiment;
        three.trainings.pop_back();
        queue.enqueue(three);
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        QCOMPARE(openRuns(), 0);
        queue.enqueue(longTraining(m_folder->filePath(QStringLiteral("long.npz"))));
        queue.enqueue(experiment);
        queue.cancelExperiment(experiment.id);
        const auto isCancelled = [&] {
            const auto last = reading().training(experiment.trainings.back().id);
            return last && last->state == store::TrainingState::Cancelled;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isCancelled(), kLongMs);
        QCOMPARE(openRuns(), 0);
        queue.stop();
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        QVERIFY(!experiments::studyOf(reading(), { 1, 0 }).isOpen());

        // Trained after all, it is complete, and opens as one that was never cancelled.
        QueuedExperiment again;
        {
            store::Store store(path());
            again = queueAgain(store, experiment.id);
        }
        QCOMPARE(again.trainings.size(), 1U);
        QCOMPARE(again.trainings.front().id, experiment.trainings.back().id);
        QCOMPARE(again.trainings.front().name, experiment.trainings.back().name);
        queue.enqueue(again);
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        const auto study = experiments::studyOf(reading(), { 1, 0 });
        QVERIFY(study.isOpen());
        QCOMPARE(study.trainings.size(), 4U);
        QCOMPARE(study.progress.cancelled, 0U);
        QCOMPARE(reading().testReads().back().command, QStringLiteral("experiment 1"));
    }

    void allOfItIsCancelledAtOnce()
    {
        Queue queue(path());
        QSignalSpy events(&queue, &Queue::reported);
        queue.enqueue(longTraining(m_folder->filePath(QStringLiteral("long.npz"))));
        QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty(), kLongMs);
        const auto experiment = record(asked());
        queue.enqueue(experiment);
        queue.cancelExperiment(experiment.id);
        QCOMPARE(queue.entries().size(), 1U);
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (const auto& training : reading().trainings())
                    if (training.system == QLatin1String("regression")
                        && training.state != store::TrainingState::Cancelled)
                        return false;
                return true;
            }(),
            kLongMs);
        QCOMPARE(openRuns(), 0); // nothing of it was trained, nothing is opened
        QVERIFY(queue.leftOver().empty());
    }

    void aTrainingOfTwoExperimentsOpensBoth()
    {
        const auto first = record(asked());
        const auto second = record(asked({ 1 })); // half of the first
        QVERIFY(first.id != second.id);
        QCOMPARE(second.trainings.size(), 2U);
        Queue queue(path());
        queue.enqueue(first);
        queue.enqueue(second); // in the list already
        QCOMPARE(queue.entries().size(), 4U);
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        QVERIFY(experiments::studyOf(reading(), { first.id, 0 }).isOpen());
        QVERIFY(experiments::studyOf(reading(), { second.id, 0 }).isOpen());
    }

    void askedTwiceItIsTheSame()
    {
        const auto first = record(asked());
        const auto again = record(asked());
        QCOMPARE(again.id, first.id);
        QCOMPARE(again.trainings.size(), first.trainings.size());
        QCOMPARE(reading().trainings().size(), 4U);
    }

    // It is no further look, and nothing of it is hidden meanwhile.
    void whatIsTrainedAndOpenIsSaidToBe()
    {
        const auto first = recorded(asked());
        QVERIFY(!first.isOpen);
        QVERIFY(foreseen(asked()).isLook());
        Queue queue(path());
        queue.enqueue(first.queued);
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        QCOMPARE(reading().testReads().size(), 1U);
        const auto outlook = foreseen(asked());
        QCOMPARE(outlook.forecast.steps - outlook.forecast.held, 0U);
        QVERIFY(!outlook.isLook());
        QVERIFY(foreseen(asked({ 1, 2, 3 })).isLook()); // of which some is not trained yet
        // Another experiment that asks for some of it is open, too.
        const auto part = recorded(asked({ 1 }));
        QVERIFY(part.queued.id != first.queued.id);
        QVERIFY(part.isOpen);
        const auto again = recorded(asked());
        QVERIFY(again.isOpen);
        queue.enqueue(again.queued);
        QVERIFY(experiments::studyOf(reading(), { again.queued.id, 0 }).isOpen());
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), kLongMs);
        QCOMPARE(reading().testReads().size(), 1U);
    }

    void nothingIsRecordedOfWhatCannotBeTrained()
    {
        auto json = asked();
        json.insert(QStringLiteral("metric"), QStringLiteral("auroc"));
        QVERIFY_THROWS_EXCEPTION(Error, record(json));
        QVERIFY(reading().experiments().empty());
        QVERIFY(reading().trainings().empty());
    }

    void writesTogetherOrNotAtAll()
    {
        store::Store store(path());
        const auto add = [&](const char* name) {
            store.findOrAddExperiment(
                QString::fromLatin1(name), { { QStringLiteral("name"), QString::fromLatin1(name) } });
        };
        QVERIFY_THROWS_EXCEPTION(Error, store.atomically(QStringLiteral("try"), [&] {
            add("lost");
            throw Error("no");
        }));
        QVERIFY(store.experiments().empty());
        store.atomically(QStringLiteral("try"), [&] {
            add("kept");
            try {
                store.atomically(QStringLiteral("try"), [&] {
                    add("undone");
                    throw Error("no");
                });
            } catch (const Error&) {
                add("kept, too");
            }
        });
        QStringList names;
        for (const auto& one : store.experiments())
            names << one.name;
        QCOMPARE(names, (QStringList { QStringLiteral("kept"), QStringLiteral("kept, too") }));
        add("afterwards"); // nothing was left open
        QCOMPARE(reading().experiments().size(), 3U);
    }
};

QTEST_GUILESS_MAIN(TestExperimentQueue)
#include "tst_experimentqueue.moc"
