// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <thread>

using namespace btw;
using store::RunStatus;
using store::Store;
using training::Step;

namespace {

void writeFile(const QString& folder, const QString& name)
{
    QFile file(QDir(folder).filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("checkpoint");
}

QStringList filesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

} // namespace

class StoreEpochsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_store.reset(); }

    void epochReadsBack();
    void listOfEpochsLeavesTheBlobsAlone();
    void unimodalPredictionsAppearAtTheBestEpochOnceFinished();
    void bestEpochIsFollowed();
    void bestPredictionsAreTheResultsOrTheBestEpochs();
    void finishedRunHasItsFigures();
    void stoppedResultIsNoTestFigure();
    void epochIsCommittedOnce();
    void failedEpochLeavesNothing();
    void goingBackForgetsLaterEpochs();
    void atRestThereAreTwoCheckpoints();
    void damagedBlobsAreRefused_data();
    void damagedBlobsAreRefused();
    void largeEpochIsSmallAndQuick();
    void twoThreadsWriteOneFile();

private:
    std::int64_t addRun(Step step) { return m_store->addRun(fixture::run(m_splitId, step), {}); }
    void append(std::int64_t run, std::int64_t number, bool best)
    {
        m_store->appendEpoch(run, fixture::epoch(m_cohort, number, best), {}, {});
    }

    const store::CohortRecord m_cohort = fixture::classification();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::int64_t m_splitId = 0;
};

void StoreEpochsTest::init()
{
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<Store>(m_folder->filePath(QStringLiteral("runs.sqlite")));
    m_splitId = m_store->saveCohort(m_cohort);
}

void StoreEpochsTest::epochReadsBack()
{
    const std::int64_t run = addRun(Step::Weighted);
    append(run, 1, true);
    append(run, 2, false);
    const store::EpochRecord written = fixture::epoch(m_cohort, 2, false);
    const store::EpochRecord read = m_store->epoch(run, 2).value();
    QCOMPARE(read.report.epoch, 2);
    QCOMPARE(read.report.trainLoss, written.report.trainLoss);
    QCOMPARE(read.report.extraLosses, written.report.extraLosses);
    QCOMPARE(read.report.validationLoss, written.report.validationLoss);
    QCOMPARE(read.report.validation.at("accuracy"), written.report.validation.at("accuracy"));
    QVERIFY(std::isnan(read.report.validation.at("auroc")));
    QCOMPARE(read.report.best, false);
    QCOMPARE(read.report.learningRate, written.report.learningRate);
    QCOMPARE(read.report.alpha, 0.55);
    QCOMPARE(read.report.seconds, written.report.seconds);
    QCOMPARE(read.report.weights, written.report.weights);
    QCOMPARE(read.report.predictions.width, 2U);
    QCOMPARE(read.report.predictions.values, written.report.predictions.values);
    QCOMPARE(read.report.diagnostics, written.report.diagnostics);
    QCOMPARE(read.weights.size(), 2U);
    QCOMPARE(read.weights[1].mean, written.weights[1].mean); // doubles in full, not as float32
    QCOMPARE(read.weights[1].low, 0.05);
    QCOMPARE(read.weights[1].high, 1.0);
    QVERIFY(std::isnan(m_store->epoch(run, 1)->report.alpha));
    QVERIFY(!m_store->epoch(run, 3).has_value());
}

void StoreEpochsTest::listOfEpochsLeavesTheBlobsAlone()
{
    const std::int64_t run = addRun(Step::Weighted);
    for (int number = 1; number <= 3; ++number)
        append(run, number, number == 1);
    const auto epochs = m_store->epochs(run);
    QCOMPARE(epochs.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(epochs[i].report.epoch, static_cast<std::int64_t>(i) + 1);
        QCOMPARE(epochs[i].weights.size(), 2U);
        QVERIFY(epochs[i].report.weights.empty());
        QVERIFY(epochs[i].report.predictions.values.empty());
    }
    QCOMPARE(m_store->run(run)->epochs, 3);
}

