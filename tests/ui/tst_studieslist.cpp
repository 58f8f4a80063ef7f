// SPDX-License-Identifier: GPL-3.0-or-later
// The questions in the sidebar: which there are, what a click shows, and that the head of the window always
// names the data of what is on show.
#include "engine/data/samples.h"
#include "ui/pages/compare/comparebar.h"
#include "ui/pages/figures/studychoice.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/sidebar.h"
#include "ui/pages/studieslist.h"
#include "ui/pages/studyactions.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/result/runchooser.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/navdelegate.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>

#include <cmath>
#include <memory>

using namespace btw;
using experiments::Study;
using pages::MainWindow;
using widgets::NavDelegate;

namespace {

constexpr int kLongMs = 60000;

Study made(std::int64_t experiment, const QString& name, std::size_t trainings, std::size_t ended)
{
    Study study;
    study.id.experiment = experiment;
    study.name = name;
    study.data = QStringLiteral("metabric");
    study.created = QDateTime::currentDateTimeUtc();
    study.trainings.resize(trainings);
    for (std::size_t i = 0; i < trainings; ++i)
        study.trainings[i].state = i < ended ? store::TrainingState::Finished : store::TrainingState::Stopped;
    study.ended = study.opened = ended;
    study.folds = 3;
    study.metric = "auroc";
    if (study.isOpen())
        study.figure = 0.789;
    return study;
}

} // namespace

