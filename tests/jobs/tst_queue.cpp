// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace btw;
using namespace btw::jobs;

class TestQueue : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString store() const { return m_folder->filePath(QStringLiteral("runs.sqlite")); }
    TrainingRequest request(std::int64_t epochs) const
    {
        TrainingRequest request;
        request.cohort = std::make_shared<const data::Cohort>(data::makeSentiment(120));
        request.cohortPath = m_folder->filePath(QStringLiteral("cohort.npz"));
        request.spec = training::presetSpec("demo", 100);
        request.spec.epochs = epochs;
        request.spec.patience = epochs;
        io::writeNpz(*request.cohort, request.cohortPath);
        return request;
    }
    template <typename Event> static int count(const QSignalSpy& spy)
    {
        int found = 0;
        for (const auto& call : spy)
            found += std::holds_alternative<Event>(call.at(0).template value<TrainingEvent>()) ? 1 : 0;
        return found;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aDemoOpensAsACohort()
    {
        Queue queue(store());
        QSignalSpy opened(&queue, &Queue::cohortOpened);
        queue.openDemo(QStringLiteral("los"));
        QVERIFY(opened.wait(20000));
        const auto cohort = opened.at(0).at(0).value<std::shared_ptr<const data::Cohort>>();
        QVERIFY(cohort);
        QCOMPARE(cohort->modalityCount(), 4U);
        QCOMPARE(cohort->splits.size(), cohort->size());
    }

    void aMissingFileIsAProblemNotACrash()
    {
        Queue queue(store());
        QSignalSpy opened(&queue, &Queue::cohortOpened);
        queue.openCohort(m_folder->filePath(QStringLiteral("nowhere.npz")));
        QVERIFY(opened.wait(20000));
        QVERIFY(!opened.at(0).at(0).value<std::shared_ptr<const data::Cohort>>());
        QVERIFY(!opened.at(0).at(2).value<std::vector<io::Problem>>().empty());
    }

    void trainingsRunInTurnWhileRunsCanBeRead()
    {
        Queue queue(store());
        QSignalSpy events(&queue, &Queue::reported);
        QSignalSpy busy(&queue, &Queue::busyChanged);
        QSignalSpy loaded(&queue, &Queue::runLoaded);
        auto second = request(2);
        second.spec.variant = weighting::Variant::MiGlobal;
        queue.enqueue(request(2));
        queue.enqueue(second);
        QTRY_VERIFY_WITH_TIMEOUT(count<EpochDone>(events) > 0, 60000);
        queue.loadRun(1);
        QVERIFY(loaded.wait(20000));
        QCOMPARE(loaded.at(0).at(0).value<std::shared_ptr<const RunDigest>>()->run.modality,
            QStringLiteral("text"));
        QCOMPARE(count<TrainingDone>(events), 0); // it was read while the first one went on
        QTRY_COMPARE_WITH_TIMEOUT(count<TrainingDone>(events), 2, 120000);
        QTRY_VERIFY_WITH_TIMEOUT(!busy.last().at(0).toBool(), 20000);
        QList<bool> said;
        for (const auto& call : busy)
            said << call.at(0).toBool();
        QCOMPARE(said, (QList<bool> { true, true, true, false })); // it never rests between the two
        // In turn: the first one's five runs, its end, then the second one's, of which four are reused.
        QString order;
        for (const auto& call : events) {
            const auto event = call.at(0).value<TrainingEvent>();
            if (const auto* started = std::get_if<RunStarted>(&event))
                order += started->reused ? QLatin1Char('r') : QLatin1Char('s');
            else if (std::holds_alternative<TrainingDone>(event))
                order += QLatin1Char('.');
        }
        QCOMPARE(order, QStringLiteral("sssss.rrrrs."));
    }

    void thePlainRegressionIsKnownAfterARestart()
    {
        {
            Queue queue(store());
            QSignalSpy events(&queue, &Queue::reported);
            queue.enqueue(request(1));
            QTRY_COMPARE_WITH_TIMEOUT(count<TrainingDone>(events), 1, 120000);
        }
        Queue again(store());
        QSignalSpy known(&again, &Queue::yardstickKnown);
        again.refreshRuns();
        QVERIFY(known.wait(20000));
        QCOMPARE(known.size(), 1);
        QVERIFY(known.at(0).at(1).value<training::MetricSet>().at("mae") > 0);
    }

    void aStopKeepsWhatIsDone()
    {
        Queue queue(store());
        QSignalSpy events(&queue, &Queue::reported);
        QSignalSpy runs(&queue, &Queue::runsChanged);
        queue.enqueue(request(1000));
        QTRY_VERIFY_WITH_TIMEOUT(count<EpochDone>(events) > 1, 60000);
        queue.stop();
        QTRY_COMPARE_WITH_TIMEOUT(count<TrainingDone>(events), 1, 60000);
        queue.refreshRuns();
        QVERIFY(runs.wait(20000));
        const auto records = runs.last().at(0).value<std::vector<store::RunRecord>>();
        QCOMPARE(records.front().status, store::RunStatus::Stopped);
        QVERIFY(records.front().epochs >= 1);
        QCOMPARE(records.back().status, store::RunStatus::Queued);
    }

    void closingTheQueueMidTrainingDoesNotHang()
    {
        auto queue = std::make_unique<Queue>(store());
        QSignalSpy events(queue.get(), &Queue::reported);
        queue->enqueue(request(1000));
        queue->enqueue(request(1000));
        QTRY_VERIFY_WITH_TIMEOUT(count<EpochDone>(events) > 0, 60000);
        QElapsedTimer timer;
        timer.start();
        queue.reset();
        QVERIFY(timer.elapsed() < 20000); // a batch, not a thousand epochs
        // The epochs are kept, the run can be resumed by anyone, and nothing after it was begun.
        const store::Store left(store(), store::Store::Mode::Reading);
        const auto runs = left.runs();
        QCOMPARE(runs.front().status, store::RunStatus::Stopped);
        QVERIFY(runs.front().epochs >= count<EpochDone>(events));
        QVERIFY(runs.front().epochs < 1000);
        for (std::size_t i = 1; i < runs.size(); ++i)
            QCOMPARE(runs[i].status, store::RunStatus::Queued);
    }
};

QTEST_GUILESS_MAIN(TestQueue)
#include "tst_queue.moc"