void StoreEpochsTest::unimodalPredictionsAppearAtTheBestEpochOnceFinished()
{
    const std::int64_t run = addRun(Step::Unimodal);
    append(run, 1, true);
    append(run, 2, true);
    append(run, 3, false);
    QVERIFY(m_store->epoch(run, 2)->report.predictions.values.empty());
    QCOMPARE(m_store->bestPredictions(run).rows(), 0U);
    const training::RunResult result = fixture::result(m_cohort, 3, 2);
    m_store->finishRun(run, result);
    QCOMPARE(m_store->epoch(run, 2)->report.predictions.values, result.predictions.values);
    QVERIFY(m_store->epoch(run, 1)->report.predictions.values.empty());
    QVERIFY(m_store->epoch(run, 3)->report.predictions.values.empty());
    QCOMPARE(m_store->bestPredictions(run).values, result.predictions.values);
}

void StoreEpochsTest::bestEpochIsFollowed()
{
    const std::int64_t run = addRun(Step::Baseline);
    append(run, 1, true);
    QCOMPARE(m_store->run(run)->bestEpoch, 1);
    append(run, 2, true);
    append(run, 3, false);
    const store::RunRecord read = m_store->run(run).value();
    QCOMPARE(read.bestEpoch, 2);
    QCOMPARE(read.validation.at("accuracy"), 0.2);
    QCOMPARE(read.validation.at("loss"), 1.0);
    QVERIFY(read.test.empty());
}

void StoreEpochsTest::bestPredictionsAreTheResultsOrTheBestEpochs()
{
    const std::int64_t run = addRun(Step::Weighted);
    QCOMPARE(m_store->bestPredictions(run).width, 0U);
    append(run, 1, true);
    append(run, 2, false);
    QCOMPARE(
        m_store->bestPredictions(run).values, fixture::epoch(m_cohort, 1, true).report.predictions.values);
    training::RunResult result = fixture::result(m_cohort, 2, 1);
    result.predictions.values[0] = 42;
    m_store->finishRun(run, result);
    QCOMPARE(m_store->bestPredictions(run).values, result.predictions.values);
}

