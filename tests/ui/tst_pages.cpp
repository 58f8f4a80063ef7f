// SPDX-License-Identifier: GPL-3.0-or-later
// What every registered page keeps to, and that the window needs nothing but the registry to have one more.
#include "engine/error.h"
#include "ui/dialogs/commandpalette.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/page.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QListView>
#include <QMenuBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <set>

using namespace btw;
using pages::MainWindow;
using pages::PageInfo;

namespace {

/// A page that the program does not have.
PageInfo noted()
{
    return { QStringLiteral("noted"), QStringLiteral("&Unlisted"), QStringLiteral("What was noted."),
        [](const pages::PageParts& parts) {
            auto* page = new pages::Page;
            auto* back = new QPushButton(QStringLiteral("Back"), page);
            (new QHBoxLayout(page))->addWidget(back);
            QObject::connect(
                back, &QPushButton::clicked, page, [goTo = parts.goTo] { goTo(pages::pageid::kStart); });
            return page;
        } };
}

const pages::PageRegistry& builtin()
{
    static const auto all = pages::builtinPages();
    return all;
}

/// The letter behind the ampersand.
QChar letterOf(const QString& text)
{
    const auto at = text.indexOf(QLatin1Char('&'));
    return at < 0 || at + 1 >= text.size() ? QChar() : text[at + 1].toLower();
}

} // namespace

class TestPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void idsTitlesAndHelpAreTold();
    void everyPageIsMadeAndShown_data() { everyPage(); }
    void everyPageIsMadeAndShown();
    void everyPageHasItsShortcut_data() { everyPage(); }
    void everyPageHasItsShortcut();
    void everyPageIsInThePalette_data() { everyPage(); }
    void everyPageIsInThePalette();
    void arrowsReachEveryPage();
    void tabReachesEveryControlOfThePage_data() { everyPage(); }
    void tabReachesEveryControlOfThePage();
    void anotherPageNeedsOnlyItsLine();
    void twoPagesOfOneNameAreRefused();
    void anUnknownPageIsRefused();

private:
    static void everyPage();
    std::unique_ptr<MainWindow> made(const pages::PageRegistry& registry);
    QWidget* stacked() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

void TestPages::everyPage()
{
    QTest::addColumn<QString>("id");
    for (const auto& info : builtin().all())
        QTest::newRow(qPrintable(info.id)) << info.id;
}

std::unique_ptr<MainWindow> TestPages::made(const pages::PageRegistry& registry)
{
    return std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo {}, registry);
}

void TestPages::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<widgets::Settings>(m_folder->filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_folder->filePath(QStringLiteral("p.sqlite")));
    m_window = made(builtin());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestPages::cleanup()
{
    m_window.reset();
    m_queue.reset();
    m_settings.reset();
    m_folder.reset();
}

QWidget* TestPages::stacked() const
{
    for (auto* page : m_window->findChildren<QWidget*>())
        if (dynamic_cast<pages::Page*>(page) && page->isVisible())
            return page;
    return nullptr;
}

void TestPages::idsTitlesAndHelpAreTold()
{
    std::set<QString> ids;
    std::set<QString> titles;
    for (const auto& info : builtin().all()) {
        QVERIFY2(ids.insert(info.id).second, qPrintable(info.id));
        QVERIFY2(titles.insert(info.title()).second, qPrintable(info.title()));
        QVERIFY2(info.help.endsWith(QLatin1Char('.')), qPrintable(info.help));
    }
    // Each letter of the Go menu is one action's alone.
    std::set<QChar> letters;
    for (auto* menu : m_window->menuBar()->actions())
        if (menu->menu()->actions().contains(m_window->actions().goTo.first()))
            for (const auto* action : menu->menu()->actions())
                QVERIFY2(letters.insert(letterOf(action->text())).second, qPrintable(action->text()));
    QVERIFY(letters.size() > ids.size());
}

void TestPages::everyPageIsMadeAndShown()
{
    QFETCH(const QString, id);
    m_window->showPage(id);
    QCOMPARE(m_window->shownPage(), id);
    QVERIFY(stacked());
    QVERIFY(stacked()->width() > 500 && stacked()->height() > 400);
}

