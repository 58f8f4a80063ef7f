// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program but main(): a cohort file is opened, trained on, looked at, reopened and removed.
#include "engine/data/samples.h"
#include "ui/charts/chart.h"
#include "ui/models/runsmodel.h"
#include "ui/pages/data/cohortfacts.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/data/modalitycards.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/start/cohortview.h"
#include "ui/pages/start/startpage.h"
#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/resultcardview.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/navdelegate.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QEventLoop>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace btw;
using pages::MainWindow;

namespace {
constexpr int kLongMs = 120000;
constexpr std::size_t kRows = 150;
} // namespace

class TestWorkbench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void openedCohortIsSummarised();
    void trainingIsShownLiveWithoutBlocking();
    void finishedRunHasACardAndReferenceModels();
    void peopleSelectedInAChartAreSoEverywhere();
    void reopenedRunDrawsTheSame();
    void listShowsTheReferenceModelAfterARestart();
    void stoppedTrainingCanBeResumed();
    void removedRunLeavesTheList();

private:
    qint64 weightedRun() const;
    QImage chartImage(std::size_t chart);

    QTemporaryDir m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

void TestWorkbench::initTestCase()
{
    const QString cohort = m_folder.filePath(QStringLiteral("sentiment.npz"));
    io::writeNpz(data::makeSentiment(kRows), cohort);
    m_settings = std::make_unique<widgets::Settings>(m_folder.filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_folder.filePath(QStringLiteral("p.sqlite")));
    connect(m_queue.get(), &jobs::Queue::failed, this,
        [](const QString& sentence) { qWarning("%s", qPrintable(sentence)); });
    pages::MachineInfo machine;
    machine.device = QStringLiteral("CPU");
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, machine);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->data().openPath(cohort);
}

void TestWorkbench::cleanupTestCase()
{
    m_window.reset();
    m_queue.reset();
}

qint64 TestWorkbench::weightedRun() const
{
    const auto& runs = m_window->runs();
    for (int row = 0; row < runs.rowCount(); ++row)
        if (const auto* run = runs.runAt(runs.index(row)); run && run->step == training::Step::Weighted)
            return run->id;
    return 0;
}

QImage TestWorkbench::chartImage(std::size_t chart)
{
    auto* shown = m_window->page<pages::TrainPage>().charts()->shownCharts().at(chart);
    shown->refreshNow();
    QImage image(480, 260, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    shown->drawTo(painter, image.rect(), image.size());
    return image;
}

void TestWorkbench::openedCohortIsSummarised()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_window->page<pages::StartPage>().showsCohort(), kLongMs);
    const auto words = m_window->page<pages::StartPage>().cohortView()->summaryText();
    QVERIFY2(words.contains(QStringLiteral("3 modalities · 150 rows")), qPrintable(words));
    QCOMPARE(m_settings->recentCohorts().size(), 1);
    QTRY_VERIFY(m_window->statusLine().right().startsWith(QStringLiteral("open data ")));
    // The Data page gets its figures from the reading thread, and the hash that the status line shows.
    QTRY_COMPARE(m_window->page<pages::DataPage>().modalities()->all().size(), std::size_t(3));
    QVERIFY(!m_window->page<pages::DataPage>().isEmpty());
    QVERIFY(!m_window->page<pages::DataPage>().facts()->text().contains(QStringLiteral("(hash): …")));
}

