// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a person through the window, from a fresh start, by mouse alone: demo, result, picture.
#include "ui/charts/chart.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/resultcardview.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <functional>
#include <memory>

using namespace btw;
using pages::MainWindow;

namespace {

constexpr int kLongMs = 240000; // on a busy machine; by itself the demo takes some seconds
constexpr int kStepMs = 10000;

/// Does `act` as soon as `isThere`, also while a menu or a dialog has an event loop of its own.
void whenThere(const std::function<bool()>& isThere, const std::function<void()>& act)
{
    auto* timer = new QTimer(qApp);
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    QObject::connect(timer, &QTimer::timeout, qApp, [timer, clock, isThere, act] {
        const bool isNow = isThere();
        if (!isNow && clock->elapsed() < kStepMs)
            return;
        timer->stop();
        timer->deleteLater();
        if (isNow)
            act();
    });
    timer->start(20);
}

void click(QWidget* widget, const QPoint& at = {})
{
    QTest::mouseClick(widget, Qt::LeftButton, Qt::NoModifier, at.isNull() ? widget->rect().center() : at);
}

} // namespace

class TestFlows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void byMouseFromTheDemoToAPicture();

private:
    QPushButton* button(const QString& words) const;

    QTemporaryDir m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

void TestFlows::initTestCase()
{
    m_settings = std::make_unique<widgets::Settings>(m_folder.filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_folder.filePath(QStringLiteral("p.sqlite")));
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestFlows::cleanupTestCase()
{
    m_window.reset();
    m_queue.reset();
}

QPushButton* TestFlows::button(const QString& words) const
{
    for (auto* button : m_window->findChildren<QPushButton*>())
        if (button->isVisible() && QString(button->text()).remove(QLatin1Char('&')).contains(words))
            return button;
    return nullptr;
}

void TestFlows::byMouseFromTheDemoToAPicture()
{
    auto* demo = button(QStringLiteral("sentiment demo"));
    QVERIFY(demo);
    click(demo);
    auto& page = m_window->page<pages::TrainPage>();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->shownPage() == pages::pageid::kTrain, kStepMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        page.statusLine().startsWith(QStringLiteral("Finished")) && !page.resultCard()->isHidden(), kLongMs);
    QVERIFY(!page.resultCard()->sentences().isEmpty());

    // The result leads once it is there; the charts are a tab away.
    QTRY_VERIFY_WITH_TIMEOUT(page.showsResult(), kLongMs);
    auto* tabs = page.findChild<QTabBar*>();
    click(tabs, tabs->tabRect(tabs->count() - 1).center());
    QVERIFY(!page.showsResult());

    // Its first chart, by the button on it, the menu and the file dialog.
    auto* chart = page.charts()->shownCharts().front();
    QToolButton* more = nullptr;
    for (auto* parent = chart->parentWidget(); parent && !more; parent = parent->parentWidget())
        for (auto* one : parent->findChildren<QToolButton*>())
            if (one->isVisible() && one->text() == QStringLiteral("\u22ef"))
                more = one;
    QVERIFY(more);
    const QString file = m_folder.filePath(QStringLiteral("weights.png"));
    whenThere([] { return qobject_cast<QMenu*>(QApplication::activePopupWidget()); },
        [] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            for (auto* action : menu->actions())
                if (action->text().contains(QStringLiteral("PNG"))) {
                    click(menu, menu->actionGeometry(action).center());
                    return;
                }
        });
    whenThere([] { return qobject_cast<QFileDialog*>(QApplication::activeModalWidget()); },
        [file] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            dialog->selectFile(file);
            for (auto* save : dialog->findChildren<QPushButton*>())
                if (save->isVisible() && save->isDefault()) {
                    click(save);
                    return;
                }
        });
    click(more);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), kStepMs);
    QVERIFY(QImage(file).width() > 500);
}

QTEST_MAIN(TestFlows)
#include "tst_flows.moc"
