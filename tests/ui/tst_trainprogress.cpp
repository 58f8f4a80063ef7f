// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/progress.h"
#include "values.h"

#include <QTest>

#include <limits>

using namespace btw;
using pages::TrainingProgress;
using State = TrainingProgress::State;

namespace {

jobs::BatchDone batch(int index, int epoch, int done, double secondsLeft)
{
    jobs::BatchDone event;
    event.runId = 100 + index;
    event.progress.epoch = epoch;
    event.progress.batch = done;
    event.progress.batches = 10;
    event.progress.epochsAtMost = 40;
    event.secondsLeft = secondsLeft;
    return event;
}

jobs::TrainingDone trainingDone(bool stopped)
{
    jobs::TrainingDone done;
    done.runId = 104;
    done.stopped = stopped;
    return done;
}

} // namespace

class TestProgress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusLineSaysStepEpochTimeAndBest_data();
    void statusLineSaysStepEpochTimeAndBest();
    void segmentsFillStepByStep();
    void reusedRunsCountAsDone();
    void unweightedTrainingHasTwoSteps();
    void pausedTrainingShowsNoTime();
    void longEpochsAreWatchedBatchByBatch();
    void stoppedTrainingSaysWhatIsKept();
    void finishedTrainingFillsEverySegment();
    void failureIsToldAndStays();
    void failureBeforeTheFirstEpochKeepsNothing();
    void bestEpochIsTheOneThatTheTrainerChose();
    void titleNamesVariantAndSeed();
    void resumedTrainingTakesItsNameFromTheFirstEvent();
    void reopenedRunShowsItsEndState();
    void aRunThatStartsIsGettingReady();
    void whatATrainingIsMadeOfIsNoStepOfItsOwn();
};

void TestProgress::statusLineSaysStepEpochTimeAndBest_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("epochsDone");
    QTest::addColumn<double>("secondsLeft");
    QTest::addColumn<QString>("line");
    QTest::newRow("first modality") << 0 << 0 << 120.0
                                    << "Step 1 of 3: text alone (1 of 3). Epoch 1 of 40, about 2 min left.";
    QTest::newRow("second modality") << 1 << 2 << 120.0
                                     << "Step 1 of 3: audio alone (2 of 3). Epoch 3 of 40, about 2 min left. "
                                        "Best validation MAE 1.50 at epoch 2.";
    QTest::newRow("baseline") << 3 << 4 << 50.0
                              << "Step 2 of 3: baseline, all weights 1. Epoch 5 of 40, about 50 s left. Best "
                                 "validation MAE 1.25 at epoch 4.";
    QTest::newRow("weighted")
        << 4 << 11 << 240.0
        << "Step 3 of 3: weighted model. Epoch 12 of 40, about 4 min left. Best validation MAE "
           "1.09 at epoch 11.";
    QTest::newRow("time unknown")
        << 4 << 1 << std::nan("")
        << "Step 3 of 3: weighted model. Epoch 2 of 40. Best validation MAE 2.00 at epoch 1.";
}

void TestProgress::statusLineSaysStepEpochTimeAndBest()
{
    QFETCH(int, index);
    QFETCH(int, epochsDone);
    QFETCH(double, secondsLeft);
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    progress.apply(values::started(index));
    for (int epoch = 1; epoch <= epochsDone; ++epoch)
        progress.apply(values::epochDone(index, epoch));
    progress.apply(batch(index, epochsDone + 1, 5, secondsLeft));
    QTEST(progress.statusLine(), "line");
}

void TestProgress::segmentsFillStepByStep()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    QCOMPARE(progress.segments(), (std::vector<double> { 0, 0, 0 }));
    progress.apply(values::started(1));
    progress.apply(batch(1, 21, 0, 10));
    QCOMPARE(
        progress.segments(), (std::vector<double> { (1 + 0.5) / 3, 0, 0 })); // half of the second of three
    progress.apply(values::started(3));
    progress.apply(batch(3, 11, 0, 10));
    QCOMPARE(progress.segments(), (std::vector<double> { 1, 0.25, 0 }));
    progress.apply(values::started(4));
    progress.apply(values::epochDone(4, 10));
    QCOMPARE(progress.segments(), (std::vector<double> { 1, 1, 0.25 }));
}