void TestWorkbench::trainingIsShownLiveWithoutBlocking()
{
    QStringList lines;
    connect(m_queue.get(), &jobs::Queue::reported, this, [&](const jobs::TrainingEvent& event) {
        if (std::holds_alternative<jobs::EpochDone>(event))
            lines << m_window->page<pages::TrainPage>().statusLine(); // as drawn, up to 40 ms ago
    });
    widgets::GapMeter meter;
    meter.start();
    m_window->trainings().train(
        { weighting::Variant::Btw, weighting::Variance::Neighbours, QStringLiteral("demo"), 1 });
    QVERIFY(m_window->shownPage() == pages::pageid::kTrain);
    QCOMPARE(m_window->page<pages::TrainPage>().title(),
        QStringLiteral("BTW-weighted mixture of experts · seed 1"));
    QVERIFY(m_window->actions().stop->isEnabled());
    // An event loop of its own: QTRY_VERIFY sleeps between its looks, and would be measured.
    QEventLoop loop;
    connect(m_queue.get(), &jobs::Queue::busyChanged, &loop, [&loop](bool busy) {
        if (!busy)
            loop.quit();
    });
    QTimer::singleShot(kLongMs, &loop, &QEventLoop::quit);
    loop.exec();
    QVERIFY(!m_window->trainings().isTraining());
    meter.stop();
    disconnect(m_queue.get(), &jobs::Queue::reported, this, nullptr);

    QVERIFY(lines.filter(QStringLiteral("Step 1 of 3: text alone (1 of 3).")).size() > 0);
    QVERIFY(lines.filter(QStringLiteral("Step 1 of 3: video alone (3 of 3).")).size() > 0);
    QVERIFY(lines.filter(QStringLiteral("Step 2 of 3: baseline")).size() > 0);
    QVERIFY(lines.filter(QStringLiteral("Step 3 of 3: weighted model.")).size() > 0);
    qInfo("event loop: median %.2f ms, longest %.1f ms over %zu turns", meter.medianMs(), meter.longestMs(),
        meter.turns());
    QVERIFY(meter.medianMs() < 16);
}

void TestWorkbench::finishedRunHasACardAndReferenceModels()
{
    auto& page = m_window->page<pages::TrainPage>();
    page.refreshNow();
    QVERIFY2(page.statusLine().startsWith(QStringLiteral("Finished after")), qPrintable(page.statusLine()));
    QVERIFY(!page.resultCard()->isHidden());
    QVERIFY(page.resultCard()->sentences().last().startsWith(
        QStringLiteral("All figures are from 30 test rows")));
    const auto index = m_window->runs().indexOf(weightedRun());
    QVERIFY(index.data(widgets::NavDelegate::SecondRole)
                .toString()
                .startsWith(QStringLiteral("plain regression ")));
    const QString whose = m_window->statusLine().right();
    const auto shown = m_window->page<pages::TrainPage>().shownDigest();
    QVERIFY2(whose.startsWith(QStringLiteral("Shown: %1, run %2 · seed 1 · open data ")
                                  .arg(shown->cohortName)
                                  .arg(shown->run.id)),
        qPrintable(whose));
    const QString tip = m_window->statusLine().rightTip();
    QVERIFY2(tip.contains(QStringLiteral("Fingerprint of the settings that it was trained with: ")
                 + shown->run.stepKey.left(4)),
        qPrintable(tip));
    QVERIFY(!m_window->actions().stop->isEnabled());
}

void TestWorkbench::peopleSelectedInAChartAreSoEverywhere()
{
    auto& page = m_window->page<pages::TrainPage>();
    page.showResult(false);
    auto* scatter = page.charts()->shownCharts().at(3);
    QCOMPARE(scatter->kind(), QStringLiteral("scatter"));
    scatter->refreshNow();
    QVERIFY(scatter->hasPeople());
    scatter->setFocus(Qt::TabFocusReason);
    QTest::keyClick(scatter, Qt::Key_Right);
    QTest::keyClick(scatter, Qt::Key_Space);
    auto& selection = m_window->selection();
    QCOMPARE(selection.ids().size(), std::size_t(1));
    // The Data page shows the same person, and who is selected there is so in the chart.
    QVERIFY(selection.isOf(QString::fromStdString(m_window->data().cohort()->name)));
    const auto first = selection.ids().front();
    QVERIFY(scatter->selected().count(first) > 0);
    selection.clear();
    QVERIFY(scatter->selected().empty());
    QString opened;
    connect(&selection, &pages::SelectionController::inspected, this,
        [&opened](const QString& id) { opened = id; });
    QTest::keyClick(scatter, Qt::Key_Return);
    QCOMPARE(opened, QString::fromStdString(first));
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
}

