// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/start/startpage.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

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
    void arrowsGoToPages();
    void tabReachesEveryControlAndComesRound();
    void everyControlHasAnAccessibleName();
    void schemeIsAppliedAndKept();
    void droppedFileIsOpened();
    void unusableFileIsExplainedCalmly();
    void smallestWindowShowsEverything();
    void statusLineSaysMachineAndWarning();

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
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
