// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/bins.h"
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
#include <array>
#include <cmath>
#include <functional>
#include <limits>
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

/// A series of one feature: the time stamps of each instance.
Modality seriesAt(const std::vector<std::vector<float>>& times)
{
    Modality series;
    series.kind = ModalityKind::Series;
    series.dims = 1;
    series.offsets = { 0 };
    for (const auto& own : times) {
        series.times.insert(series.times.end(), own.begin(), own.end());
        series.offsets.push_back(static_cast<std::int64_t>(series.times.size()));
        series.present.push_back(own.empty() ? 0 : 1);
    }
    series.values.assign(series.times.size(), 1.0F);
    return series;
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
    void wordsOfSeveralColumnsBecomeTheirOwnNumbers();
    void binsSuitTheLongestInstance();
    void cutsBelowZeroAreCutsToo();
    void asManyClassesAsRowsCanBeCut();
    void refusedCutsSayWhatToDo();
    void labelsThatAreNoClassAreNotCounted();
    void givenThresholdsCountMoreThanQuantiles();
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
    }).find("already has classes")
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

// Two columns of words beside one of numbers, without names; a sequence with a declared order; one without
// words.
void FittingTest::wordsOfSeveralColumnsBecomeTheirOwnNumbers()
{
    Cohort cohort;
    cohort.ids = { "a", "b", "c", "d", "e" };
    cohort.y = { 1, 2, 3, 4, 5 };
    cohort.splits = { Split::Train, Split::Validation, Split::Train, Split::Test, Split::Train };
    Modality first;
    first.name = "first";
    first.dims = 3;
    first.present = { 1, 1, 0, 1, 1 };
    first.values = { 2, 10, 1, 1, 11, 0, 0, 0, 0, kNan, 13, 2, 0, 14, 1 };
    Modality steps;
    steps.name = "steps";
    steps.kind = ModalityKind::Sequence;
    steps.dims = 2;
    steps.columns = { "pulse", "level" };
    steps.present = { 1, 0, 1, 1, 1 };
    steps.offsets = { 0, 1, 1, 3, 4, 6 };
    steps.values = { 1, 2, 2, kNan, 3, 2, 4, 1, 5, 2, 6, 2 };
    Modality plain = first;
    plain.name = "plain";
    cohort.modalities = { first, steps, plain };
    cohort.categories = { { 0, 0, Encoding::OneHot, { "p", "q", "r" }, true },
        { 0, 2, Encoding::Ordinal, { "u", "v", "w" }, false },
        { 1, 1, Encoding::Ordinal, { "low", "middle", "high" }, true } };

    const std::vector<Problem> notes = encodeCategories(cohort);

    const Modality& mixed = cohort.modalities[0];
    QCOMPARE(mixed.columns, (std::vector<std::string> { "1=p", "1=r", "2", "3" }));
    QCOMPARE(mixed.dims, std::int64_t(4));
    QVERIFY(
        same(mixed.values, { 0, 1, 10, 0, 0, 0, 11, kNan, 0, 0, 0, 0, kNan, kNan, 13, kNan, 1, 0, 14, 0 }));
    const std::vector<SourceColumn> sources { { "1", Encoding::OneHot, { "p", "r" } }, { "2", {}, {} },
        { "3", Encoding::Ordinal, { "v" } } };
    QVERIFY(mixed.sources == sources);
    const Modality& levels = cohort.modalities[1];
    QCOMPARE(levels.columns, steps.columns);
    QCOMPARE(levels.dims, std::int64_t(2));
    QVERIFY(same(levels.values, steps.values)); // words that only others have keep their place
    const std::vector<SourceColumn> ofLevels { { "pulse", {}, {} },
        { "level", Encoding::Ordinal, { "low", "middle", "high" } } };
    QVERIFY(levels.sources == ofLevels);
    QVERIFY(cohort.modalities[2].sources.empty() && cohort.modalities[2].columns.empty());
    QVERIFY(same(cohort.modalities[2].values, plain.values));

    QCOMPARE(notes.size(), std::size_t(2));
    QCOMPARE(notes[0].code, std::string("word-never-trained"));
    QCOMPARE(notes[0].where, std::string("modality first, 1"));
    QCOMPARE(notes[0].what, std::string("1 word that no training row has: q."));
    QCOMPARE(notes[0].remedy, std::string("They count as none of the known words."));
    QCOMPARE(notes[1].code, std::string("word-never-trained"));
    QCOMPARE(notes[1].where, std::string("modality first, 3"));
    QCOMPARE(notes[1].what, std::string("2 words that no training row has: u, w."));
    QCOMPARE(notes[1].remedy, std::string("They count as missing."));

    Cohort without = withWords(Encoding::Ordinal, { kNan, kNan, kNan, kNan, 0, 0 }, { "f" });
    without.modalities[0].columns.clear();
    QCOMPARE(sentenceOf([&] { encodeCategories(without); }),
        std::string("Column 2 of modality demo has no word in any training row: leave the column out."));
}

