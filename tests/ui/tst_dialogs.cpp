// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/removerun.h"
#include "ui/pages/actions.h"
#include "ui/widgets/nomatch.h"
#include "values.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace btw;
using dialogs::CommandPalette;

namespace {

/// Presses a key in the message box that is open when the event loop next turns.
void pressInBox(Qt::Key key)
{
    QTimer::singleShot(0, qApp, [key] {
        if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget()))
            QTest::keyClick(box, key);
    });
}

} // namespace

class TestDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paletteListsEveryCommand();
    void typedWordsNarrowTheCommandsDown();
    void whatWasTypedComesFirst_data();
    void whatWasTypedComesFirst();
    void whatIsNotPossibleNowIsNotRun();
    void enterRunsTheFirstCommand();
    void arrowsChooseAnother();
    void enterWithoutAMatchDoesNothing();
    void removalSaysWhatIsDeletedAndWhatStays();
    void enterKeepsTheRun();
    void removingIsAskedForOnPurpose();
};

void TestDialogs::paletteListsEveryCommand()
{
    const pages::Actions actions;
    const CommandPalette palette(actions.all(), widgets::Theme::light());
    const auto shown = palette.shownCommands();
    QCOMPARE(shown.size(), actions.all().size());
    QVERIFY(shown.contains(QStringLiteral("Try the sentiment demo")));
    // Nothing is training: below all that is possible.
    QVERIFY(shown.indexOf(QStringLiteral("Stop")) > shown.indexOf(QStringLiteral("Quit")));
}

void TestDialogs::typedWordsNarrowTheCommandsDown()
{
    const pages::Actions actions;
    CommandPalette palette(actions.all(), widgets::Theme::light());
    palette.setQuery(QStringLiteral("demo stay"));
    QCOMPARE(palette.shownCommands(), QStringList { QStringLiteral("Try the length-of-stay demo") });
    palette.setQuery(QStringLiteral("CONTRAST"));
    QCOMPARE(palette.shownCommands(), QStringList { QStringLiteral("High contrast") });
}

void TestDialogs::whatWasTypedComesFirst_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("first");
    QTest::newRow("a name") << "train"
                            << "Train"; // and not a demo, which trains, too
    QTest::newRow("its beginning") << "qu"
                                   << "Quit";
    QTest::newRow("a word of it") << "high"
                                  << "High contrast";
    QTest::newRow("two words") << "open da"
                               << "Open data…";
    QTest::newRow("only its help") << "licence"
                                   << "About BTW Workbench";
}

void TestDialogs::whatWasTypedComesFirst()
{
    QFETCH(QString, typed);
    QFETCH(QString, first);
    const auto page = [](const char* id, const char* text) {
        return pages::PageInfo { QString::fromLatin1(id), QString::fromLatin1(text),
            QStringLiteral("The training under way, or the run that is open."), {} };
    };
    const pages::Actions actions({ page("start", "&Start"), page("train", "&Train") });
    CommandPalette palette(actions.all(), widgets::Theme::light());
    palette.setQuery(typed);
    QVERIFY(!palette.shownCommands().isEmpty());
    QCOMPARE(palette.shownCommands().first(), first);
}

void TestDialogs::whatIsNotPossibleNowIsNotRun()
{
    const pages::Actions actions;
    CommandPalette palette(actions.all(), widgets::Theme::light());
    palette.setQuery(QStringLiteral("its epochs are kept")); // the help of "Stop"
    QCOMPARE(palette.shownCommands(), QStringList { QStringLiteral("Stop") });
    const QSignalSpy run(actions.stop, &QAction::triggered);
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(run.count(), 0);
    QVERIFY(palette.result() != QDialog::Accepted);
}

void TestDialogs::enterRunsTheFirstCommand()
{
    const pages::Actions actions;
    CommandPalette palette(actions.all(), widgets::Theme::light());
    palette.setQuery(QStringLiteral("length-of-stay"));
    const QSignalSpy run(actions.demoLos, &QAction::triggered);
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(run.count(), 1);
    QCOMPARE(palette.result(), static_cast<int>(QDialog::Accepted));
}

void TestDialogs::arrowsChooseAnother()
{
    const pages::Actions actions;
    CommandPalette palette(actions.all(), widgets::Theme::light());
    palette.setQuery(QStringLiteral("demo try"));
    const QSignalSpy first(actions.demoSentiment, &QAction::triggered);
    const QSignalSpy second(actions.demoLos, &QAction::triggered);
    auto* query = palette.findChild<QLineEdit*>();
    QTest::keyClick(query, Qt::Key_Down);
    QTest::keyClick(query, Qt::Key_Return);
    QCOMPARE(first.count(), 0);
    QCOMPARE(second.count(), 1);
}

void TestDialogs::enterWithoutAMatchDoesNothing()
{
    const pages::Actions actions;
    CommandPalette palette(actions.all(), widgets::Theme::light());
    palette.setQuery(QStringLiteral("no such thing"));
    QVERIFY(palette.shownCommands().isEmpty());
    const auto* said = palette.findChild<widgets::NoMatch*>();
    QVERIFY(said && !said->isHidden());
    QCOMPARE(said->text(), QStringLiteral("Nothing matches “no such thing”."));
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(palette.result() != QDialog::Accepted);
    palette.setQuery(QStringLiteral("quit"));
    QVERIFY(said->isHidden());
}

void TestDialogs::removalSaysWhatIsDeletedAndWhatStays()
{
    auto run = values::run(1, training::Step::Weighted, store::RunStatus::Finished);
    run.epochs = 12;
    const auto words = dialogs::removalWords(run);
    QVERIFY(words.startsWith(QStringLiteral("12 epochs with their predictions and weights")));
    QVERIFY(words.contains(QStringLiteral("all other runs stay")));
}

void TestDialogs::enterKeepsTheRun()
{
    const auto run = values::run(1, training::Step::Weighted, store::RunStatus::Finished);
    pressInBox(Qt::Key_Return);
    QVERIFY(!dialogs::confirmRemoval(run, nullptr));
    pressInBox(Qt::Key_Escape);
    QVERIFY(!dialogs::confirmRemoval(run, nullptr));
}

void TestDialogs::removingIsAskedForOnPurpose()
{
    const auto run = values::run(1, training::Step::Weighted, store::RunStatus::Finished);
    QTimer::singleShot(0, qApp, [] {
        const auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        for (auto* button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::keyClick(button, Qt::Key_Space);
    });
    QVERIFY(dialogs::confirmRemoval(run, nullptr));
}

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
