// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/names.h"

#include <QtTest/QtTest>

using btw::Split;
using btw::Task;
using btw::data::ModalityKind;

class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNameParsesBackToItsValue();
    void splitWordsOfOtherProgramsAreUnderstood_data();
    void splitWordsOfOtherProgramsAreUnderstood();
    void caseAndBlanksDoNotMatter();
    void unknownWordsGiveNothing_data();
    void unknownWordsGiveNothing();
    void namesThatResultsUseAreRefusedForModalities_data();
    void namesThatResultsUseAreRefusedForModalities();
    void namesAreTheWordsOfFiles();
};

void TestNames::everyNameParsesBackToItsValue()
{
    for (const Task task : { Task::Regression, Task::Classification })
        QVERIFY(btw::data::parseTask(btw::data::taskName(task)) == task);
    for (const Split split : { Split::Train, Split::Validation, Split::Test })
        QVERIFY(btw::data::parseSplit(btw::data::splitName(split)) == split);
    for (const ModalityKind kind : { ModalityKind::Vector, ModalityKind::Sequence, ModalityKind::Series })
        QVERIFY(btw::data::parseKind(btw::data::kindName(kind)) == kind);
}

void TestNames::splitWordsOfOtherProgramsAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<int>("split");
    QTest::newRow("training") << QByteArray("training") << 0;
    QTest::newRow("0") << QByteArray("0") << 0;
    QTest::newRow("validation") << QByteArray("validation") << 1;
    QTest::newRow("valid") << QByteArray("valid") << 1;
    QTest::newRow("dev") << QByteArray("dev") << 1;
    QTest::newRow("1") << QByteArray("1") << 1;
    QTest::newRow("testing") << QByteArray("testing") << 2;
    QTest::newRow("2") << QByteArray("2") << 2;
    QTest::newRow("derivation") << QByteArray("derivation") << 0;
    QTest::newRow("capitals") << QByteArray("\t VALIDATION\r") << 1;
    for (const char* word :
        { "holdout", "hold-out", "hold_out", "heldout", "held-out", "held_out", "Held_Out" })
        QTest::newRow(word) << QByteArray(word) << 2;
}

void TestNames::splitWordsOfOtherProgramsAreUnderstood()
{
    QFETCH(QByteArray, word);
    QFETCH(int, split);
    QVERIFY(btw::data::parseSplit(word.toStdString()) == static_cast<Split>(split));
}

void TestNames::caseAndBlanksDoNotMatter()
{
    QVERIFY(btw::data::parseSplit(" Train\r\n") == Split::Train);
    QVERIFY(btw::data::parseTask("REGRESSION") == Task::Regression);
    QVERIFY(btw::data::parseKind("\tSequence ") == ModalityKind::Sequence);
}

void TestNames::unknownWordsGiveNothing_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char* word : { "", "   ", "trains", "3", "-1", "tra in", "val,test" })
        QTest::newRow(*word == '\0' ? "empty" : word) << QByteArray(word);
}

void TestNames::unknownWordsGiveNothing()
{
    QFETCH(QByteArray, word);
    QVERIFY(!btw::data::parseSplit(word.toStdString()));
    QVERIFY(!btw::data::parseTask(word.toStdString()));
    QVERIFY(!btw::data::parseKind(word.toStdString()));
}

void TestNames::namesThatResultsUseAreRefusedForModalities_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("plain") << QByteArray("text") << true;
    QTest::newRow("with signs") << QByteArray("chest_x-ray.2") << true;
    QTest::newRow("UTF-8") << QByteArray("l\xc3\xa4nge") << true;
    QTest::newRow("all") << QByteArray("all") << false;
    QTest::newRow("constant") << QByteArray("constant") << false;
    QTest::newRow("multi") << QByteArray("multi") << false;
    QTest::newRow("trees") << QByteArray("trees") << false;
    QTest::newRow("empty") << QByteArray("") << false;
    QTest::newRow("blank") << QByteArray("two words") << false;
    QTest::newRow("comma") << QByteArray("a,b") << false;
    QTest::newRow("slash") << QByteArray("../a") << false;
    QTest::newRow("tab") << QByteArray("a\tb") << false;
    QTest::newRow("end of line") << QByteArray("a\r") << false;
    QTest::newRow("new line") << QByteArray("\na") << false;
    QTest::newRow("semicolon") << QByteArray("a;b") << false;
    QTest::newRow("backslash") << QByteArray("a\\b") << false;
    QTest::newRow("quote") << QByteArray("a\"b") << false;
    QTest::newRow("apostrophe") << QByteArray("a'b") << false;
    QTest::newRow("begins as a reserved one") << QByteArray("allergies") << true;
}

void TestNames::namesThatResultsUseAreRefusedForModalities()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, allowed);
    QCOMPARE(btw::data::isModalityName(name.toStdString()), allowed);
}

void TestNames::namesAreTheWordsOfFiles()
{
    QCOMPARE(btw::data::taskName(Task::Regression), std::string("regression"));
    QCOMPARE(btw::data::taskName(Task::Classification), std::string("classification"));
    QCOMPARE(btw::data::splitName(Split::Train), std::string("train"));
    QCOMPARE(btw::data::splitName(Split::Validation), std::string("val"));
    QCOMPARE(btw::data::splitName(Split::Test), std::string("test"));
    QCOMPARE(btw::data::kindName(ModalityKind::Vector), std::string("vector"));
    QCOMPARE(btw::data::kindName(ModalityKind::Sequence), std::string("sequence"));
    QCOMPARE(btw::data::kindName(ModalityKind::Series), std::string("series"));
    QCOMPARE(btw::data::severityName(btw::data::Severity::Note), std::string("note"));
    QCOMPARE(btw::data::severityName(btw::data::Severity::Warning), std::string("warning"));
    QCOMPARE(btw::data::severityName(btw::data::Severity::Error), std::string("error"));
}

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
