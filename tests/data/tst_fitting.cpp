// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"
#include "engine/data/fitting.h"
#include "engine/data/samples.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace btw;
using namespace btw::data;

namespace {

const float kNan = std::nanf("");

std::vector<double> numbers(const QJsonValue& list)
{
    std::vector<double> out;
    for (const auto& item : list.toArray())
        out.push_back(item.toDouble());
    return out;
}

/// Six instances, the first four for training, with one column of numbers and one of words.
Cohort withWords(Encoding encoding, const std::vector<float>& codes, const std::vector<std::string>& words,
    bool declared = false)
{
    Cohort cohort;
    cohort.ids = { "a", "b", "c", "d", "e", "f" };
    cohort.y = { 1, 2, 3, 4, 5, 6 };
    cohort.splits
        = { Split::Train, Split::Train, Split::Train, Split::Train, Split::Validation, Split::Test };
    Modality modality;
    modality.name = "demo";
    modality.dims = 2;
    modality.columns = { "age", "sex" };
    modality.present.assign(6, 1);
    for (std::size_t i = 0; i < 6; ++i) {
        modality.values.push_back(static_cast<float>(i));
        modality.values.push_back(codes[i]);
    }
    cohort.modalities.push_back(modality);
    cohort.categories.push_back({ 0, 1, encoding, words, declared });
    return cohort;
}

bool same(const std::vector<float>& a, const std::vector<float>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

std::string sentenceOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class FittingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quantilesAreNumpys();
    void equalLabelsCannotBeCutApart();
    void classesAreNamedByTheirThresholds();
    void aLabelIsCutByThresholds();
    void unusableCutsAreRefused_data();
    void unusableCutsAreRefused();
    void quantilesAreThoseOfTrainingRowsOnly();
    void classCountsAreBySplit();
    void oneHotHasAColumnForEachWordOfTraining();
    void ordinalIsThePlaceAmongTheWordsOfTraining();
    void aDeclaredOrderIsKept();
    void aMissingWordIsMissing();
    void absentInstancesStayZero();
    void stepsOfASequenceAreEncodedToo();
    void wordsThatTrainingNeverSawAreNoted();
    void aColumnWithoutWordsInTrainingIsRefused();
};

void FittingTest::quantilesAreNumpys()
{
    QFile file(QStringLiteral(BTW_TEST_DATA "/io/quantiles.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(cases.size() >= 6);
    for (const auto& item : cases) {
        const QJsonObject object = item.toObject();
        const std::vector<double> want = numbers(object[QStringLiteral("thresholds")]);
        const std::vector<double> got = quantileThresholds(numbers(object[QStringLiteral("values")]),
            static_cast<std::size_t>(object[QStringLiteral("classes")].toInt()));
        QCOMPARE(got.size(), want.size());
        for (std::size_t k = 0; k < want.size(); ++k)
            QVERIFY(std::abs(got[k] - want[k]) <= 1e-12 * std::abs(want[k]));
    }
}

void FittingTest::equalLabelsCannotBeCutApart()
{
    const auto sentence = [](const std::vector<double>& values, std::size_t classes) {
        return sentenceOf([&] { quantileThresholds(values, classes); });
    };
    QVERIFY(sentence({ 1, 2, 2, 2, 2, 3 }, 3).find("Too many training labels are equal (2)") == 0);
    QVERIFY(sentence({ 0, 0, 0, 0, 1 }, 2).find("Too many training labels are equal (0)") == 0);
    QVERIFY(sentence({ 1, 2 }, 3).find("3 classes by 2 training rows") != std::string::npos);
    QVERIFY(sentence({ 0, 0, 1, 1 }, 2).empty());
}

void FittingTest::classesAreNamedByTheirThresholds()
{
    QCOMPARE(cutNames({ 3, 7.5 }), (std::vector<std::string> { "below 3", "3 to 7.5", "7.5 and more" }));
    QCOMPARE(cutNames({ 0 }), (std::vector<std::string> { "below 0", "0 and more" }));
    // Too close for six digits.
    QCOMPARE(cutNames({ 1.0000001, 1.0000002, 1.0000003 })[1], std::string("1.0000001 to 1.0000002"));
}

void FittingTest::aLabelIsCutByThresholds()
{
    Cohort cohort;
    cohort.y = { 2.9, 3, 6.9, 7, 100, -5 };
    cohort.labelRange = { -5, 100 };
    cutLabel(cohort, { { 3, 7 }, 0, { "short", "medium", "long" } });
    QCOMPARE(cohort.y, (std::vector<double> { 0, 1, 1, 2, 2, 0 }));
    QCOMPARE(cohort.classes, (std::vector<std::string> { "short", "medium", "long" }));
    QCOMPARE(cohort.task, Task::Classification);
    QVERIFY(!cohort.labelRange);
}

void FittingTest::unusableCutsAreRefused_data()
{
    QTest::addColumn<QList<double>>("thresholds");
    QTest::addColumn<int>("names");
    QTest::addColumn<QString>("what");
    QTest::newRow("nothing") << QList<double> {} << 0 << "neither thresholds nor quantiles";
    QTest::newRow("descending") << QList<double> { 2, 1 } << 0 << "do not ascend at 1";
    QTest::newRow("equal") << QList<double> { 2, 2 } << 0 << "do not ascend at 2";
    QTest::newRow("NaN") << QList<double> { std::nan("") } << 0 << "do not ascend";
    QTest::newRow("too few names") << QList<double> { 1, 2 } << 2 << "makes 3 classes and has 2 names";
}

void FittingTest::unusableCutsAreRefused()
{
    QFETCH(QList<double>, thresholds);
    QFETCH(int, names);
    QFETCH(QString, what);
    LabelCut cut;
    cut.thresholds.assign(thresholds.begin(), thresholds.end());
    for (int i = 0; i < names; ++i)
        cut.names.push_back("class " + std::to_string(i));
    Cohort cohort;
    cohort.y = { 1, 2, 3 };
    const std::string sentence = sentenceOf([&] { cutLabel(cohort, cut); });
    QVERIFY2(QString::fromStdString(sentence).contains(what), sentence.c_str());
    cohort.task = Task::Classification;
    QVERIFY(sentenceOf([&] {
        cutLabel(cohort, { { 2 }, 0, {} });
    }).find("classes already")
        != std::string::npos);
}

void FittingTest::quantilesAreThoseOfTrainingRowsOnly()
{
    Cohort cohort = makeSentiment(200, 3);
    for (std::size_t i = 0; i < cohort.size(); ++i)
        cohort.y[i] = static_cast<double>(i);
    cohort.splits.assign(200, Split::Train);
    for (std::size_t i = 100; i < 150; ++i)
        cohort.splits[i] = i % 2 == 0 ? Split::Validation : Split::Test;
    for (std::size_t i = 150; i < 200; ++i)
        cohort.splits[i] = Split::Test;
    cohort.labelRange.reset();
    cohort.cut = LabelCut { {}, 4, {} };
    drawSplits(cohort, 0);
    QVERIFY(!cohort.cut);
    QCOMPARE(cohort.classes,
        (std::vector<std::string> { "below 24.75", "24.75 to 49.5", "49.5 to 74.25", "74.25 and more" }));
    const auto counts = classCounts(cohort);
    for (const auto& of : counts)
        QCOMPARE(of[0], std::size_t(25));
    QCOMPARE(counts[3][1], std::size_t(25)); // every other row lies above the training rows
    QCOMPARE(counts[3][2], std::size_t(75));
    QVERIFY(hasErrors(checkCohort(cohort))); // one class only in two of its splits
}

void FittingTest::classCountsAreBySplit()
{
    Cohort cohort;
    cohort.task = Task::Classification;
    cohort.classes = { "no", "yes" };
    cohort.y = { 0, 1, 1, 0, 1 };
    QCOMPARE(classCounts(cohort)[1][0], std::size_t(3));
    cohort.splits = { Split::Train, Split::Test, Split::Train, Split::Validation, Split::Test };
    const auto counts = classCounts(cohort);
    QVERIFY((counts[0] == std::array<std::size_t, 3> { 1, 1, 0 }));
    QVERIFY((counts[1] == std::array<std::size_t, 3> { 1, 0, 2 }));
}

void FittingTest::oneHotHasAColumnForEachWordOfTraining()
{
    // "z" is the test row's only.
    Cohort cohort = withWords(Encoding::OneHot, { 1, 0, 2, 1, 2, 3 }, { "f", "m", "n", "z" });
    drawSplits(cohort, 0);
    const Modality& demo = cohort.modalities[0];
    QCOMPARE(demo.columns, (std::vector<std::string> { "age", "sex=f", "sex=m", "sex=n" }));
    QCOMPARE(demo.dims, 4);
    QCOMPARE(demo.values,
        (std::vector<float> { 0, 0, 1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3, 0, 1, 0, 4, 0, 0, 1, 5, 0, 0, 0 }));
    QVERIFY(cohort.categories.empty());
    drawSplits(cohort, 0); // a second time changes nothing
    QCOMPARE(cohort.modalities[0].dims, 4);
}

void FittingTest::ordinalIsThePlaceAmongTheWordsOfTraining()
{
    Cohort cohort = withWords(Encoding::Ordinal, { 3, 1, 3, 1, 0, 3 }, { "1", "2", "5", "10" });
    drawSplits(cohort, 0);
    QCOMPARE(cohort.modalities[0].columns, (std::vector<std::string> { "age", "sex" }));
    QVERIFY(same(cohort.modalities[0].values, { 0, 1, 1, 0, 2, 1, 3, 0, 4, kNan, 5, 1 }));
}

void FittingTest::aDeclaredOrderIsKept()
{
    Cohort cohort = withWords(Encoding::Ordinal, { 2, 0, 2, 0, 1, 2 }, { "low", "middle", "high" }, true);
    QVERIFY(fitToTraining(cohort).empty());
    QCOMPARE(cohort.modalities[0].values, (std::vector<float> { 0, 2, 1, 0, 2, 2, 3, 0, 4, 1, 5, 2 }));
}

void FittingTest::aMissingWordIsMissing()
{
    Cohort cohort = withWords(Encoding::OneHot, { 0, kNan, 1, 1, 1, 0 }, { "f", "m" });
    drawSplits(cohort, 0);
    QVERIFY(
        same(cohort.modalities[0].values, { 0, 1, 0, 1, kNan, kNan, 2, 0, 1, 3, 0, 1, 4, 0, 1, 5, 1, 0 }));
}

void FittingTest::absentInstancesStayZero()
{
    Cohort cohort = withWords(Encoding::OneHot, { 1, 0, 1, 1, 1, 0 }, { "f", "m" });
    cohort.modalities[0].present[1] = 0;
    cohort.modalities[0].values[2] = cohort.modalities[0].values[3] = 0;
    drawSplits(cohort, 0);
    // The zero of the absent row is no word: only "m" is left in training.
    QCOMPARE(cohort.modalities[0].columns, (std::vector<std::string> { "age", "sex=m" }));
    QCOMPARE(cohort.modalities[0].values, (std::vector<float> { 0, 1, 0, 0, 2, 1, 3, 1, 4, 1, 5, 0 }));
}

void FittingTest::stepsOfASequenceAreEncodedToo()
{
    Cohort cohort = withWords(Encoding::OneHot, { 0, 0, 1, 2, 1, 2 }, { "x", "y", "z" });
    Modality& sequence = cohort.modalities[0];
    sequence.kind = ModalityKind::Sequence;
    sequence.offsets = { 0, 2, 2, 3, 3, 5, 6 }; // a: steps 0 and 1, c: 2, e: 3 and 4, f: 5
    sequence.present = { 1, 0, 1, 0, 1, 1 };
    drawSplits(cohort, 0);
    QCOMPARE(sequence.columns, (std::vector<std::string> { "age", "sex=x", "sex=y" }));
    QCOMPARE(sequence.values, (std::vector<float> { 0, 1, 0, 1, 1, 0, 2, 0, 1, 3, 0, 0, 4, 0, 1, 5, 0, 0 }));
}

void FittingTest::wordsThatTrainingNeverSawAreNoted()
{
    Cohort cohort = withWords(Encoding::OneHot, { 1, 1, 1, 1, 0, 2 }, { "f", "m", "n" });
    const std::vector<Problem> notes = fitToTraining(cohort);
    QCOMPARE(notes.size(), std::size_t(1));
    QCOMPARE(notes[0].severity, Severity::Note);
    QCOMPARE(notes[0].where, std::string("modality demo, sex"));
    QCOMPARE(notes[0].what, std::string("2 words that no training row has: f, n."));
}

void FittingTest::aColumnWithoutWordsInTrainingIsRefused()
{
    Cohort cohort = withWords(Encoding::OneHot, { kNan, kNan, kNan, kNan, 0, 0 }, { "f" });
    QVERIFY(sentenceOf([&] { drawSplits(cohort, 0); }).find("Column sex of modality demo has no word") == 0);
}

QTEST_GUILESS_MAIN(FittingTest)
#include "tst_fitting.moc"