void TestPages::everyPageHasItsShortcut()
{
    QFETCH(const QString, id);
    const int number = m_window->pages().indexOf(id) + 1;
    m_window->showPage(m_window->pages().all().at(number == 1 ? 1 : 0).id);
    QTest::keyClick(m_window.get(), static_cast<Qt::Key>(Qt::Key_0 + number), Qt::ControlModifier);
    QCOMPARE(m_window->shownPage(), id);
    const auto shortcut = m_window->actions().goTo.at(number - 1)->shortcut();
    for (const auto* action : m_window->actions().all())
        QVERIFY2(action == m_window->actions().goTo.at(number - 1) || action->shortcut() != shortcut,
            qPrintable(action->text()));
}

void TestPages::everyPageIsInThePalette()
{
    QFETCH(const QString, id);
    const auto& info = m_window->pages().all().at(static_cast<std::size_t>(m_window->pages().indexOf(id)));
    dialogs::CommandPalette palette(m_window->actions().all(), widgets::Theme::light());
    palette.setQuery(info.help);
    QCOMPARE(palette.shownCommands(), QStringList { info.title() });
}

void TestPages::arrowsReachEveryPage()
{
    auto* list = m_window->findChildren<QListView*>().first();
    QCOMPARE(list->accessibleName(), QStringLiteral("Pages"));
    list->setFocus();
    QStringList seen { m_window->shownPage() };
    QStringList titles { list->currentIndex().data().toString() };
    for (std::size_t i = 1; i < m_window->pages().all().size(); ++i) {
        QTest::keyClick(list, Qt::Key_Down);
        seen << m_window->shownPage();
        titles << list->currentIndex().data().toString();
    }
    QStringList ids;
    QStringList wanted;
    for (const auto& info : m_window->pages().all()) {
        ids << info.id;
        wanted << info.title();
    }
    QCOMPARE(seen, ids);
    QCOMPARE(titles, wanted);
}

void TestPages::tabReachesEveryControlOfThePage()
{
    QFETCH(const QString, id);
    m_window->showPage(id);
    std::set<QWidget*> reached;
    for (int i = 0; i < 80; ++i) {
        QTest::keyClick(
            QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(), Qt::Key_Tab);
        if (auto* focus = QApplication::focusWidget())
            reached.insert(focus);
    }
    for (auto* control : stacked()->findChildren<QWidget*>()) {
        const auto* button = qobject_cast<QAbstractButton*>(control);
        if (!control->isVisible() || !control->isEnabled() || !(control->focusPolicy() & Qt::TabFocus)
            || control->focusProxy())
            continue;
        const QString name = button && !button->text().isEmpty() ? button->text() : control->accessibleName();
        QVERIFY2(!name.isEmpty(), control->metaObject()->className());
        QVERIFY2(reached.count(control) == 1, qPrintable(name));
    }
}

void TestPages::anotherPageNeedsOnlyItsLine()
{
    auto all = builtin().all();
    all.push_back(noted());
    m_window = made(pages::PageRegistry(all));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const int number = static_cast<int>(all.size());
    QTest::keyClick(m_window.get(), static_cast<Qt::Key>(Qt::Key_0 + number), Qt::ControlModifier);
    QCOMPARE(m_window->shownPage(), QStringLiteral("noted"));
    auto* list = m_window->findChildren<QListView*>().first();
    QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Unlisted"));
    dialogs::CommandPalette palette(m_window->actions().all(), widgets::Theme::light());
    palette.setQuery(QStringLiteral("noted"));
    QCOMPARE(palette.shownCommands(), QStringList { QStringLiteral("Unlisted") });
    stacked()->findChild<QPushButton*>()->click();
    QCOMPARE(m_window->shownPage(), pages::pageid::kStart);
}

void TestPages::twoPagesOfOneNameAreRefused()
{
    QVERIFY_EXCEPTION_THROWN(pages::PageRegistry({ noted(), noted() }), Error);
    auto other = noted();
    other.id = QStringLiteral("other");
    QVERIFY_EXCEPTION_THROWN(pages::PageRegistry({ noted(), other }), Error);
    other.text = QStringLiteral("&Other");
    QCOMPARE(pages::PageRegistry({ noted(), other }).indexOf(QStringLiteral("other")), 1);
}

void TestPages::anUnknownPageIsRefused()
{
    QVERIFY_EXCEPTION_THROWN(m_window->showPage(QStringLiteral("nowhere")), Error);
    QCOMPARE(m_window->shownPage(), pages::pageid::kStart);
}

QTEST_MAIN(TestPages)
#include "tst_pages.moc"