void TestProgress::reusedRunsCountAsDone()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    auto start = values::started(2);
    start.reused = true;
    progress.apply(start);
    QCOMPARE(progress.segments(), (std::vector<double> { 1, 0, 0 }));
}

/// A held-out weighting: unimodal models and baseline of its own, and late fusion, which it is made of.
void TestProgress::whatATrainingIsMadeOfIsNoStepOfItsOwn()
{
    using training::Step;
    const auto started = [](int index, const char* name) {
        auto start = values::started(index);
        start.run.name = QString::fromLatin1(name);
        start.training.system = QStringLiteral("moe");
        start.training.spec.variant = weighting::Variant::HeldOut;
        start.training.runs = { { 100, Step::Unimodal }, { 101, Step::Unimodal }, { 102, Step::Baseline },
            { 103, std::nullopt }, { 104, Step::Weighted } };
        return start;
    };
    TrainingProgress progress;
    auto first = started(0, "text alone");
    first.run.model = QStringLiteral("late"); // whose unimodal runs it shares
    first.run.spec.variant = weighting::Variant::None;
    progress.apply(first);
    progress.apply(batch(0, 1, 5, 10));
    QCOMPARE(progress.title(), QStringLiteral("Mixture of experts, held-out weights · seed 2"));
    QVERIFY(progress.takesWeights() && !progress.isPart());
    QVERIFY2(progress.statusLine().startsWith(QStringLiteral("Step 1 of 3: text alone (1 of 2).")),
        qPrintable(progress.statusLine()));
    progress.apply(started(3, "late (moe)"));
    progress.apply(batch(3, 1, 5, 10));
    QVERIFY(progress.isPart());
    QVERIFY2(progress.statusLine().startsWith(
                 QStringLiteral("Trained first, since the rest is made of it: late (moe).")),
        qPrintable(progress.statusLine()));
    progress.apply(started(4, "held-out"));
    progress.apply(batch(4, 1, 5, 10));
    QVERIFY(!progress.isPart());
    QVERIFY(progress.statusLine().startsWith(QStringLiteral("Step 3 of 3: weighted model.")));
}

void TestProgress::unweightedTrainingHasTwoSteps()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::None, 2);
    auto start = values::started(3);
    start.count = 4;
    progress.apply(start);
    progress.apply(batch(3, 1, 1, 60));
    QCOMPARE(progress.segments().size(), std::size_t(2));
    QVERIFY(progress.statusLine().startsWith(QStringLiteral("Step 2 of 2: baseline")));
    QCOMPARE(progress.title(), QStringLiteral("Unweighted mixture of experts · seed 2"));
}

void TestProgress::pausedTrainingShowsNoTime()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    progress.apply(values::started(4));
    progress.apply(batch(4, 3, 5, 100));
    progress.setPaused(true);
    QCOMPARE(progress.statusLine(), QStringLiteral("Step 3 of 3: weighted model. Epoch 3 of 40, paused."));
    QVERIFY(progress.isPaused());
}

void TestProgress::longEpochsAreWatchedBatchByBatch()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    progress.apply(values::started(4));
    auto done = batch(4, 1, 120, std::numeric_limits<double>::quiet_NaN());
    done.progress.batches = 3125; // 100,000 rows
    progress.apply(done);
    QCOMPARE(progress.statusLine(),
        QStringLiteral("Step 3 of 3: weighted model. Epoch 1 of 40, batch 120 of 3,125."));
    progress.apply(values::epochDone(4, 1));
    QVERIFY(!progress.statusLine().contains(QStringLiteral("batch")));
}

void TestProgress::stoppedTrainingSaysWhatIsKept()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    progress.apply(values::started(4));
    progress.apply(values::epochDone(4, 3));
    progress.apply(batch(4, 4, 5, 100)); // of an epoch that is thrown away
    progress.apply(trainingDone(true));
    QVERIFY(progress.state() == State::Stopped);
    QVERIFY(progress.statusLine().startsWith(QStringLiteral("Stopped after 3 epochs, which are kept.")));
}

