// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartprobe.h"
#include "sampledigest.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

using namespace btw;
using namespace btw::charts;
using namespace btw::charts::sample;

class ChartInputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hoverNamesTheValuesOfAnEpoch()
    {
        const auto chart = shown(QStringLiteral("weights"));
        const QImage before = chart->grab().toImage();
        QTest::mouseMove(chart->viewport(), QPoint(120, 120));
        QVERIFY(chart->grab().toImage() != before);
        keep(*chart, QStringLiteral("weights-hover"));
        QTest::keyClick(chart.get(), Qt::Key_Escape);
        QCOMPARE(chart->grab().toImage(), before);
    }

    void arrowKeysWalkThroughTheEpochs()
    {
        for (const QString& kind : figureKinds()) {
            const auto chart = shown(kind);
            const QImage before = chart->grab().toImage();
            QTest::keyClick(chart.get(), Qt::Key_Right);
            const QImage first = chart->grab().toImage();
            QVERIFY2(first != before, qPrintable(kind));
            QTest::keyClick(chart.get(), Qt::Key_Right);
            QVERIFY2(chart->grab().toImage() != first, qPrintable(kind));
            keep(*chart, kind + "-keys");
        }
    }

    void aDragZoomsAndADoubleClickResets()
    {
        const auto chart = shown(QStringLiteral("scatter"));
        const QImage before = chart->grab().toImage();
        QWidget* view = chart->viewport();
        QTest::mousePress(view, Qt::LeftButton, {}, QPoint(150, 60));
        QMouseEvent move(QEvent::MouseMove, QPointF(300, 150), view->mapToGlobal(QPointF(300, 150)),
            Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view, &move);
        QTest::mouseRelease(view, Qt::LeftButton, {}, QPoint(300, 150));
        QVERIFY(chart->isZoomed());
        keep(*chart, QStringLiteral("scatter-zoom"));
        QVERIFY(chart->grab().toImage() != before);
        // New epochs of the same run leave the reader where he looks.
        chart->setDigest(digestFor(QStringLiteral("scatter")));
        chart->refreshNow();
        QVERIFY(chart->isZoomed());
        QTest::mouseDClick(view, Qt::LeftButton, {}, QPoint(200, 100));
        QVERIFY(!chart->isZoomed());
    }

    void aClickOnALabelSwitchesItsLineOff()
    {
        const auto chart = shown(QStringLiteral("weights"));
        const QColor colour = chart->theme().modality(0);
        QVERIFY(pixelsOf(chart->grab().toImage(), colour) > 20);
        bool off = false;
        for (int y = 10; y < chart->height() && !off; y += 4) {
            QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, QPoint(250, y));
            off = pixelsOf(chart->grab().toImage(), colour) < 5;
        }
        keep(*chart, QStringLiteral("weights-off"));
        QVERIFY(off);
    }

    void theMenuExportsOnlyWhatIsThere()
    {
        const auto chart = shown(QStringLiteral("weights"));
        QVERIFY(chart->makeMenu()->actions().first()->isEnabled());
        chart->setDigest(sample::empty(training::Step::Baseline));
        chart->refreshNow();
        QVERIFY(!chart->makeMenu()->actions().first()->isEnabled());
    }

    void manyDigestsAreDrawnOnce()
    {
        const auto chart = shown(QStringLiteral("weights"));
        QSignalSpy spy(chart.get(), &Chart::redrawn);
        for (int epoch = 1; epoch <= 30; ++epoch) {
            chart->setDigest(sample::regression(epoch, 40, 50, store::RunStatus::Running));
        }
        QVERIFY(spy.wait(2000));
        QCOMPARE(spy.size(), 1);
        QVERIFY(chart->accessibleDescription().contains(QLatin1String("Text")));
    }

    void aHiddenChartIsDrawnOnceItIsShown()
    {
        const auto chart = makeChart(QStringLiteral("weights"));
        QSignalSpy spy(chart.get(), &Chart::redrawn);
        chart->setDigest(sample::regression(5, 40, 50, store::RunStatus::Running));
        QVERIFY(!spy.wait(200));
        chart->show();
        QCOMPARE(spy.size(), 1);
    }
};

QTEST_MAIN(ChartInputTest)
#include "tst_chartinput.moc"
