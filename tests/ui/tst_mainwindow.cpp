// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart.h"
#include "ui/help/helpwindow.h"
#include "ui/pages/compare/comparepage.h"
#include "ui/pages/compare/comparisoncard.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/start/startpage.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QLabel>
#include <QListView>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <memory>
#include <set>

using namespace btw;
using pages::MainWindow;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void everyActionStandsInAMenuAndHasHelp();
    void shortcutsAreDistinct();
    void numbersGoToPages();
    void withoutAnyTrainingCompareLeadsToTheFirst();
    void arrowsGoToPages();
    void tabReachesEveryControlAndComesRound();
    void everyControlHasAnAccessibleName();
    void schemeIsAppliedAndKept();
    void droppedFileIsOpened();
    void unusableFileIsExplainedCalmly();
    void smallestWindowShowsEverything();
    void statusLineSaysMachineAndWarning();
    void helpOpensAtThePageOnShow();
    void titleSaysWhatIsOnShow();
    void projectOpensWhereItWasLeft();
    void windowFitsTheScreen();
    void picturesAreGraphicsWithNames();
    void announcementsReachScreenReaders();
    void popupShowsItsLastRow();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<widgets::Settings>(m_folder->filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_folder->filePath(QStringLiteral("p.sqlite")));
    pages::MachineInfo machine;
    machine.device = QStringLiteral("CPU");
    machine.threads = 2;
    machine.blas = QStringLiteral("OpenBLAS");
    machine.blasWarning = QStringLiteral("Install libopenblas0-openmp.");
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, machine);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_queue.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestMainWindow::everyActionStandsInAMenuAndHasHelp()
{
    std::set<QAction*> inMenus;
    for (auto* menu : m_window->menuBar()->actions())
        for (auto* action : menu->menu()->actions())
            inMenus.insert(action);
    for (auto* action : m_window->actions().all()) {
        QVERIFY2(inMenus.count(action) == 1, qPrintable(action->text()));
        QVERIFY2(action->toolTip().endsWith(QLatin1Char('.')), qPrintable(action->text()));
    }
}

void TestMainWindow::shortcutsAreDistinct()
{
    std::set<QString> seen;
    for (const auto* action : m_window->actions().all()) {
        const auto shortcut = action->shortcut().toString();
        if (!shortcut.isEmpty())
            QVERIFY2(seen.insert(shortcut).second, qPrintable(shortcut));
    }
    QVERIFY(seen.size() > 10);
}

void TestMainWindow::numbersGoToPages()
{
    QVERIFY(m_window->shownPage() == pages::pageid::kStart);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(m_window->shownPage() == pages::pageid::kData);
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    QVERIFY(m_window->shownPage() == pages::pageid::kExperiment);
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
    QVERIFY(m_window->shownPage() == pages::pageid::kTrain);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(m_window->shownPage() == pages::pageid::kStart);
}

void TestMainWindow::withoutAnyTrainingCompareLeadsToTheFirst()
{
    m_window->showPage(pages::pageid::kCompare);
    auto* start = m_window->page<pages::ComparePage>().systems()->startButton();
    QTRY_VERIFY(start->isVisible());
    QTest::mouseClick(start, Qt::LeftButton);
    QVERIFY(m_window->shownPage() == pages::pageid::kStart);
}

void TestMainWindow::arrowsGoToPages()
{
    auto* pages = m_window->findChildren<QListView*>().first();
    QCOMPARE(pages->accessibleName(), QStringLiteral("Pages"));
    pages->setFocus();
    QTest::keyClick(pages, Qt::Key_Down);
    QVERIFY(m_window->shownPage() == pages::pageid::kData);
    QTest::keyClick(pages, Qt::Key_Down);
    QVERIFY(m_window->shownPage() == pages::pageid::kExperiment);
    QTest::keyClick(pages, Qt::Key_Down);
    QVERIFY(m_window->shownPage() == pages::pageid::kTrain);
    QTest::keyClick(pages, Qt::Key_Up);
    QTest::keyClick(pages, Qt::Key_Up);
    QTest::keyClick(pages, Qt::Key_Up);
    QVERIFY(m_window->shownPage() == pages::pageid::kStart);
}