void FittingTest::binsSuitTheLongestInstance()
{
    struct Case
    {
        const char* name;
        std::vector<std::vector<float>> times;
        std::vector<double> bins;
    };
    // 48 of the first cover the longest instance. Someone without a step comes between others; neither times
    // of two people nor a single time are a length.
    const std::vector<Case> cases {
        { "half an hour", { { 7, 7.5F } }, { 1.0 / 60, 5.0 / 60, 0.25 } },
        { "a day", { { -4, 3, 20 } }, { 0.5, 1, 2 } },
        { "a day and a little", { { 100, 124.25F } }, { 1, 2, 4 } },
        { "eight days", { { 0, 192 } }, { 4, 6, 8 } },
        { "24 days", { { 0, 1, 576 } }, { 12, 24, 48 } },
        { "half a year", { { 0, 4608 } }, { 96, 168, 336 } },
        { "four years", { { 0, 34560 } }, { 720, 2160, 4320 } },
        { "twelve years", { { 0, 103680 } }, { 2160, 4320, 8760 } },
        { "longer than any of them covers", { { 0, 500000 } }, { 2160, 4320, 8760 } },
        { "the last of several", { { 995, 1000 }, {}, { 700 }, { 100, 130, 292 } }, { 4, 6, 8 } },
        { "the first of several", { { 10, 202 }, { 0 }, {}, { 5, 6 } }, { 4, 6, 8 } },
        { "one time each", { { 3 }, {}, { 900 } }, { 1 } },
        { "all at once", { { 3, 3 }, { 5, 5, 5 } }, { 1 } },
        { "nobody", {}, { 1 } },
    };
    for (const auto& one : cases)
        QVERIFY2(suitableBins(seriesAt(one.times)) == one.bins, one.name);
}

void FittingTest::cutsBelowZeroAreCutsToo()
{
    Cohort cohort;
    cohort.y = { -4.5, -4, -2, -1.5, 0 };
    cutLabel(cohort, { { -4, -1.5 }, 0, {} });
    QCOMPARE(cohort.y, (std::vector<double> { 0, 1, 1, 2, 2 }));
    QCOMPARE(cohort.classes, (std::vector<std::string> { "below -4", "-4 to -1.5", "-1.5 and more" }));
    QCOMPARE(cohort.thresholds, (std::vector<double> { -4, -1.5 }));
    QVERIFY(cohort.task == Task::Classification);
    QCOMPARE(cutValue(-1.5, { -4, -1.5 }), 2.0);
    QVERIFY(cutNames({}).empty());
    // Six digits would call two classes "1 to 1".
    QCOMPARE(cutNames({ 1.0000001, 1.0000002, 1.0000003 }),
        (std::vector<std::string> {
            "below 1.0000001", "1.0000001 to 1.0000002", "1.0000002 to 1.0000003", "1.0000003 and more" }));
}

void FittingTest::asManyClassesAsRowsCanBeCut()
{
    const std::vector<double> thresholds = quantileThresholds({ 3, 1, 2 }, 3);
    QCOMPARE(thresholds.size(), std::size_t(2));
    QVERIFY(std::abs(thresholds[0] - 5.0 / 3) < 1e-12);
    QVERIFY(std::abs(thresholds[1] - 7.0 / 3) < 1e-12);
}

