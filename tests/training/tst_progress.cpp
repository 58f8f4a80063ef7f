// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/progress.h"

#include <QtTest>

using namespace btw::training;

class TestProgress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTieKeepsTheEarlierEpoch()
    {
        Progress progress(ExperimentSpec {}, true);
        QVERIFY(progress.observe(0.5));
        QVERIFY(!progress.observe(0.5));
        QVERIFY(progress.observe(0.4));
        QCOMPARE(progress.state().bestEpoch, 3);
    }

    void higherCanBeBetter()
    {
        Progress progress(ExperimentSpec {}, false);
        QVERIFY(progress.observe(0.5));
        QVERIFY(!progress.observe(0.4));
        QVERIFY(progress.observe(0.6));
    }

    void stopsAfterPatienceEpochsWithoutImprovement()
    {
        ExperimentSpec spec;
        spec.patience = 3;
        Progress progress(spec, true);
        progress.observe(1.0);
        progress.observe(2.0);
        progress.observe(2.0);
        QVERIFY(!progress.finished());
        progress.observe(2.0);
        QVERIFY(progress.finished());
        QCOMPARE(progress.state().epoch, 4);
    }

    void stopsAtTheLastEpoch()
    {
        ExperimentSpec spec;
        spec.epochs = 2;
        Progress progress(spec, true);
        progress.observe(3.0);
        QVERIFY(!progress.finished());
        progress.observe(2.0);
        QVERIFY(progress.finished());
    }

    void halvesTheRateEachTimeTheWaitIsOver()
    {
        ExperimentSpec spec;
        spec.patience = 100;
        spec.halveAfter = 2;
        spec.learningRate = 0.8;
        Progress progress(spec, true);
        progress.observe(1.0);
        progress.observe(2.0);
        QCOMPARE(progress.learningRate(), 0.8);
        progress.observe(2.0);
        QCOMPARE(progress.learningRate(), 0.4);
        progress.observe(2.0);
        progress.observe(2.0);
        QCOMPARE(progress.learningRate(), 0.2);
        progress.observe(0.5); // the count starts again
        progress.observe(2.0);
        QCOMPARE(progress.learningRate(), 0.2);
    }

    void whatIsRestoredGoesOn()
    {
        ExperimentSpec spec;
        spec.epochs = 50;
        spec.patience = 4;
        spec.halveAfter = 3;
        Progress progress(spec, false);
        progress.restore({ 10, 7, 0.5, 0.25 });
        QVERIFY(!progress.finished());
        QCOMPARE(progress.learningRate(), 0.25);
        QVERIFY(!progress.observe(0.5));
        QCOMPARE(progress.state().epoch, 11);
        QCOMPARE(progress.state().bestEpoch, 7);
        QCOMPARE(progress.state().best, 0.5);
        QVERIFY(progress.finished());
        QVERIFY(progress.observe(0.75));
        QCOMPARE(progress.state().bestEpoch, 12);
        QCOMPARE(progress.state().best, 0.75);
        QVERIFY(!progress.finished());
    }
};

QTEST_GUILESS_MAIN(TestProgress)
#include "tst_progress.moc"