void TestMainWindow::tabReachesEveryControlAndComesRound()
{
    std::set<QWidget*> reached;
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(
            QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(), Qt::Key_Tab);
        if (auto* focus = QApplication::focusWidget())
            reached.insert(focus);
    }
    int buttons = 0;
    for (auto* button : m_window->page<pages::StartPage>().findChildren<QPushButton*>()) {
        if (!button->isVisible())
            continue;
        ++buttons;
        QVERIFY2(reached.count(button) == 1, qPrintable(button->text()));
    }
    QVERIFY(buttons >= 4);
    for (auto* list : m_window->findChildren<QListView*>())
        if (list->isVisible())
            QVERIFY2(reached.count(list) == 1, qPrintable(list->accessibleName()));
}

void TestMainWindow::everyControlHasAnAccessibleName()
{
    for (const auto& info : m_window->pages().all()) {
        m_window->showPage(info.id);
        for (auto* widget : m_window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || !widget->isEnabled()
                || widget->focusProxy())
                continue;
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                || qobject_cast<QMenuBar*>(widget);
            QVERIFY2(named,
                qPrintable(QStringLiteral("%1 %2").arg(
                    QString::fromLatin1(widget->metaObject()->className()), widget->objectName())));
        }
    }
}

void TestMainWindow::schemeIsAppliedAndKept()
{
    m_window->actions().schemeDark->trigger();
    QVERIFY(m_settings->scheme() == widgets::Scheme::Dark);
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 80);
    QVERIFY(m_window->actions().schemeDark->isChecked());
    m_window->actions().schemeLight->trigger();
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 200);
    QVERIFY(!m_window->actions().schemeDark->isChecked());
}

