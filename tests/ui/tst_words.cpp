// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metricfacts.h"
#include "engine/weighting/names.h"
#include "ui/models/intervalcolumn.h"
#include "ui/models/referencewords.h"
#include "ui/models/words.h"
#include "values.h"

#include <QTest>

#include <cmath>

using namespace btw;

class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersHaveSensibleDigits_data();
    void numbersHaveSensibleDigits();
    void figuresOfOneSentenceShareTheirDecimals_data();
    void figuresOfOneSentenceShareTheirDecimals();
    void intervalsShowOnWhichSideOfZeroTheyEnd_data();
    void intervalsShowOnWhichSideOfZeroTheyEnd();
    void intervalsOfAColumnShareTheirPlace();
    void remainingTimeIsRounded_data();
    void remainingTimeIsRounded();
    void listsAreJoinedAsSpoken();
    void pluralNamesAreRecognised_data();
    void pluralNamesAreRecognised();
    void abbreviationsKeepTheirLetters();
    void metricsHaveNamesForPeople();
    void correlationVariantIsForRegressionOnly();
    void cohortLineCountsPeopleBesideRows();
    void aHandfulOfPeopleTellsNoModelsApart();
};

void TestWords::numbersHaveSensibleDigits_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("words");
    QTest::newRow("score") << 0.734 << "0.73";
    QTest::newRow("above ten") << 12.34 << "12.3";
    QTest::newRow("above a hundred") << 123.4 << "123";
    QTest::newRow("thousands") << 12345.0 << "12,345";
    QTest::newRow("small") << 0.0042 << "0.0042";
    QTest::newRow("nearly a tenth") << 0.0949 << "0.095";
    QTest::newRow("negative") << -0.5 << QStringLiteral("−0.50");
    QTest::newRow("no minus zero") << -0.0 << "0.00";
    QTest::newRow("tiny") << 4.2e-7 << QStringLiteral("4.2e−7");
    QTest::newRow("tiny and negative") << -1e-12 << QStringLiteral("−1.0e−12");
    QTest::newRow("huge") << 5.4321e9 << "5,432,100,000";
    QTest::newRow("zero") << 0.0 << "0.00";
    QTest::newRow("undefined") << std::nan("") << QStringLiteral("–");
}

void TestWords::numbersHaveSensibleDigits()
{
    QFETCH(double, value);
    QTEST(models::number(value), "words");
}

void TestWords::figuresOfOneSentenceShareTheirDecimals_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("largest");
    QTest::addColumn<QString>("words");
    QTest::newRow("smaller one") << 0.0088 << 0.058 << "0.009";
    QTest::newRow("the largest") << 0.058 << 0.058 << "0.058";
    QTest::newRow("whole numbers") << 3.4 << 123.0 << "3";
    QTest::newRow("rounds to zero") << -0.0001 << 0.05 << "0.000";
    QTest::newRow("negative") << -0.053 << 0.053 << QStringLiteral("−0.053");
    QTest::newRow("tiny") << -3.1e-8 << 4.2e-7 << QStringLiteral("−3e−8");
    QTest::newRow("huge") << 3.4e8 << 1.2e9 << "340,000,000";
}

void TestWords::figuresOfOneSentenceShareTheirDecimals()
{
    QFETCH(double, value);
    QFETCH(double, largest);
    QTEST(models::numberBeside(value, largest), "words");
}

// An end beyond 0 never reads as 0, and a difference has digits whatever the unit of the label.
void TestWords::intervalsShowOnWhichSideOfZeroTheyEnd_data()
{
    QTest::addColumn<double>("estimate");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("words");
    QTest::newRow("plain") << 0.031 << 0.012 << 0.050 << "0.031 0.012 0.050";
    QTest::newRow("an end near 0") << 0.031 << 0.0004 << 0.062 << "0.0310 0.0004 0.0620";
    QTest::newRow("an end very near 0") << 0.31 << 2.4e-6 << 0.62 << QStringLiteral("0.31 2e−6 0.62");
    QTest::newRow("below 0") << -0.031 << -0.062 << -0.0004 << QStringLiteral("−0.0310 −0.0620 −0.0004");
    QTest::newRow("ends at 0") << 0.1 << 0.0 << 0.2 << "0.10 0.00 0.20";
    QTest::newRow("tiny") << 3.1e-8 << 1.2e-8 << 5e-8 << QStringLiteral("3.1e−8 1.2e−8 5.0e−8");
    QTest::newRow("huge") << 3.1e8 << 1.2e8 << 5e8 << "310,000,000 120,000,000 500,000,000";
    QTest::newRow("estimate of 0") << -1e-9 << -0.31 << 0.29 << QStringLiteral("0.00 −0.31 0.29");
    QTest::newRow("no interval") << 3.25e-8 << std::nan("") << std::nan("") << QStringLiteral("3.250e−8 – –");
    QTest::newRow("no width") << 12.0 << 12.0 << 12.0 << "12.00 12.00 12.00";
}

void TestWords::intervalsShowOnWhichSideOfZeroTheyEnd()
{
    QFETCH(double, estimate);
    QFETCH(double, low);
    QFETCH(double, high);
    const auto words = models::intervalWords(estimate, low, high);
    QTEST(QStringList({ words.estimate, words.low, words.high }).join(QLatin1Char(' ')), "words");
}