void FittingTest::refusedCutsSayWhatToDo()
{
    const auto ofQuantiles = [](const std::vector<double>& values, std::size_t classes) {
        return sentenceOf([&] { quantileThresholds(values, classes); });
    };
    QCOMPARE(ofQuantiles({ 1, 2 }, 3),
        std::string(
            "A label cannot be cut into 3 classes by 2 training rows: ask for at least 2, and for fewer "
            "than there are rows."));
    QVERIFY(ofQuantiles({ 1, 2 }, 1).find("A label cannot be cut into 1 classes by 2 training rows") == 0);
    QVERIFY(ofQuantiles({ 1, 2 }, 0).find("A label cannot be cut into 0 classes") == 0);
    QCOMPARE(ofQuantiles({ 1, 2, 2, 2, 2, 3 }, 3),
        std::string("Too many training labels are equal (2) to cut them into 3 classes by quantiles: ask for "
                    "fewer classes, or give thresholds."));
    const auto ofCut = [](const LabelCut& cut, Task task = Task::Regression) {
        Cohort cohort;
        cohort.task = task;
        cohort.y = { 1, 2, 3 };
        const std::string sentence = sentenceOf([&] { cutLabel(cohort, cut); });
        return cohort.y == std::vector<double> { 1, 2, 3 } ? sentence : std::string("changed: ") + sentence;
    };
    QCOMPARE(ofCut({ { 2 }, 0, {} }, Task::Classification),
        std::string("The label already has classes: cut a numeric label only."));
    QCOMPARE(ofCut({}), std::string("The label cut has neither thresholds nor quantiles: give one of them."));
    QCOMPARE(ofCut({ { 1, 3, 2.5 }, 0, {} }),
        std::string(
            "The thresholds of the label cut do not ascend at 2.5: write each once, the smallest first."));
    QVERIFY(ofCut({ { 1, std::numeric_limits<double>::infinity() }, 0, {} }).find("do not ascend at inf:")
        != std::string::npos);
    QCOMPARE(ofCut({ { 1, 2 }, 0, { "a", "b", "a" } }),
        std::string("The label cut makes 3 classes and has 3 names: give each class one name of its own."));
    QVERIFY(ofCut({ { 1, 2 }, 0, { "a", "b", "c", "d" } }).find("makes 3 classes and has 4 names")
        != std::string::npos);
}

void FittingTest::labelsThatAreNoClassAreNotCounted()
{
    Cohort cohort;
    cohort.task = Task::Classification;
    cohort.classes = { "a", "b", "c" };
    cohort.y = { -1, 3, std::nan(""), 2, 0 };
    cohort.splits = { Split::Validation, Split::Train, Split::Test, Split::Train, Split::Validation };
    const auto counts = classCounts(cohort);
    QCOMPARE(counts.size(), std::size_t(3));
    QVERIFY((counts[0] == std::array<std::size_t, 3> { 0, 1, 0 }));
    QVERIFY((counts[1] == std::array<std::size_t, 3> { 0, 0, 0 }));
    QVERIFY((counts[2] == std::array<std::size_t, 3> { 1, 0, 0 }));
}

void FittingTest::givenThresholdsCountMoreThanQuantiles()
{
    Cohort cohort = withWords(Encoding::OneHot, { 0, 1, 1, 1, 1, 0 }, { "f", "m" });
    cohort.cut = LabelCut { { 2.5 }, 3, { "few", "many" } };
    QVERIFY(fitToTraining(cohort).empty());
    QVERIFY(!cohort.cut);
    QCOMPARE(cohort.y, (std::vector<double> { 0, 0, 1, 1, 1, 1 }));
    QCOMPARE(cohort.classes, (std::vector<std::string> { "few", "many" }));
    QCOMPARE(cohort.modalities[0].columns, (std::vector<std::string> { "age", "sex=f", "sex=m" }));
}

QTEST_GUILESS_MAIN(FittingTest)
#include "tst_fitting.moc"
