// SPDX-License-Identifier: GPL-3.0-or-later
// The handbook in the window: found by F1 from every page, searched, and one text with the documents.
#include "ui/help/glossary.h"
#include "ui/help/handbook.h"
#include "ui/help/helpwindow.h"
#include "ui/help/wordbutton.h"
#include "ui/pages/pageregistry.h"

#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>

using namespace btw;
using help::Glossary;
using help::Handbook;
using help::HelpWindow;

class TestHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPageHasItsPlace();
    void everyLinkLeadsSomewhere();
    void headingsComeFirst();
    void pageIsOpenedAtItsPlace();
    void searchNarrowsAndLeadsThere();
    void wordIsShownInTheGlossary();
    void wordsAreOfTheGlossary_data();
    void wordsAreOfTheGlossary();
    void buttonSaysWhatTheGlossarySays();
};

void TestHelp::everyPageHasItsPlace()
{
    const Handbook book;
    const auto pages = pages::builtinPages();
    for (const auto& page : pages.all())
        QVERIFY2(book.placeOf(page.id).fragment() == page.id, qPrintable(page.id));
    QVERIFY(!book.placeOf(QStringLiteral("cellar")).hasFragment());
}

void TestHelp::everyLinkLeadsSomewhere()
{
    static const QRegularExpression link(QStringLiteral(R"(\]\(([^)#]+\.md)(#[^)]*)?\))"));
    int links = 0;
    const Handbook book;
    for (const auto& section : book.sections()) {
        for (auto found = link.globalMatch(section.text); found.hasNext(); ++links) {
            const QUrl place = section.page.resolved(QUrl(found.next().captured(1)));
            QVERIFY2(QFile::exists(QLatin1Char(':') + place.path()), qPrintable(place.toString()));
        }
    }
    QVERIFY(links > 5);
}

void TestHelp::headingsComeFirst()
{
    const Handbook book;
    const auto found = book.find(QStringLiteral("placebo"));
    QVERIFY(found.size() > 1); // in the glossary, too
    QCOMPARE(found.front().heading, QStringLiteral("A placebo"));
    QVERIFY(book.find(QStringLiteral("no-such-word")).empty());
    QCOMPARE(book.find({}).size(), book.sections().size());
}

void TestHelp::pageIsOpenedAtItsPlace()
{
    HelpWindow window(nullptr);
    window.show();
    window.showPage(QStringLiteral("train"));
    QCOMPARE(window.headingOnTop(), QStringLiteral("Train"));
    QVERIFY(window.text()->toPlainText().contains(QStringLiteral("The training under way")));
    window.showPage(QStringLiteral("data"));
    QCOMPARE(window.headingOnTop(), QStringLiteral("Data"));
}

void TestHelp::searchNarrowsAndLeadsThere()
{
    HelpWindow window(nullptr);
    window.show();
    const int all = window.found()->count();
    QTest::keyClicks(window.search(), QStringLiteral("placebo"));
    QVERIFY(window.found()->count() > 0 && window.found()->count() < all);
    QTest::keyClick(window.search(), Qt::Key_Return);
    QCOMPARE(window.headingOnTop(), QStringLiteral("A placebo"));
    QTest::keyClick(&window, Qt::Key_Escape);
    QVERIFY(!window.isVisible());
}

void TestHelp::wordIsShownInTheGlossary()
{
    HelpWindow window(nullptr);
    window.show();
    window.showWord(QStringLiteral("placebo"));
    QCOMPARE(window.text()->textCursor().selectedText(), QStringLiteral("placebo"));
}

void TestHelp::wordsAreOfTheGlossary_data()
{
    QTest::addColumn<QString>("word");
    for (const char* word : { "BTW", "KL", "MI", "macro-F1", "spec", "hash", "small-cohort", "seed", "preset",
             "variance policy" })
        QTest::newRow(word) << QString::fromLatin1(word);
}

void TestHelp::wordsAreOfTheGlossary()
{
    QFETCH(QString, word);
    const auto entry = Glossary().find(word);
    QVERIFY(entry);
    QVERIFY2(entry->meaning.endsWith(QLatin1Char('.')), qPrintable(entry->meaning));
}

void TestHelp::buttonSaysWhatTheGlossarySays()
{
    const help::WordButton button(QStringLiteral("spec"));
    QVERIFY(button.meaning().startsWith(QStringLiteral("A parameter is one key")));
    QVERIFY(!button.meaning().contains(QLatin1Char('*'))); // plain text
    QCOMPARE(button.accessibleDescription(), button.meaning());
    QVERIFY(button.accessibleName().contains(QStringLiteral("spec")));
    QVERIFY(help::WordButton(QStringLiteral("no such word")).meaning().isEmpty());
}

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