void StoreEpochsTest::finishedRunHasItsFigures()
{
    const std::int64_t run = addRun(Step::Weighted);
    m_store->claimRun(run);
    append(run, 1, true);
    append(run, 2, false);
    m_store->finishRun(run, fixture::result(m_cohort, 2, 1));
    const store::RunRecord read = m_store->run(run).value();
    QCOMPARE(read.status, RunStatus::Finished);
    QCOMPARE(read.bestEpoch, 1);
    QCOMPARE(read.epochs, 2);
    QVERIFY(read.test.empty()); // until its training has ended
    QVERIFY(!store::testIsOpen(read));
    m_store->openTests({ run }, QStringLiteral("a test"));
    QVERIFY(store::testIsOpen(*m_store->run(run)));
    QCOMPARE(m_store->run(run)->test.at("accuracy"), 0.875);
    QCOMPARE(read.validation.at("accuracy"), 0.1);
    QCOMPARE(read.validation.at("loss"), 2.0);
    QVERIFY(qAbs(read.finished.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QVERIFY(!fixture::errorOf([&] { m_store->finishRun(run + 1, {}); }).isEmpty());
}

void StoreEpochsTest::stoppedResultIsNoTestFigure()
{
    const std::int64_t run = addRun(Step::Unimodal);
    append(run, 1, true);
    training::RunResult result = fixture::result(m_cohort, 1, 1);
    result.outcome = training::Outcome::Stopped;
    result.test.clear();
    m_store->finishRun(run, result);
    QCOMPARE(m_store->run(run)->status, RunStatus::Stopped);
    QCOMPARE(m_store->bestPredictions(run).values, result.predictions.values);
    m_store->claimRun(run); // goes on: the old result is no longer the best that it will have
    QCOMPARE(m_store->bestPredictions(run).rows(), 0U);
    QVERIFY(m_store->run(run)->finished.isNull());
}

void StoreEpochsTest::epochIsCommittedOnce()
{
    const std::int64_t run = addRun(Step::Weighted);
    append(run, 1, true);
    const QString error = fixture::kindAndErrorOf([&] { append(run, 1, true); });
    QVERIFY2(error.startsWith(QStringLiteral("Work: The store %1 could not save epoch 1 of run %2: UNIQUE")
                                  .arg(m_store->path())
                                  .arg(run)),
        qPrintable(error));
    QVERIFY(fixture::errorOf([&] { append(run + 1, 1, true); }).contains(QStringLiteral("was removed")));
}

void StoreEpochsTest::failedEpochLeavesNothing()
{
    const std::int64_t run = addRun(Step::Weighted);
    append(run, 1, true);
    const QString folder = m_store->runDirectory(run);
    writeFile(folder, QStringLiteral("old.pt"));
    // The last statement of the transaction fails, after the epoch's row went in.
    fixture::sql(m_store->path(),
        QStringLiteral("CREATE TRIGGER full BEFORE UPDATE OF best_epoch ON runs BEGIN SELECT raise(ABORT, "
                       "'no space'); END"));
    const QString error = fixture::kindAndErrorOf([&] {
        m_store->appendEpoch(
            run, fixture::epoch(m_cohort, 2, true), QStringLiteral("new.pt"), QStringLiteral("new.pt"));
    });
    QVERIFY2(error.startsWith(QStringLiteral("Work: The store %1 could not save epoch 2 of run %2: no space")
                                  .arg(m_store->path())
                                  .arg(run)),
        qPrintable(error));
    QCOMPARE(m_store->epochs(run).size(), 1U);
    QCOMPARE(m_store->run(run)->bestEpoch, 1);
    QVERIFY(m_store->run(run)->lastCheckpoint.isEmpty());
    QCOMPARE(filesIn(folder), QStringList { QStringLiteral("old.pt") });
    fixture::sql(m_store->path(), QStringLiteral("DROP TRIGGER full"));
    append(run, 2, true); // the connection is usable again
    QCOMPARE(m_store->run(run)->bestEpoch, 2);
}

void StoreEpochsTest::goingBackForgetsLaterEpochs()
{
    const std::int64_t run = addRun(Step::Weighted);
    append(run, 1, true);
    append(run, 2, true);
    append(run, 3, false);
    append(run, 4, true);
    m_store->truncateEpochs(run, 4);
    QCOMPARE(m_store->run(run)->bestEpoch, 4);
    m_store->truncateEpochs(run, 3);
    QCOMPARE(m_store->run(run)->epochs, 3);
    QCOMPARE(m_store->run(run)->bestEpoch, 2);
    QCOMPARE(m_store->run(run)->validation.at("accuracy"), 0.2);
    QCOMPARE(m_store->run(run)->validation.at("loss"), 1.0);
    m_store->truncateEpochs(run, 0);
    QCOMPARE(m_store->run(run)->epochs, 0);
    QCOMPARE(m_store->run(run)->bestEpoch, 0);
    QVERIFY(m_store->run(run)->validation.empty());
}

void StoreEpochsTest::atRestThereAreTwoCheckpoints()
{
    const std::int64_t run = addRun(Step::Baseline);
    const QString folder = m_store->runDirectory(run);
    writeFile(folder, QStringLiteral("epoch-1.pt"));
    m_store->appendEpoch(
        run, fixture::epoch(m_cohort, 1, true), QStringLiteral("epoch-1.pt"), QStringLiteral("epoch-1.pt"));
    writeFile(folder, QStringLiteral("epoch-2.pt"));
    m_store->appendEpoch(run, fixture::epoch(m_cohort, 2, false), QStringLiteral("epoch-2.pt"), {});
    QCOMPARE(filesIn(folder), (QStringList { QStringLiteral("epoch-1.pt"), QStringLiteral("epoch-2.pt") }));
    writeFile(folder, QStringLiteral("epoch-3.pt"));
    writeFile(folder, QStringLiteral("epoch-9.pt.tmp")); // left by a killed program
    m_store->appendEpoch(run, fixture::epoch(m_cohort, 3, false), QStringLiteral("epoch-3.pt"), {});
    QCOMPARE(filesIn(folder), (QStringList { QStringLiteral("epoch-1.pt"), QStringLiteral("epoch-3.pt") }));
    QCOMPARE(m_store->run(run)->lastCheckpoint, QStringLiteral("epoch-3.pt"));
    QCOMPARE(m_store->run(run)->bestCheckpoint, QStringLiteral("epoch-1.pt"));
    const std::int64_t other = addRun(Step::Baseline);
    writeFile(m_store->runDirectory(other), QStringLiteral("kept.pt"));
    append(other, 1, true); // names none, removes none
    QCOMPARE(filesIn(m_store->runDirectory(other)).size(), 1);
}

void StoreEpochsTest::damagedBlobsAreRefused_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("cell");
    QTest::newRow("weights of an epoch") << "epochs"
                                         << "weights";
    QTest::newRow("predictions of an epoch") << "epochs"
                                             << "predictions";
    QTest::newRow("routing of an epoch") << "epochs"
                                         << "routing";
    QTest::newRow("predictions of a run") << "runs"
                                          << "predictions";
    QTest::newRow("predictions of a plain regression") << "yardsticks"
                                                       << "predictions";
}

void StoreEpochsTest::damagedBlobsAreRefused()
{
    QFETCH(QString, table);
    QFETCH(QString, cell);
    const std::int64_t run = addRun(Step::Weighted);
    append(run, 1, true);
    m_store->finishRun(run, fixture::result(m_cohort, 1, 1));
    m_store->saveReferenceModels(
        m_splitId, { { QStringLiteral("all"), 1, {}, {}, fixture::result(m_cohort, 1, 1).predictions } });
    const auto readAll = [&] {
        m_store->epoch(run, 1);
        m_store->bestPredictions(run);
        m_store->referenceModels(m_splitId, true);
    };
    QCOMPARE(fixture::errorOf(readAll), QString());
    // As long as before, and other numbers.
    fixture::sql(m_store->path(), QStringLiteral("UPDATE %1 SET %2 = zeroblob(length(%2))").arg(table, cell));
    QVERIFY2(
        fixture::errorOf(readAll).contains(QStringLiteral("damaged")), qPrintable(fixture::errorOf(readAll)));
    fixture::sql(m_store->path(), QStringLiteral("UPDATE %1 SET checksum = NULL").arg(table));
    QCOMPARE(fixture::errorOf(readAll), QString()); // older than checksums
}

void StoreEpochsTest::largeEpochIsSmallAndQuick()
{
    const store::CohortRecord cohort = fixture::large(23000, 4, 4);
    const std::int64_t run = m_store->addRun(fixture::run(m_store->saveCohort(cohort), Step::Weighted), {});
    std::vector<double> milliseconds;
    for (int number = 1; number <= 9; ++number) {
        const store::EpochRecord epoch = fixture::epoch(cohort, number, true);
        QElapsedTimer timer;
        timer.start();
        m_store->appendEpoch(run, epoch, {}, {});
        milliseconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    qInfo("median commit %.1f ms", milliseconds[4]);
    QVERIFY2(milliseconds[4] < 100, qPrintable(QString::number(milliseconds[4])));
    const qint64 bytes = fixture::sql(m_store->path(),
        QStringLiteral(
            "SELECT max(length(weights) + length(predictions) + length(routing) + length(validation) + "
            "length(weight_summary)) FROM epochs WHERE run_id = %1")
            .arg(run))
                             .toLongLong();
    QVERIFY2(bytes < 1000 * 1000, qPrintable(QString::number(bytes)));
    QCOMPARE(m_store->epoch(run, 9)->report.weights.size(), 23000U * 4);
}

void StoreEpochsTest::twoThreadsWriteOneFile()
{
    constexpr int kEpochs = 40;
    const std::int64_t runs[] = { addRun(Step::Weighted), addRun(Step::Baseline) };
    QString errors[2];
    const auto work = [&](int which) {
        errors[which] = fixture::errorOf([&] {
            Store mine(m_store->path(), Store::Mode::Existing);
            for (int number = 1; number <= kEpochs; ++number) {
                mine.appendEpoch(runs[which], fixture::epoch(m_cohort, number, number % 2 == 1), {}, {});
                mine.runs();
            }
        });
    };
    std::thread first(work, 0);
    std::thread second(work, 1);
    first.join();
    second.join();
    for (int which = 0; which < 2; ++which) {
        QCOMPARE(errors[which], QString());
        QCOMPARE(m_store->epochs(runs[which]).size(), static_cast<std::size_t>(kEpochs));
        QCOMPARE(m_store->run(runs[which])->bestEpoch, kEpochs - 1);
        for (int number = 1; number <= kEpochs; ++number)
            QCOMPARE(m_store->epoch(runs[which], number)->report.predictions.values,
                fixture::epoch(m_cohort, number, false).report.predictions.values);
    }
}

QTEST_GUILESS_MAIN(StoreEpochsTest)
#include "tst_storeepochs.moc"
