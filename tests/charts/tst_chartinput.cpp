// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartprobe.h"
#include "sampledigest.h"
#include "ui/charts/chartcard.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

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

    void pointsAreSelectedByTheMouse()
    {
        const auto chart = shown(QStringLiteral("scatter"), widgets::Theme::light(), { 560, 300 });
        std::vector<std::vector<std::string>> chosen;
        connect(chart.get(), &Chart::peopleChosen, [&](const auto& ids) { chosen.push_back(ids); });
        QStringList opened;
        connect(chart.get(), &Chart::personWanted, [&](const std::string& id) { opened << id.c_str(); });
        QWidget* view = chart->viewport();
        const QImage before = chart->grab().toImage();
        QTest::mouseClick(view, Qt::LeftButton, {}, view->rect().center());
        QCOMPARE(chosen.size(), std::size_t(1));
        QCOMPARE(chosen[0].size(), std::size_t(1)); // 686 points: one lies near
        chart->viewport()->update();
        QVERIFY(chart->grab().toImage() != before);
        keep(*chart, QStringLiteral("scatter-selected"));
        // With Shift a rectangle adds to them, and does not zoom.
        QTest::mousePress(view, Qt::LeftButton, Qt::ShiftModifier, QPoint(200, 60));
        QMouseEvent move(QEvent::MouseMove, QPointF(320, 220), view->mapToGlobal(QPointF(320, 220)),
            Qt::NoButton, Qt::LeftButton, Qt::ShiftModifier);
        QApplication::sendEvent(view, &move);
        QTest::mouseRelease(view, Qt::LeftButton, Qt::ShiftModifier, QPoint(320, 220));
        QVERIFY(!chart->isZoomed());
        QCOMPARE(chosen.size(), std::size_t(2));
        QVERIFY(chosen[1].size() > 50 && chosen[1].size() < 500);
        QVERIFY(std::find(chosen[1].begin(), chosen[1].end(), chosen[0][0]) != chosen[1].end());
        keep(*chart, QStringLiteral("scatter-many"));
        QTest::mouseDClick(view, Qt::LeftButton, {}, view->rect().center());
        QCOMPARE(opened, QStringList { QString::fromStdString(chosen[0][0]) });
        // Another chart of the same people is told, and tells nobody.
        const auto other = shown(QStringLiteral("scatter"));
        QSignalSpy spy(other.get(), &Chart::peopleChosen);
        other->setSelected(chart->selected());
        QCOMPARE(spy.size(), 0);
        QVERIFY(other->selected() == chart->selected());
    }

    void cellsAreSelectedByTheKeys()
    {
        const auto chart = shown(QStringLiteral("confusion"), widgets::Theme::light(), { 480, 360 });
        std::vector<std::string> chosen;
        connect(chart.get(), &Chart::peopleChosen, [&](const auto& ids) { chosen = ids; });
        QStringList opened;
        connect(chart.get(), &Chart::personWanted, [&](const std::string& id) { opened << id.c_str(); });
        chart->activateWindow();
        chart->setFocus();
        QTest::keyClick(chart.get(), Qt::Key_Space); // nowhere yet
        QVERIFY(chosen.empty());
        QTest::keyClick(chart.get(), Qt::Key_Right);
        QTest::keyClick(chart.get(), Qt::Key_Right); // predicted 3 to 7 days
        QTest::keyClick(chart.get(), Qt::Key_Space);
        QCOMPARE(chosen.size(), std::size_t(38));
        QCOMPARE(chosen.front(), std::string("01-0"));
        QTest::keyClick(chart.get(), Qt::Key_Down);
        QTest::keyClick(chart.get(), Qt::Key_Space); // and those below
        QCOMPARE(chosen.size(), std::size_t(38 + 171));
        keep(*chart, QStringLiteral("confusion-selected"));
        QTest::keyClick(chart.get(), Qt::Key_Space); // a second time lets them go
        QCOMPARE(chosen.size(), std::size_t(38));
        QTest::keyClick(chart.get(), Qt::Key_Return);
        QCOMPARE(chosen.size(), std::size_t(171));
        QCOMPARE(opened, QStringList { QStringLiteral("11-0") });
        QTest::keyClick(chart.get(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(chosen.size(), std::size_t(517));
        QTest::keyClick(chart.get(), Qt::Key_Escape); // what the keys are at, then the selection
        QCOMPARE(chosen.size(), std::size_t(517));
        QTest::keyClick(chart.get(), Qt::Key_Escape);
        QVERIFY(chosen.empty());
    }

    void aChartOfNobodySelectsNobody()
    {
        const auto chart = shown(QStringLiteral("weights"));
        QVERIFY(!chart->hasPeople());
        QSignalSpy spy(chart.get(), &Chart::peopleChosen);
        QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, QPoint(200, 150));
        QTest::keyClick(chart.get(), Qt::Key_A, Qt::ControlModifier);
        // Between two runs the old picture is no longer asked of whom it is.
        const auto scatter = shown(QStringLiteral("scatter"));
        scatter->setDigest(sample::empty(training::Step::Baseline));
        QTest::mouseClick(scatter->viewport(), Qt::LeftButton, {}, scatter->viewport()->rect().center());
        scatter->refreshNow();
        QVERIFY(!scatter->hasPeople());
        QTest::mouseClick(scatter->viewport(), Qt::LeftButton, {}, scatter->viewport()->rect().center());
        QCOMPARE(spy.size(), 0);
    }

    /// What the keys are at is read out, and the figure again once they leave.
    void keysAreReadOut()
    {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        auto* chart = makeChart(QStringLiteral("adds")).release();
        auto* other = new QPushButton(QStringLiteral("other"));
        row->addWidget(chart);
        row->addWidget(other);
        chart->setData(dataFor(QStringLiteral("adds"), {}));
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        chart->refreshNow();
        const QString all = chart->accessibleDescription();
        QVERIFY2(
            all.contains(QLatin1String("tumour")) && all.contains(QLatin1String("person")), qPrintable(all));
        chart->setFocus(Qt::TabFocusReason);
        QTest::keyClick(chart, Qt::Key_Down);
        QVERIFY2(chart->accessibleDescription().startsWith(QLatin1String("tumour: AUROC")),
            qPrintable(chart->accessibleDescription()));
        QVERIFY(!chart->accessibleDescription().contains(QLatin1String("person")));
        QTest::keyClick(chart, Qt::Key_Down);
        QVERIFY(chart->accessibleDescription().startsWith(QLatin1String("person: AUROC")));
        other->setFocus(Qt::TabFocusReason);
        QCOMPARE(chart->accessibleDescription(), all);
    }

    void tabShowsAllOfAChart()
    {
        QScrollArea area;
        auto* content = new QWidget;
        auto* column = new QVBoxLayout(content);
        column->addWidget(new QPushButton(QStringLiteral("first")));
        auto* card = new ChartCard(makeChart(QStringLiteral("weights")).release());
        card->setMinimumHeight(260);
        column->addSpacing(400);
        column->addWidget(card);
        area.setWidget(content);
        area.setWidgetResizable(true);
        area.resize(480, 320);
        area.show();
        area.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&area));
        card->chart()->setFocus(Qt::TabFocusReason);
        const QRect seen(card->chart()->mapTo(area.viewport(), QPoint(0, 0)), card->chart()->size());
        QVERIFY2(area.viewport()->rect().contains(seen),
            qPrintable(QStringLiteral("%1 to %2").arg(seen.top()).arg(seen.bottom())));
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