void TestMainWindow::droppedFileIsOpened()
{
    const QString path = m_folder->filePath(QStringLiteral("nothing.npz"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a zip");
    file.close();
    m_window->showPage(pages::pageid::kTrain);
    const QSignalSpy looked(m_queue.get(), &jobs::Queue::importPreviewed);
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(path) });
    QDragEnterEvent enter(QPoint(400, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(400, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QTRY_COMPARE(looked.count(), 1);
    QCOMPARE(looked.first().first().value<std::shared_ptr<const io::ImportPreview>>()->path, path);
    QTRY_VERIFY(m_window->shownPage() == pages::pageid::kStart); // nothing can be made of it: Start says why
}

void TestMainWindow::unusableFileIsExplainedCalmly()
{
    const QString path = m_folder->filePath(QStringLiteral("broken.npz"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a zip");
    file.close();
    m_window->data().openPath(path);
    const auto words = [&] {
        QString all = m_window->page<pages::StartPage>().message();
        for (const auto* label : m_window->page<pages::StartPage>().findChildren<QLabel*>())
            if (label->isVisible())
                all += label->text() + QLatin1Char('\n');
        return all;
    };
    QTRY_VERIFY(words().contains(QStringLiteral("broken.npz cannot be used yet.")));
    QVERIFY(words().contains(QStringLiteral("What to do:")));
    QVERIFY(!QApplication::activeModalWidget());
}

void TestMainWindow::smallestWindowShowsEverything()
{
    m_window->resize(1000, 700);
    QCOMPARE(m_window->size(), QSize(1000, 700));
    m_window->showPage(pages::pageid::kTrain);
    for (const auto* chart : m_window->page<pages::TrainPage>().findChildren<charts::Chart*>()) {
        if (!chart->isVisible())
            continue;
        QVERIFY2(chart->width() >= 240 && chart->height() >= 130, qPrintable(chart->kind()));
        QVERIFY(chart->mapTo(m_window.get(), QPoint(chart->width(), 0)).x() <= 1000);
    }
}

void TestMainWindow::statusLineSaysMachineAndWarning()
{
    QVERIFY(m_window->statusLine().left().startsWith(QStringLiteral("CPU, 2 threads · OpenBLAS")));
    QVERIFY(m_window->statusLine().left().contains(QStringLiteral("libopenblas0-openmp")));
    // What is found out after the window is on show.
    pages::MachineInfo machine;
    machine.device = QStringLiteral("CPU");
    machine.threads = 2;
    machine.blas = QStringLiteral("OpenBLAS 0.3.21 (openmp)");
    m_window->setMachine(machine);
    QVERIFY(m_window->statusLine().left().contains(QStringLiteral("OpenBLAS 0.3.21 (openmp)")));
    QVERIFY(!m_window->statusLine().left().contains(QStringLiteral("libopenblas0-openmp")));
}

void TestMainWindow::helpOpensAtThePageOnShow()
{
    m_window->showPage(pages::pageid::kTrain);
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QVERIFY(m_window->help() && m_window->help()->isVisible());
    QCOMPARE(m_window->help()->headingOnTop(), QStringLiteral("Train"));
    m_window->showPage(pages::pageid::kData);
    m_window->actions().handbook->trigger();
    QCOMPARE(m_window->help()->headingOnTop(), QStringLiteral("Data"));
}

void TestMainWindow::titleSaysWhatIsOnShow()
{
    QCOMPARE(m_window->windowTitle(), QStringLiteral("Start"));
    m_window->actions().demoSentiment->trigger();
    QTRY_VERIFY2_WITH_TIMEOUT(m_window->data().cohort(), "no data was opened", 30000);
    m_queue->stop();
    const auto cohort = m_window->data().cohort();
    m_window->showPage(pages::pageid::kData);
    QCOMPARE(m_window->windowTitle(),
        QStringList({ QString::fromStdString(cohort->name), QStringLiteral("MAE"), QStringLiteral("Data") })
            .join(QStringLiteral(" · ")));
}

void TestMainWindow::projectOpensWhereItWasLeft()
{
    QVERIFY(m_window->session().last() == widgets::ProjectSession());
    m_window->showPage(pages::pageid::kData);
    const auto kept = m_settings->session(m_queue->storePath());
    QCOMPARE(kept.page, pages::pageid::kData);
    QVERIFY(m_settings->session(QStringLiteral("/another/project.sqlite")) == widgets::ProjectSession());
    // The next window on it knows; that it begins at its first page changes nothing of that.
    const MainWindow next(*m_queue, *m_settings, pages::MachineInfo());
    QVERIFY(next.session().last() == kept);
}

void TestMainWindow::windowFitsTheScreen()
{
    const QSize usual(1440, 900);
    QCOMPARE(pages::fittedSize(usual, QSize(2560, 1400)), usual);
    QCOMPARE(pages::fittedSize(usual, QSize(1440, 860)), QSize(1440, 860)); // 2880 pixels at scale 2
    QCOMPARE(pages::fittedSize(usual, QSize(910, 472)), QSize(910, 472));
    QCOMPARE(pages::fittedSize(usual, QSize()), usual);
}

void TestMainWindow::picturesAreGraphicsWithNames()
{
    m_window->showPage(pages::pageid::kTrain);
    int pictures = 0;
    for (auto* chart : m_window->page<pages::TrainPage>().findChildren<charts::Chart*>()) {
        if (!chart->isVisible())
            continue;
        auto* spoken = QAccessible::queryAccessibleInterface(chart);
        QVERIFY(spoken);
        QVERIFY2(spoken->role() == QAccessible::Graphic, qPrintable(chart->kind()));
        QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), qPrintable(chart->kind()));
        QCOMPARE(spoken->childCount(), 0);
        ++pictures;
    }
    QVERIFY(pictures > 0);
}

void TestMainWindow::announcementsReachScreenReaders()
{
    QSignalSpy announced(&m_window->notifier(), &pages::Notifier::announced);
    Q_EMIT m_window->trainings().happened(jobs::TrainingEvent(jobs::TrainingDone()));
    QCOMPARE(announced.count(), 1);
    const QString sentence = announced.first().first().toString();
    bool isSaid = false;
    for (const auto* widget : m_window->findChildren<QWidget*>())
        isSaid = isSaid || widget->accessibleName() == sentence;
    QVERIFY2(isSaid, qPrintable(sentence));
    // The desktop is told only where nobody looks.
    const QSignalSpy notified(&m_window->notifier(), &pages::Notifier::notified);
    Q_EMIT m_window->trainings().busyEnded();
    QCOMPARE(notified.count(), m_window->isActiveWindow() ? 0 : 1);
}

void TestMainWindow::popupShowsItsLastRow()
{
    widgets::ChoiceBox box(m_window.get());
    for (int i = 0; i < 8; ++i)
        box.addItem(QStringLiteral("Choice %1").arg(i));
    box.move(200, 200);
    box.show();
    box.showPopup();
    QTRY_VERIFY(box.view()->isVisible());
    const auto missing = [&box] {
        return box.view()->visualRect(box.model()->index(7, 0)).bottom() + 1
            - box.view()->viewport()->height();
    };
    QTRY_VERIFY2(missing() <= 0, qPrintable(QString::number(missing())));
    box.hidePopup();
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