void TestProgress::finishedTrainingFillsEverySegment()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    progress.apply(values::started(4));
    progress.apply(values::epochDone(4, 3));
    progress.apply(trainingDone(false));
    QCOMPARE(progress.segments(), (std::vector<double> { 1, 1, 1 }));
    QCOMPARE(progress.statusLine(),
        QStringLiteral("Finished after 3 epochs. Best validation MAE 1.33 at epoch 3."));
}

void TestProgress::failureIsToldAndStays()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    progress.apply(values::started(4));
    progress.apply(values::epochDone(4, 1));
    jobs::RunDone done;
    done.run = values::run(104, training::Step::Weighted, store::RunStatus::Failed);
    progress.apply(done);
    progress.apply(trainingDone(false));
    QVERIFY(progress.state() == State::Failed);
    QCOMPARE(progress.statusLine(), QStringLiteral("Failed after 1 epoch, which is kept."));
}

void TestProgress::failureBeforeTheFirstEpochKeepsNothing()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    progress.apply(values::started(4));
    jobs::RunDone done;
    done.run = values::run(104, training::Step::Weighted, store::RunStatus::Failed);
    progress.apply(done);
    progress.apply(trainingDone(false));
    QVERIFY(progress.state() == State::Failed);
    QCOMPARE(progress.statusLine(), QStringLiteral("Failed before anything could be kept."));
}

void TestProgress::bestEpochIsTheOneThatTheTrainerChose()
{
    auto digest = values::weightedDigest(5, weighting::Variant::Btw);
    digest.run.status = store::RunStatus::Finished;
    digest.run.bestEpoch = 2;
    digest.run.spec.select = training::Select::Loss;
    TrainingProgress progress;
    progress.show(digest);
    QCOMPARE(progress.statusLine(),
        QStringLiteral("Finished after 5 epochs. Best epoch 2 by validation loss, MAE 1.50."));
}

void TestProgress::titleNamesVariantAndSeed()
{
    TrainingProgress progress;
    QCOMPARE(progress.title(), QStringLiteral("Train"));
    progress.expect(weighting::Variant::KlLocal, 7);
    QCOMPARE(
        progress.title(), QStringLiteral("Mixture of experts, weighting by personal disagreement · seed 7"));
    progress.apply(values::started(0));
    QCOMPARE(progress.title(),
        QStringLiteral(
            "Mixture of experts, weighting by personal disagreement · seed 7")); // whatever the first step is
                                                                                 // called
}

void TestProgress::resumedTrainingTakesItsNameFromTheFirstEvent()
{
    TrainingProgress progress;
    auto start = values::started(4);
    start.run.spec.variant = weighting::Variant::MiGlobal;
    start.resumed = true;
    progress.apply(start);
    QCOMPARE(progress.title(), QStringLiteral("Mixture of experts, weighting by agreement · seed 2"));
}

void TestProgress::reopenedRunShowsItsEndState()
{
    auto digest = values::weightedDigest(5, weighting::Variant::Btw);
    digest.run.status = store::RunStatus::Finished;
    TrainingProgress progress;
    progress.show(digest);
    QVERIFY(!progress.isLive());
    QCOMPARE(progress.title(), QStringLiteral("BTW-weighted mixture of experts · seed 2"));
    QCOMPARE(progress.statusLine(),
        QStringLiteral("Finished after 5 epochs. Best validation MAE 1.20 at epoch 5."));
    digest.run.status = store::RunStatus::Interrupted;
    progress.show(digest);
    QVERIFY(progress.statusLine().startsWith(QStringLiteral("Stopped after 5 epochs")));
}

void TestProgress::aRunThatStartsIsGettingReady()
{
    TrainingProgress progress;
    progress.expect(weighting::Variant::Btw, 2);
    QCOMPARE(progress.statusLine(), QStringLiteral("Getting ready."));
    progress.apply(values::started(0));
    QCOMPARE(progress.statusLine(), QStringLiteral("Getting ready."));
}

QTEST_GUILESS_MAIN(TestProgress)
#include "tst_trainprogress.moc"