void TestWords::intervalsOfAColumnShareTheirPlace()
{
    const auto shown = [](const std::vector<models::Interval>& rows) {
        QStringList texts;
        for (const auto& one : models::intervalColumn(rows))
            texts << QStringLiteral("%1 (%2 to %3)").arg(one.estimate, one.low, one.high);
        return texts.join(QStringLiteral("; "));
    };
    const double none = std::nan("");
    QCOMPARE(shown({}), QString());
    // By themselves the first would have four decimals and the last one.
    QCOMPARE(
        shown({ { 0.0326, 0.0311, 0.0343 }, { 0.7, 0.61, 0.78 }, { 0.712, 0.66, 0.75 }, { 0.5, 0.2, 2.3 } }),
        QStringLiteral("0.033 (0.031 to 0.034); 0.700 (0.610 to 0.780); 0.712 (0.660 to 0.750); 0.500 (0.200 "
                       "to 2.300)"));
    // Of an even number the finer half decides; a row without a width, or unknown, has no say.
    QCOMPARE(shown({ { 1.5, 1, 2.6 }, { 0.712, 0.66, 0.75 }, { 0.5, 0.5, 0.5 }, { none, none, none } }),
        QStringLiteral("1.500 (1.000 to 2.600); 0.712 (0.660 to 0.750); 0.500 (0.500 to 0.500); – (– to –)"));
    // Nor has one of nothing but 0, where none has a width.
    QCOMPARE(shown({ { 0, 0, 0 }, { -0.5, -0.5, -0.5 }, { 0, 0, 0 } }),
        QStringLiteral("0.0000 (0.0000 to 0.0000); −0.5000 (−0.5000 to −0.5000); 0.0000 (0.0000 to 0.0000)"));
    QCOMPARE(shown({ { 0, 0, 0 } }), QStringLiteral("0 (0 to 0)"));
    // An end that would read as 0 says on which side of it it lies.
    QCOMPARE(shown({ { 0.04, 0.0001, 0.08 }, { 0.05, 0.01, 0.09 }, { 0.06, 0.02, 0.1 } }),
        QStringLiteral("0.040 (0.0001 to 0.080); 0.050 (0.010 to 0.090); 0.060 (0.020 to 0.100)"));
}

void TestWords::remainingTimeIsRounded_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("soon") << 4.0 << "a few seconds left";
    QTest::newRow("seconds") << 42.0 << "about 40 s left";
    QTest::newRow("minutes") << 250.0 << "about 4 min left";
    QTest::newRow("hours") << 9000.0 << "about 2.5 h left";
    QTest::newRow("unknown") << std::nan("") << "";
}

void TestWords::remainingTimeIsRounded()
{
    QFETCH(double, seconds);
    QTEST(models::timeLeft(seconds), "words");
}

void TestWords::listsAreJoinedAsSpoken()
{
    QCOMPARE(models::joined({}), QString());
    QCOMPARE(models::joined({ QStringLiteral("text") }), QStringLiteral("text"));
    QCOMPARE(models::joined({ QStringLiteral("text"), QStringLiteral("audio"), QStringLiteral("video") }),
        QStringLiteral("text, audio and video"));
}

void TestWords::pluralNamesAreRecognised_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("plural");
    QTest::newRow("notes") << "notes" << true;
    QTest::newRow("labs") << "labs" << true;
    QTest::newRow("text") << "text" << false;
    QTest::newRow("demographics") << "demographics" << true;
    QTest::newRow("proteomics") << "proteomics" << false;
    QTest::newRow("two letters") << "ts" << false;
    QTest::newRow("ss") << "gloss" << false;
}

void TestWords::pluralNamesAreRecognised()
{
    QFETCH(QString, name);
    QTEST(models::readsAsPlural(name), "plural");
}

void TestWords::abbreviationsKeepTheirLetters()
{
    QCOMPARE(models::startingName(QStringLiteral("ecg")), QStringLiteral("ecg"));
    QCOMPARE(models::startingName(QStringLiteral("notes")), QStringLiteral("Notes"));
}

void TestWords::metricsHaveNamesForPeople()
{
    QCOMPARE(models::metricName("mae"), QStringLiteral("mean absolute error"));
    QCOMPARE(models::metricShort("macro_f1"), QStringLiteral("macro-F1"));
    QCOMPARE(models::metricName("own_metric"), QStringLiteral("own_metric"));
    for (const auto& facts : analysis::metricFacts()) {
        const std::string name(facts.name);
        QVERIFY2(
            name == "accuracy" || models::metricName(name) != QString::fromStdString(name), name.c_str());
    }
}

void TestWords::correlationVariantIsForRegressionOnly()
{
    QCOMPARE(models::variantsFor(Task::Regression).size(), weighting::variantNames().size());
    for (const auto variant : models::variantsFor(Task::Classification))
        QVERIFY(variant != weighting::Variant::CcLocal);
}

void TestWords::cohortLineCountsPeopleBesideRows()
{
    auto cohort = values::cohort(20);
    QCOMPARE(models::cohortLine(cohort), QStringLiteral("2 modalities · 20 rows · label −3 to 3"));
    for (int i = 0; i < 20; ++i)
        cohort.groups.emplace_back(i < 10 ? "a" : "b");
    QCOMPARE(
        models::cohortLine(cohort), QStringLiteral("2 modalities · 20 rows of 2 people · label −3 to 3"));
}

// As of what a modality adds: an interval of a handful is none, however clear it looks.
void TestWords::aHandfulOfPeopleTellsNoModelsApart()
{
    models::AgainstReference constant;
    constant.system = QStringLiteral("constant");
    constant.modelIsBetterBy.estimate = 4.7;
    constant.modelIsBetterBy.low = 0.9;
    constant.modelIsBetterBy.high = 8.9;
    const auto said = [&](std::size_t people) {
        return models::referenceSentences({ constant }, QStringLiteral("mult"), people)
            .join(QLatin1Char(' '));
    };
    QCOMPARE(said(9),
        QStringLiteral("9 people are too few to tell this model from predicting the same for everybody."));
    QVERIFY2(said(10).contains(QStringLiteral("it does better than predicting the same for everybody")),
        qPrintable(said(10)));
}

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