void TestWorkbench::reopenedRunDrawsTheSame()
{
    std::vector<QImage> live;
    for (std::size_t chart = 0; chart < 4; ++chart)
        live.push_back(chartImage(chart));
    const auto sentences = m_window->page<pages::TrainPage>().resultCard()->sentences();
    QSignalSpy loaded(m_queue.get(), &jobs::Queue::runLoaded);
    m_window->run().openRun(weightedRun());
    QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, kLongMs);
    QVERIFY(!m_window->page<pages::TrainPage>().isFollowing());
    m_window->page<pages::TrainPage>().refreshNow();
    for (std::size_t chart = 0; chart < 4; ++chart)
        QVERIFY2(chartImage(chart) == live[chart], qPrintable(QString::number(chart)));
    QCOMPARE(m_window->page<pages::TrainPage>().resultCard()->sentences(), sentences);
}

void TestWorkbench::listShowsTheReferenceModelAfterARestart()
{
    const qint64 run = weightedRun();
    jobs::Queue queue(m_folder.filePath(QStringLiteral("p.sqlite")));
    const MainWindow window(queue, *m_settings, {});
    QTRY_VERIFY_WITH_TIMEOUT(window.runs().run(run), kLongMs);
    const auto second
        = [&] { return window.runs().indexOf(run).data(widgets::NavDelegate::SecondRole).toString(); };
    QTRY_VERIFY_WITH_TIMEOUT(second().startsWith(QStringLiteral("plain regression ")), kLongMs);
}

void TestWorkbench::stoppedTrainingCanBeResumed()
{
    // Another seed, stopped at its first epoch.
    const auto stopAtFirstEpoch
        = connect(m_queue.get(), &jobs::Queue::reported, this, [&](const jobs::TrainingEvent& event) {
              if (std::holds_alternative<jobs::EpochDone>(event))
                  m_window->actions().stop->trigger();
          });
    // The training waits there, or on a busy machine it could end before the window hears of the epoch.
    const auto waitAtFirstEpoch = connect(
        m_queue.get(), &jobs::Queue::reported, m_queue.get(),
        [queue = m_queue.get()](const jobs::TrainingEvent& event) {
            if (std::holds_alternative<jobs::EpochDone>(event))
                queue->pause(true);
        },
        Qt::DirectConnection);
    m_window->trainings().train(
        { weighting::Variant::MiGlobal, weighting::Variance::Neighbours, QStringLiteral("demo"), 2 });
    // The first of the two shares its first steps with the training before and is stopped in its last one.
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->trainings().isTraining(), kLongMs);
    disconnect(stopAtFirstEpoch);
    disconnect(waitAtFirstEpoch);
    qint64 stopped = 0;
    QTRY_VERIFY([&] {
        const auto& runs = m_window->runs();
        for (int row = 0; row < runs.rowCount(); ++row)
            if (const auto* run = runs.runAt(runs.index(row));
                run && run->status == store::RunStatus::Stopped && run->step == training::Step::Weighted)
                stopped = run->id;
        return stopped != 0;
    }());
    m_window->run().openRun(stopped);
    QTRY_VERIFY(m_window->page<pages::TrainPage>().shownRun() == stopped);
    QVERIFY(m_window->page<pages::TrainPage>().statusLine().startsWith(
        QStringLiteral("Stopped after 1 epoch, which is kept.")));
    m_queue->resumeRun(stopped);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->runs().run(stopped)->status == store::RunStatus::Finished
            && !m_window->trainings().isTraining(),
        kLongMs);
    QVERIFY(m_window->runs().run(stopped)->epochs > 1);
}

void TestWorkbench::removedRunLeavesTheList()
{
    const qint64 run = m_window->runs().newestFinished();
    QVERIFY(m_window->runs().run(run));
    m_queue->removeRun(run);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().run(run), kLongMs);
}

QTEST_MAIN(TestWorkbench)
#include "tst_workbench.moc"
