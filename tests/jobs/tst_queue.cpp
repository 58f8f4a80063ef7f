// SPDX-License-Identifier: GPL-3.0-or-later
#include "../systems/nearestmean.h"
#include "engine/analysis/metrics.h"
#include "engine/analysis/referencemodels.h"
#include "engine/data/samples.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

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

    // Made once, where experiments keep it; opened again it is the same file.
    void aPlantedCohortIsOpenedByItsName()
    {
        Queue queue(store());
        QSignalSpy opened(&queue, &Queue::cohortOpened);
        QSignalSpy failed(&queue, &Queue::failed);
        queue.openSample(QStringLiteral("sample:redundant:3"));
        QVERIFY(opened.wait(20000));
        const auto cohort = opened.at(0).at(0).value<std::shared_ptr<const data::Cohort>>();
        QVERIFY(cohort);
        QCOMPARE(cohort->size(), std::size_t(600));
        const auto path = opened.at(0).at(1).toString();
        QVERIFY2(path.endsWith(QStringLiteral(".d/cohorts/sample-redundant-3.npz")), qPrintable(path));
        const auto written = QFileInfo(path).lastModified();
        queue.openSample(QStringLiteral("sample:redundant:3"));
        QVERIFY(opened.wait(20000));
        QCOMPARE(QFileInfo(path).lastModified(), written);
        queue.openSample(QStringLiteral("sample:weather"));
        QVERIFY(failed.wait(20000));
        QVERIFY(failed.at(0).at(0).toString().contains(QStringLiteral("mosei")));
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

    void aSystemThatOnlyItsCallerKnowsOfTrainsAndIsShown()
    {
        Queue queue(store(), nullptr, systemsWithAnother());
        QVERIFY(queue.systems().find("nearest-mean") != nullptr);
        QSignalSpy events(&queue, &Queue::reported);
        QSignalSpy failed(&queue, &Queue::failed);
        QSignalSpy loaded(&queue, &Queue::runLoaded);
        auto asked = request(1);
        auto cohort = data::makeLos(200);
        std::erase_if(cohort.modalities, [](const auto& one) { return one.isRagged(); });
        asked.cohort = std::make_shared<const data::Cohort>(std::move(cohort));
        asked.cohortPath = m_folder->filePath(QStringLiteral("vectors.npz"));
        asked.spec.model = "nearest-mean";
        asked.spec.variant = weighting::Variant::None;
        io::writeNpz(*asked.cohort, asked.cohortPath);
        queue.enqueue(asked);
        QTRY_VERIFY_WITH_TIMEOUT(count<TrainingDone>(events) + failed.count() > 0, 60000);
        QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : qPrintable(failed.at(0).at(0).toString()));
        const auto done = events.last().at(0).value<TrainingEvent>();
        QVERIFY(std::holds_alternative<TrainingDone>(done));
        const auto last = std::get<TrainingDone>(done);
        QVERIFY(last.card != nullptr);
        QCOMPARE(last.runs.size(), asked.cohort->modalityCount() + 1);
        QCOMPARE(last.runs.back().model, QStringLiteral("nearest-mean"));
        queue.loadRun(last.runId);
        QVERIFY(loaded.wait(20000));
        QVERIFY(loaded.at(0).at(0).value<std::shared_ptr<const RunDigest>>()->fittedAtOnce);
        // Its weights: it takes none.
        asked.spec.variant = weighting::Variant::Btw;
        queue.enqueue(asked);
        QTRY_COMPARE_WITH_TIMEOUT(count<TrainingDone>(events), 2, 60000);
        QCOMPARE(std::get<TrainingDone>(events.last().at(0).value<TrainingEvent>()).runId, last.runId);
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
        QSignalSpy known(&again, &Queue::referenceKnown);
        again.refreshRuns();
        QVERIFY(known.wait(20000));
        QCOMPARE(known.size(), 1);
        const auto cohort = data::makeSentiment(120);
        analysis::ReferenceOptions options;
        options.only = "all";
        const auto models = analysis::fitReferenceModels(cohort, options, [] { return false; });
        const auto expected
            = analysis::evaluate(analysis::evaluationSet(cohort, Split::Test), models.front().predictions);
        const auto shown = known.at(0).at(1).value<training::MetricSet>();
        QVERIFY(expected.count("mae") > 0);
        for (const auto& [metric, value] : expected)
            QVERIFY2(std::abs(shown.at(metric) - value) < 1e-6, metric.c_str());
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

    /// Entries as they stand: names, the running one with a star.
    static QStringList shown(const Queue& queue)
    {
        QStringList names;
        for (const auto& entry : queue.entries())
            names << entry.name + (entry.isRunning ? QStringLiteral("*") : QString());
        return names;
    }
    TrainingRequest seeded(std::uint64_t seed, std::int64_t epochs) const
    {
        auto one = request(epochs);
        one.seed = seed;
        return one;
    }

    void whatWaitsIsListedMovedAndCancelled()
    {
        Queue queue(store());
        QSignalSpy events(&queue, &Queue::reported);
        queue.enqueue(seeded(1, 1000));
        for (const std::uint64_t seed : { 2, 3, 4 })
            queue.enqueue(seeded(seed, 1));
        QTRY_VERIFY_WITH_TIMEOUT(count<EpochDone>(events) > 0, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().back().trainingId != 0, 20000);
        QCOMPARE(shown(queue),
            (QStringList { QStringLiteral("seed 1 · BTW-weighted mixture of experts*"),
                QStringLiteral("seed 2 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 3 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 4 · BTW-weighted mixture of experts") }));
        const auto tickets = queue.entries();
        queue.move(tickets[3].ticket, -1);
        queue.move(tickets[3].ticket, -5); // not before what runs
        queue.cancel(tickets[2].ticket);
        queue.cancel(tickets[0].ticket); // what runs is stopped, not cancelled
        queue.move(tickets[0].ticket, 1);
        QCOMPARE(shown(queue),
            (QStringList { QStringLiteral("seed 1 · BTW-weighted mixture of experts*"),
                QStringLiteral("seed 4 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 2 · BTW-weighted mixture of experts") }));
        const auto states = [&] {
            QStringList found;
            for (const auto& training : store::Store(store(), store::Store::Mode::Reading).trainings())
                found << QStringLiteral("%1 %2").arg(training.seed).arg(store::stateName(training.state));
            return found;
        };
        QTRY_COMPARE_WITH_TIMEOUT(states(),
            (QStringList { QStringLiteral("1 running"), QStringLiteral("2 queued"),
                QStringLiteral("3 cancelled"), QStringLiteral("4 queued") }),
            20000);
        queue.stop();
        QTRY_COMPARE_WITH_TIMEOUT(count<TrainingDone>(events), 3, 120000);
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), 20000);
        std::vector<std::uint64_t> order;
        for (const auto& call : events) {
            const auto event = call.at(0).value<TrainingEvent>();
            if (const auto* started = std::get_if<RunStarted>(&event); started && started->index == 0)
                order.push_back(started->training.seed);
        }
        QCOMPARE(order, (std::vector<std::uint64_t> { 1, 4, 2 }));
        QCOMPARE(states(),
            (QStringList { QStringLiteral("1 stopped"), QStringLiteral("2 finished"),
                QStringLiteral("3 cancelled"), QStringLiteral("4 finished") }));
        // Of the cancelled training nothing was begun, and nothing is left.
        for (const auto& run : store::Store(store(), store::Store::Mode::Reading).runs())
            QVERIFY(run.seed != 3);
    }

    void manyAreTakenBackAtOnceWhereTheyWere()
    {
        Queue queue(store());
        QSignalSpy events(&queue, &Queue::reported);
        queue.enqueue(seeded(1, 1000));
        constexpr std::uint64_t kMany = 40;
        for (std::uint64_t seed = 2; seed < 2 + kMany; ++seed)
            queue.enqueue(seeded(seed, 1));
        QTRY_VERIFY_WITH_TIMEOUT(count<EpochDone>(events) > 0, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().back().trainingId != 0, 60000);
        const auto before = shown(queue);
        std::vector<std::uint64_t> even;
        for (std::size_t i = 2; i < queue.entries().size(); i += 2)
            even.push_back(queue.entries()[i].ticket);
        queue.cancel(even);
        QCOMPARE(queue.entries().size(), kMany + 1 - even.size());
        const auto isCancelled = [&](std::int64_t atLeast) {
            std::int64_t found = 0;
            for (const auto& training : store::Store(store(), store::Store::Mode::Reading).trainings())
                found += training.state == store::TrainingState::Cancelled ? 1 : 0;
            return found == atLeast;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isCancelled(static_cast<std::int64_t>(even.size())), 20000);
        QSignalSpy told(&queue, &Queue::entriesChanged);
        QSignalSpy runs(&queue, &Queue::runsChanged);
        queue.takeBack({ even.rbegin(), even.rend() });
        QCOMPARE(shown(queue), before);
        QTRY_VERIFY_WITH_TIMEOUT(isCancelled(0), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!runs.isEmpty(), 20000);
        QCOMPARE(shown(queue), before);
        // Not once for each of them: that, for an experiment with thousands, is what took minutes.
        QVERIFY2(told.size() <= 4, qPrintable(QString::number(told.size())));
        QVERIFY2(runs.size() <= 2, qPrintable(QString::number(runs.size())));
        queue.cancelAll();
        queue.stop();
        QTRY_VERIFY_WITH_TIMEOUT(queue.entries().empty(), 60000);
    }

    void whatWaitedIsOfferedAgainAndNotBegunUnasked()
    {
        {
            Queue queue(store());
            QSignalSpy events(&queue, &Queue::reported);
            queue.enqueue(seeded(1, 1000));
            queue.enqueue(seeded(2, 1));
            queue.enqueue(seeded(3, 1));
            QTRY_VERIFY_WITH_TIMEOUT(queue.entries().back().trainingId != 0, 60000);
            queue.move(queue.entries()[2].ticket, -1);
            QTRY_VERIFY_WITH_TIMEOUT(count<EpochDone>(events) > 0, 60000);
        }
        Queue again(store());
        QSignalSpy found(&again, &Queue::leftOverChanged);
        QSignalSpy events(&again, &Queue::reported);
        again.findLeftOver();
        QVERIFY(found.wait(20000));
        QCOMPARE(again.leftOver().size(), 3U);
        QCOMPARE(
            again.leftOver()[0].seed, 1U); // what was stopped by closing, then in the order that they had
        QCOMPARE(again.leftOver()[1].seed, 3U);
        QCOMPARE(again.leftOver()[2].seed, 2U);
        QVERIFY(again.entries().empty());
        again.goOnWithLeftOver();
        QVERIFY(again.leftOver().empty());
        QCOMPARE(shown(again),
            (QStringList { QStringLiteral("seed 1 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 3 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 2 · BTW-weighted mixture of experts") }));
        QTRY_VERIFY_WITH_TIMEOUT(count<EpochDone>(events) > 0, 60000);
        again.stop();
        QTRY_COMPARE_WITH_TIMEOUT(count<TrainingDone>(events), 3, 120000);
        // What was stopped is offered again, the two that have ended are not.
        QTRY_COMPARE_WITH_TIMEOUT(again.leftOver().size(), 1U, 20000);
        for (const auto& training : store::Store(store(), store::Store::Mode::Reading).trainings())
            QCOMPARE(training.state,
                training.seed == 1 ? store::TrainingState::Stopped : store::TrainingState::Finished);
    }

    void whatWaitedCanBeRemoved()
    {
        {
            store::Store made(store());
            Queue queue(store());
            queue.enqueue(seeded(1, 1000));
            queue.enqueue(seeded(2, 1));
            QTRY_VERIFY_WITH_TIMEOUT(queue.entries().back().trainingId != 0, 60000);
        }
        Queue again(store());
        QSignalSpy found(&again, &Queue::leftOverChanged);
        again.findLeftOver();
        QVERIFY(found.wait(20000));
        QVERIFY(!again.leftOver().empty());
        again.removeLeftOver();
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto trainings = store::Store(store(), store::Store::Mode::Reading).trainings();
                return std::none_of(trainings.begin(), trainings.end(),
                    [](const auto& training) { return training.state == store::TrainingState::Queued; });
            }(),
            20000);
        for (const auto& run : store::Store(store(), store::Store::Mode::Reading).runs())
            QVERIFY(run.seed != 2);
    }

    void aTrainingThatCannotBeBegunDoesNotWaitForEver()
    {
        {
            Queue queue(store());
            queue.enqueue(seeded(1, 1000));
            queue.enqueue(seeded(2, 1));
            QTRY_VERIFY_WITH_TIMEOUT(queue.entries().back().trainingId != 0, 60000);
        }
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("cohort.npz"))));
        Queue again(store());
        QSignalSpy failed(&again, &Queue::failed);
        QSignalSpy found(&again, &Queue::leftOverChanged);
        again.findLeftOver();
        QVERIFY(found.wait(20000));
        again.goOnWithLeftOver();
        QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty() && again.entries().empty(), 20000);
        QVERIFY2(failed.last().at(0).toString().contains(
                     QStringLiteral("The cohort of training 2 cannot be read")),
            qPrintable(failed.last().at(0).toString()));
        QCOMPARE(store::Store(store(), store::Store::Mode::Reading).training(2)->state,
            store::TrainingState::Failed);
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