class TestStudiesList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsSayNameFigureAndDesign()
    {
        models::StudiesModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0); // not even the heading
        model.setStudies(
            { made(2, QStringLiteral("What each adds"), 4, 4), made(1, QStringLiteral("Before"), 4, 1) });
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Questions"));
        QVERIFY(!model.studyAt(model.index(0)) && !(model.flags(model.index(0)) & Qt::ItemIsSelectable));
        const auto first = model.index(1);
        QCOMPARE(first.data().toString(), QStringLiteral("What each adds"));
        QCOMPARE(first.data(NavDelegate::DetailRole).toString(), QStringLiteral("0.79"));
        QVERIFY2(first.data(NavDelegate::SecondRole)
                     .toString()
                     .startsWith(QStringLiteral("metabric · 3 folds · today ")),
            qPrintable(first.data(NavDelegate::SecondRole).toString()));
        QVERIFY(
            first.data(Qt::ToolTipRole).toString().contains(QStringLiteral("AUROC 0.79: mean over 3 folds")));
        QCOMPARE(first.data(NavDelegate::DotRole).toInt(), static_cast<int>(NavDelegate::Dot::Good));
        const auto hidden = model.index(2);
        QCOMPARE(hidden.data(NavDelegate::DetailRole).toString(), QStringLiteral("1 / 4")); // and no figure
        QCOMPARE(hidden.data(NavDelegate::DotRole).toInt(), static_cast<int>(NavDelegate::Dot::Stopped));
        // A training more is told as a change: what is selected stays so.
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setStudies(
            { made(2, QStringLiteral("What each adds"), 4, 4), made(1, QStringLiteral("Before"), 4, 2) });
        QCOMPARE(changed.count(), 1);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.indexOf({ 1, 0 }).row(), 2);
        model.setStudies({});
        QCOMPARE(model.rowCount(), 0);
    }

    void studiesOfOneNameAreToldApart()
    {
        auto split = made(0, {}, 1, 1);
        split.id.split = 4;
        split.folds = 1;
        split.systems = { QStringLiteral("Plain regression") };
        QCOMPARE(pages::studyTitle(split), QStringLiteral("metabric: trainings one by one"));
        QCOMPARE(pages::StudyChoice::titleOf(split), QStringLiteral("metabric: all trainings"));
        split.which = QStringLiteral("split 4: drawn, seed 9");
        QCOMPARE(pages::studyTitle(split),
            QStringLiteral("metabric (split 4: drawn, seed 9): trainings one by one"));
        QCOMPARE(pages::StudyChoice::titleOf(split),
            QStringLiteral("metabric (split 4: drawn, seed 9): all trainings"));
        models::StudiesModel model;
        model.setStudies({ split });
        const auto row = model.index(1);
        QCOMPARE(row.data().toString(), QStringLiteral("Plain regression"));
        QVERIFY2(row.data(NavDelegate::SecondRole)
                     .toString()
                     .startsWith(QStringLiteral("metabric · split 4 · today ")),
            qPrintable(row.data(NavDelegate::SecondRole).toString()));
        QVERIFY2(row.data(Qt::ToolTipRole)
                     .toString()
                     .contains(QStringLiteral("metabric (split 4: drawn, seed 9), finished")),
            qPrintable(row.data(Qt::ToolTipRole).toString()));
        auto asked = made(3, QStringLiteral("Ages"), 1, 1);
        asked.which = QStringLiteral("experiment 3");
        QCOMPARE(pages::studyTitle(asked), QStringLiteral("metabric: Ages (experiment 3)"));
        QCOMPARE(pages::StudyChoice::titleOf(asked), QStringLiteral("Ages (experiment 3)"));
    }

    void keysAndMenuOpenResumeCopyAndRemove()
    {
        pages::StudiesList list;
        list.resize(216, 300);
        list.setStudies({ made(2, QStringLiteral("A"), 2, 2), made(1, QStringLiteral("B"), 2, 1) });
        list.show();
        list.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&list));
        const QSignalSpy opened(&list, &pages::StudiesList::opened);
        list.focusCurrent();
        QCOMPARE(list.currentIndex().row(), 1);
        QTest::keyClick(&list, Qt::Key_Down);
        QCOMPARE(opened.count(), 0); // looking is not opening
        QTest::keyClick(&list, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].value<Study::Id>(), (Study::Id { 1, 0 }));
        QTest::mouseClick(
            list.viewport(), Qt::LeftButton, {}, list.visualRect(list.studies().index(1)).center());
        QVERIFY(opened.count() >= 2);
        QCOMPARE(opened.last()[0].value<Study::Id>(), (Study::Id { 2, 0 }));

        QVERIFY(!list.makeMenu(list.studies().index(0)));
        const QSignalSpy resumed(&list, &pages::StudiesList::resumeWanted);
        const auto ofFinished = list.makeMenu(list.studies().index(1));
        const auto ofStopped = list.makeMenu(list.studies().index(2));
        QVERIFY(!ofFinished->actions()[1]->isEnabled()); // there is nothing to resume
        QVERIFY(ofStopped->actions()[1]->isEnabled());
        ofStopped->actions()[1]->trigger();
        QCOMPARE(resumed.count(), 1);
        QCOMPARE(pages::studyCommand(QStringLiteral("/a b/p.sqlite"), made(7, {}, 1, 1)),
            QStringLiteral("btw compare --store '/a b/p.sqlite' --experiment 7"));
    }

    void onlyWhatNoOtherQuestionSharesGoes()
    {
        using training::Step;
        auto one = made(1, QStringLiteral("A"), 1, 1);
        one.trainings[0].runs = { { 1, Step::Unimodal }, { 2, Step::Baseline }, { 3, Step::Weighted } };
        auto two = made(2, QStringLiteral("B"), 1, 1);
        two.trainings[0].runs = { { 1, Step::Unimodal }, { 4, Step::Baseline } };
        QCOMPARE(pages::runsOnlyOf(one, { one, two }), (std::vector<std::int64_t> { 3, 2 }));
        QCOMPARE(pages::runsOnlyOf(one, { one }), (std::vector<std::int64_t> { 3, 2, 1 }));
    }

    // Two data sets are trained on one after the other; the first stays open.
    void theHeadNamesTheDataOfWhatIsOnShow()
    {
        const QTemporaryDir folder;
        const auto opinions = folder.filePath(QStringLiteral("opinions.npz"));
        const auto stays = folder.filePath(QStringLiteral("stays.npz"));
        auto cohort = data::makeSentiment(120);
        cohort.name = "opinions";
        io::writeNpz(cohort, opinions);
        auto other = data::makeSentiment(150);
        other.name = "stays";
        io::writeNpz(other, stays);
        widgets::Settings settings(folder.filePath(QStringLiteral("s.ini")), nullptr);
        jobs::Queue queue(folder.filePath(QStringLiteral("p.sqlite")));
        train(queue, other, stays);
        train(queue, cohort, opinions);
        MainWindow window(queue, settings, {});
        window.resize(1200, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.data().openPath(opinions);
        QTRY_VERIFY_WITH_TIMEOUT(window.header().text().startsWith(QStringLiteral("opinions, ")), kLongMs);
        auto* list = window.sidebar().studies();
        QTRY_COMPARE_WITH_TIMEOUT(list->studies().rowCount(), 3, kLongMs);
        QCOMPARE(list->studies().index(1).data().toString(), QStringLiteral("Plain regression"));

        QTest::mouseClick(
            list->viewport(), Qt::LeftButton, {}, list->visualRect(list->studies().index(2)).center());
        QCOMPARE(window.shownPage(), pages::pageid::kTrain);
        auto& page = window.page<pages::TrainPage>();
        QVERIFY(page.showsResult());
        QTRY_VERIFY_WITH_TIMEOUT(page.result()->result(), kLongMs);
        QCOMPARE(page.result()->result()->cohort.name, QStringLiteral("stays"));
        QVERIFY2(
            window.header().text().startsWith(QStringLiteral("stays, ")), qPrintable(window.header().text()));
        QVERIFY(window.header().text().contains(QStringLiteral("not the data that is open")));
        window.showPage(pages::pageid::kData);
        QVERIFY(window.header().text().startsWith(QStringLiteral("opinions, ")));
        window.showPage(pages::pageid::kTrain);
        QVERIFY(window.header().text().startsWith(QStringLiteral("stays, ")));

        // The course of a training of it, by keyboard; the result is a key away.
        QTRY_VERIFY_WITH_TIMEOUT(page.runChooser()->count() > 1, kLongMs);
        auto* tabs = page.findChild<QTabBar*>();
        tabs->setFocus(Qt::TabFocusReason);
        QTest::keyClick(tabs, Qt::Key_Right);
        QVERIFY(!page.showsResult());
        QVERIFY(page.runChooser()->isVisible());
        page.runChooser()->setFocus();
        QTest::keyClick(page.runChooser(), Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(page.shownRun() != 0, kLongMs);
        QVERIFY(window.header().text().startsWith(QStringLiteral("stays, ")));
        tabs->setFocus(Qt::TabFocusReason);
        QTest::keyClick(tabs, Qt::Key_Left);
        QVERIFY(page.showsResult() && page.result()->result());

        QTest::mouseClick(
            list->viewport(), Qt::LeftButton, {}, list->visualRect(list->studies().index(1)).center());
        QTRY_VERIFY_WITH_TIMEOUT(
            page.result()->result() && page.result()->result()->cohort.name == QLatin1String("opinions"),
            kLongMs);
        QVERIFY(window.header().text().startsWith(QStringLiteral("opinions, ")));
    }

    void aTipGoesWhenAMenuOpens()
    {
        const QTemporaryDir folder;
        widgets::Settings settings(folder.filePath(QStringLiteral("s.ini")), nullptr);
        jobs::Queue queue(folder.filePath(QStringLiteral("p.sqlite")));
        MainWindow window(queue, settings, {});
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QToolTip::showText(window.mapToGlobal(QPoint(40, 40)), QStringLiteral("a tip"), &window);
        QTRY_VERIFY(QToolTip::isVisible());
        QMenu menu(&window);
        menu.addAction(QStringLiteral("something"));
        menu.popup(window.mapToGlobal(QPoint(50, 50)));
        QTRY_VERIFY(!QToolTip::isVisible());
        // None opens behind the menu, either.
        QHelpEvent asks(QEvent::ToolTip, QPoint(5, 5), window.mapToGlobal(QPoint(5, 5)));
        window.setToolTip(QStringLiteral("of the window"));
        QCoreApplication::sendEvent(&window, &asks);
        QVERIFY(!QToolTip::isVisible());
        menu.close();
    }

private:
    static void train(jobs::Queue& queue, const data::Cohort& cohort, const QString& path)
    {
        jobs::TrainingRequest request;
        request.cohort = std::make_shared<const data::Cohort>(cohort);
        request.cohortPath = path;
        request.spec = training::presetSpec("demo", 84);
        request.spec.model = "regression";
        request.spec.variant = weighting::Variant::None;
        QSignalSpy busy(&queue, &jobs::Queue::busyChanged);
        for (const std::uint64_t seed : { 1, 2 }) {
            request.seed = seed;
            queue.enqueue(request);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!busy.isEmpty() && !busy.last().at(0).toBool(), kLongMs);
    }
};

QTEST_MAIN(TestStudiesList)
#include "tst_studieslist.moc"
