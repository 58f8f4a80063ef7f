// SPDX-License-Identifier: GPL-3.0-or-later
// Bringing other people into the form of a training cohort, and what models are kept as.
#include "engine/data/fitting.h"
#include "engine/data/modelstate.h"
#include "engine/data/shape.h"
#include "engine/error.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace btw;
using namespace btw::data;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Two columns of numbers and one of words, and a modality that not everybody has.
Cohort trained()
{
    Cohort cohort;
    cohort.name = "here";
    cohort.task = Task::Classification;
    cohort.classes = { "no", "yes" };
    cohort.ids = { "a", "b", "c", "d" };
    cohort.y = { 0, 1, 0, 1 };
    cohort.splits = { Split::Train, Split::Train, Split::Train, Split::Test };
    Modality labs { "labs", ModalityKind::Vector, 3, { 1, 10, 0, 2, 20, 1, 3, kNaN, 1, 4, 40, 2 }, {}, {},
        { 1, 1, 1, 1 }, { "sodium", "urea", "sex" } };
    Modality scan { "scan", ModalityKind::Vector, 1, { 5, 0, 7, 8 }, {}, {}, { 1, 0, 1, 1 }, { "size" } };
    cohort.modalities = { labs, scan };
    cohort.categories = { { 0, 2, Encoding::OneHot, { "f", "m", "x" } } };
    encodeCategories(cohort);
    return cohort;
}

/// The same columns in another order, with an extra one and a word that nobody had.
Cohort others()
{
    Cohort people;
    people.task = Task::Classification;
    people.classes = { "no", "yes" };
    people.ids = { "p", "q" };
    people.y = { 1, std::nan("") };
    people.modalities = { { "labs", ModalityKind::Vector, 4, { 1, 9, 30, 2, 0, 8, kNaN, 1 }, {}, {}, { 1, 1 },
        { "sex", "extra", "urea", "sodium" } } };
    people.categories = { { 0, 0, Encoding::OneHot, { "m", "unheard of" } } };
    return people;
}

bool has(const std::vector<Problem>& problems, const char* code, Severity severity = Severity::Warning)
{
    return std::any_of(problems.begin(), problems.end(),
        [&](const Problem& problem) { return problem.code == code && problem.severity == severity; });
}

std::string errorOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

/// What a problem says of itself, as severity, place, sentence and remedy; empty where there is none of this
/// code.
std::string told(const std::vector<Problem>& problems, const std::string& code)
{
    for (const Problem& problem : problems)
        if (problem.code == code)
            return (problem.severity == Severity::Error ? "E: " : "W: ") + problem.where + ": " + problem.what
                + " " + problem.remedy;
    return {};
}

bool same(const std::vector<float>& a, const std::vector<float>& b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](float x, float y) {
        return x == y || (std::isnan(x) && std::isnan(y));
    });
}

/// A modality of rows, whole: everybody has it.
Modality table(
    const char* name, std::size_t rows, std::vector<float> values, std::vector<std::string> columns)
{
    Modality modality;
    modality.name = name;
    modality.dims = static_cast<std::int64_t>(values.size() / rows);
    modality.values = std::move(values);
    modality.present.assign(rows, 1);
    modality.columns = std::move(columns);
    return modality;
}

/// Rows of a regression; of the first `training` ones a model knows.
Cohort rowsWith(std::size_t n, std::size_t training, Modality modality)
{
    Cohort cohort;
    cohort.task = Task::Regression;
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back("r" + std::to_string(i));
        cohort.y.push_back(static_cast<double>(i));
        cohort.splits.push_back(i < training ? Split::Train : Split::Test);
    }
    cohort.modalities.push_back(std::move(modality));
    return cohort;
}

/// Words in the first and the third column, numbers between and behind them, and another modality in front.
Cohort wordsAmongNumbers()
{
    Cohort cohort = rowsWith(5, 5, table("scan", 5, { 5, 6, 7, 8, 9 }, { "size" }));
    cohort.splits[3] = Split::Validation;
    cohort.modalities.push_back(
        table("visit", 5, { 0, 10, 2, 100, 2, 12, 0, 104, 0, 14, 1, 108, 1, 50, 0, 500, 2, 16, 2, 112 },
            { "ward", "age", "grade", "weight" }));
    cohort.categories = { { 1, 0, Encoding::OneHot, { "east", "north", "west" } },
        { 1, 2, Encoding::Ordinal, { "low", "middle", "high" }, true } };
    encodeCategories(cohort);
    return cohort;
}

} // namespace

class ShapeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreRemembered()
    {
        const auto shape = shapeOf(trained());
        QCOMPARE(shape.modalities[0].columns,
            (std::vector<std::string> { "sodium", "urea", "sex=f", "sex=m" })); // x: of a test row only
        QCOMPARE(shape.modalities[0].sources.size(), std::size_t { 3 });
        QCOMPARE(shape.modalities[0].sources[2].words, (std::vector<std::string> { "f", "m" }));
        QCOMPARE(shape.modalities[0].scale.mean[0], 2.0);
        QCOMPARE(shape.modalities[0].counts, (std::vector<double> { 3, 2, 3, 3 }));
        QCOMPARE(shape.modalities[1].counts, (std::vector<double> { 2 }));
    }

    void columnsAreFoundByName()
    {
        const auto shape = shapeOf(trained());
        Cohort people = others();
        const auto problems = fitToShape(shape, people);
        QVERIFY(has(problems, "column-unknown"));
        QVERIFY(has(problems, "word-never-trained"));
        QVERIFY(has(problems, "modality-missing"));
        QVERIFY(!has(problems, "column-missing"));
        const auto& labs = people.modalities[0];
        QCOMPARE(labs.columns, shape.modalities[0].columns);
        const std::vector<float> wanted { 2, 30, 0, 0, 1, kNaN, 0, 1 };
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QVERIFY(labs.values[i] == wanted[i] || (std::isnan(labs.values[i]) && std::isnan(wanted[i])));
        QCOMPARE(people.modalities[1].name, std::string("scan"));
        QCOMPARE(people.modalities[1].present, (std::vector<std::uint8_t> { 0, 0 }));
        QCOMPARE(people.splits, (std::vector<Split> { Split::Test, Split::Test }));
        QCOMPARE(people.y[0], 1.0);
        QVERIFY(std::isnan(people.y[1]));
    }

    void aMissingColumnIsMissingForEverybody()
    {
        const auto shape = shapeOf(trained());
        Cohort people = others();
        people.modalities[0].columns[3] = "Natrium";
        const auto problems = fitToShape(shape, people);
        QVERIFY(has(problems, "column-missing"));
        QVERIFY(std::isnan(people.modalities[0].values[0]));
    }

    void anotherUnitIsSaid()
    {
        const auto shape = shapeOf(trained());
        Cohort people = others();
        people.modalities[0].values[3] = 2000; // sodium
        const auto problems = fitToShape(shape, people);
        const auto found = std::find_if(problems.begin(), problems.end(),
            [](const Problem& problem) { return problem.code == "values-far-away"; });
        QVERIFY(found != problems.end());
        QVERIFY(found->what.find("sodium (1 of 2") != std::string::npos);
        // Half of the values may be typing errors; where most are far away, the column is in another unit.
        QVERIFY(found->remedy.find("typing errors") != std::string::npos);
        people = others();
        people.modalities[0].values[3] = people.modalities[0].values[7] = 2000;
        for (const auto& problem : fitToShape(shape, people))
            if (problem.code == "values-far-away")
                QVERIFY(problem.remedy.find("units of the training data") != std::string::npos);
        QVERIFY(!has(fitToShape(shape, *std::make_unique<Cohort>(others())), "values-far-away"));
    }

    // Numbers of word pieces have no unit, however large one of them is.
    void tokensHaveNoUnit()
    {
        const auto withTokens = [](Cohort cohort, const char* column, float largest) {
            Modality text;
            text.name = "text";
            text.kind = ModalityKind::Sequence;
            text.dims = 1;
            text.columns = { column };
            text.offsets = { 0 };
            for (std::size_t i = 0; i < cohort.size(); ++i) {
                for (const float value : { 3.0F, 4.0F + static_cast<float>(i), largest })
                    text.values.push_back(value);
                text.offsets.push_back(text.offsets.back() + 3);
                text.present.push_back(1);
            }
            cohort.modalities.push_back(text);
            return cohort;
        };
        for (const char* column : { "token", "pulse" }) {
            const auto shape = shapeOf(withTokens(trained(), column, 9));
            Cohort people = withTokens(others(), column, 30000);
            QCOMPARE(has(fitToShape(shape, people), "values-far-away"), column != std::string("token"));
        }
    }

    void timesInAnotherUnitAreSaid()
    {
        const auto seriesOf = [](Cohort cohort, float longest) {
            Modality series;
            series.name = "pulse";
            series.kind = ModalityKind::Series;
            series.dims = 1;
            series.offsets = { 0 };
            for (std::size_t i = 0; i < cohort.size(); ++i) {
                series.present.push_back(1);
                series.times.insert(series.times.end(), { 0, longest });
                series.values.insert(series.values.end(), { 60, 80 });
                series.offsets.push_back(series.offsets.back() + 2);
            }
            cohort.modalities = { series };
            return cohort;
        };
        const auto shape = shapeOf(seriesOf(trained(), 48));
        auto people = seriesOf(others(), 48);
        QVERIFY(!has(fitToShape(shape, people), "times-far-away"));
        people = seriesOf(others(), 48 * 60);
        const auto problems = fitToShape(shape, people);
        const auto found = std::find_if(problems.begin(), problems.end(),
            [](const Problem& problem) { return problem.code == "times-far-away"; });
        QVERIFY(found != problems.end());
        QVERIFY2(found->what.find("2 of 4 time stamps") != std::string::npos
                && found->what.find("from 0 to 48 hours") != std::string::npos,
            found->what.c_str());
    }

    void whatIsNotClearIsRefused()
    {
        const auto shape = shapeOf(trained());
        Cohort people = others();
        people.modalities[0].columns.clear();
        QVERIFY(has(fitToShape(shape, people), "columns-unnamed", Severity::Error));

        people = others();
        people.categories.clear(); // sex is a number now
        QVERIFY(has(fitToShape(shape, people), "column-kind", Severity::Error));

        people = others();
        people.modalities[0].kind = ModalityKind::Sequence;
        people.modalities[0].offsets = { 0, 1, 2 };
        QVERIFY(has(fitToShape(shape, people), "modality-kind", Severity::Error));

        people = others();
        people.classes = { "no", "perhaps" };
        QVERIFY(has(fitToShape(shape, people), "label-no-class", Severity::Error));

        people = others();
        people.task = Task::Regression;
        people.classes.clear();
        QVERIFY(has(fitToShape(shape, people), "label-task", Severity::Error));
    }

    void classesGoByName()
    {
        const auto shape = shapeOf(trained());
        Cohort people = others();
        people.classes = { "yes" };
        people.y = { 0, 0 };
        QVERIFY(!has(fitToShape(shape, people), "label-no-class", Severity::Error));
        QCOMPARE(people.y, (std::vector<double> { 1, 1 }));
        QCOMPARE(people.classes, shape.classes);
    }

    void numbersAreCutAsInTraining()
    {
        Cohort cohort = trained();
        cohort.task = Task::Regression;
        cohort.classes.clear();
        cohort.y = { 1, 5, 9, 2 };
        cutLabel(cohort, { { 3, 7 }, 0, {} });
        const auto shape = shapeOf(cohort);
        Cohort people = others();
        people.task = Task::Regression;
        people.classes.clear();
        people.y = { 7, std::nan("") };
        fitToShape(shape, people);
        QCOMPARE(people.y[0], 2.0);
        QVERIFY(std::isnan(people.y[1]));
        QCOMPARE(people.classes.size(), std::size_t { 3 });
    }

    void stepsKeepTheirOrder()
    {
        Cohort cohort = trained();
        cohort.modalities = { { "ts", ModalityKind::Sequence, 2, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 },
            { 0, 1, 3, 4, 5 }, {}, { 1, 1, 1, 1 }, { "a", "b" } } };
        const auto shape = shapeOf(cohort);
        QCOMPARE(shape.modalities[0].counts, (std::vector<double> { 3, 3 })); // people, not steps
        Cohort people = others();
        people.categories.clear();
        people.modalities = { { "ts", ModalityKind::Sequence, 2, { 1, 2, 3, 4, 5, 6 }, { 0, 2, 3 }, {},
            { 1, 1 }, { "b", "a" } } };
        const auto problems = fitToShape(shape, people);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().what.c_str());
        QCOMPARE(people.modalities[0].values, (std::vector<float> { 2, 1, 4, 3, 6, 5 }));
        QCOMPARE(people.modalities[0].offsets, (std::vector<std::int64_t> { 0, 2, 3 }));
    }

    void statesComeBack()
    {
        ModelState inner;
        inner.set("weights", std::vector<float> { 1.5F, -2 });
        ModelState state;
        state.set("figures", std::vector<double> { 0.1, 1e300 });
        state.set("words", std::string("a\0b", 3));
        state.set("nothing", std::vector<double> {});
        state.add("fold0", inner);
        const auto again = ModelState::fromBytes(state.toBytes());
        QCOMPARE(again.numbers("figures"), (std::vector<double> { 0.1, 1e300 }));
        QCOMPARE(again.bytes("words"), std::string("a\0b", 3));
        QVERIFY(again.numbers("nothing").empty());
        QCOMPARE(again.part("fold0").floats("weights"), (std::vector<float> { 1.5F, -2 }));
        QVERIFY(again.part("fold1").isEmpty());
        QVERIFY(!errorOf([&] { (void)again.numbers("figures", 3); }).empty());
        QVERIFY(!errorOf([&] { (void)again.floats("figures"); }).empty());
    }

    /// A state may come from anywhere: whatever is cut off or changed is refused or read, and nothing else.
    void damagedStatesAreRefused()
    {
        ModelState state;
        state.set("a", std::vector<double> { 1, 2, 3 });
        state.set("b", std::string("words"));
        const auto bytes = state.toBytes();
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!errorOf([&] { (void)ModelState::fromBytes({ bytes.data(), size }); }).empty());
        for (std::size_t at = 0; at < bytes.size(); ++at)
            for (const char bit : { '\x01', '\x80', '\xff' }) {
                auto changed = bytes;
                changed[at] = static_cast<char>(changed[at] ^ bit);
                errorOf([&] { (void)ModelState::fromBytes(changed); });
            }
        QVERIFY(!errorOf([&] { (void)ModelState::fromBytes(bytes + "x"); }).empty());
        ModelState odd;
        odd.set("a", std::vector<double> { std::nan("") });
        QVERIFY(!errorOf([&] { (void)ModelState::fromBytes(odd.toBytes()); }).empty());
    }

    void aShapeKeepsWhatTheCohortIs()
    {
        Cohort cohort = wordsAmongNumbers();
        cohort.name = "clinic";
        cohort.labelRange = { -1.0, 9.0 };
        cohort.reading = "{\"tables\": 2}";
        const auto shape = shapeOf(cohort);
        QCOMPARE(shape.name, std::string("clinic"));
        QCOMPARE(shape.task, Task::Regression);
        QVERIFY(shape.labelRange == std::pair(-1.0, 9.0));
        QCOMPARE(shape.reading, std::string("{\"tables\": 2}"));
        QCOMPARE(shape.modalities[1].name, std::string("visit"));
        QCOMPARE(shape.modalities[1].dims, std::int64_t { 5 });
        QCOMPARE(shape.modalities[1].columns,
            (std::vector<std::string> { "ward=east", "ward=west", "age", "grade", "weight" }));
        QCOMPARE(shape.modalities[1].scale.mean, (std::vector<double> { 0.5, 0.5, 13, 1.25, 106 }));
        QCOMPARE(shape.modalities[0].scale.mean, (std::vector<double> { 6.75 }));

        cohort.task = Task::Classification;
        cohort.classes = { "0 to 1", "more" };
        cohort.thresholds = { 1.5 };
        QCOMPARE(shapeOf(cohort).task, Task::Classification);
        QCOMPARE(shapeOf(cohort).classes, cohort.classes);
        QCOMPARE(shapeOf(cohort).thresholds, cohort.thresholds);
    }

    /// A feature is known where any step of somebody has it; steps of the others do not count.
    void countsAreOfPeopleWhoseFeatureIsKnown()
    {
        Modality steps = table("ts", 5, { 0, 0, 0, 0, 0 }, { "a", "b", "c" });
        steps.kind = ModalityKind::Sequence;
        steps.dims = 3;
        steps.present = { 1, 0, 1, 1, 1 };
        steps.offsets = { 0, 3, 3, 4, 6, 7 };
        steps.values = { kNaN, 1, kNaN, 2, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, 3, kNaN, kNaN, kNaN, 4, kNaN,
            5, kNaN, 6, 7, 8 };
        Cohort cohort = rowsWith(5, 4, steps);
        Modality rows = table("labs", 5, { kNaN, 1, 0, 0, 2, 3, 4, kNaN, 5, 6 }, { "x", "y" });
        rows.present[1] = 0;
        cohort.modalities.push_back(rows);
        const auto shape = shapeOf(cohort);
        QCOMPARE(shape.modalities[0].counts, (std::vector<double> { 1, 3, 1 }));
        QCOMPARE(shape.modalities[1].counts, (std::vector<double> { 2, 2 }));
    }

    void wordsAndNumbersStandWhereTrainingHadThem()
    {
        const auto shape = shapeOf(wordsAmongNumbers());
        Cohort people = rowsWith(5, 0, table("scan", 5, { 9, 5, 6, 7, 8 }, { "size" }));
        people.modalities.push_back(table("visit", 5,
            { 0, 101, 1, 11, 0, 0, 0, 0, kNaN, kNaN, 2, 13, 2, 103, 0, 12, 1, 102, kNaN, 15 },
            { "grade", "weight", "ward", "age" }));
        people.modalities[1].present[1] = 0; // what stands there is no word
        people.categories = { { 1, 0, Encoding::Ordinal, { "middle", "low", "worst" } },
            { 1, 2, Encoding::OneHot, { "north", "west", "east" } } };
        people.cut = LabelCut {};
        people.splitSeed = 4;
        const auto problems = fitToShape(shape, people);
        QCOMPARE(problems.size(), std::size_t { 2 });
        QCOMPARE(told({ problems[0] }, "word-never-trained"),
            std::string("W: modality visit, ward: 1 of 5 values are words that no training row had: north. "
                        "They count as none of the words that training had: east, west."));
        QCOMPARE(told({ problems[1] }, "word-never-trained"),
            std::string("W: modality visit, grade: 1 of 5 values are words that no training row had: worst. "
                        "They count as missing. Training had: low, middle, high."));
        QCOMPARE(people.modalities[0].values, (std::vector<float> { 9, 5, 6, 7, 8 }));
        const Modality& visit = people.modalities[1];
        QVERIFY(same(visit.values,
            { 0, 1, 11, 1, 101, 0, 0, 0, 0, 0, 1, 0, 13, kNaN, kNaN, 0, 0, 12, kNaN, 103, kNaN, kNaN, 15, 0,
                102 }));
        QCOMPARE(visit.dims, std::int64_t { 5 });
        QCOMPARE(visit.columns, shape.modalities[1].columns);
        QVERIFY(visit.sources == shape.modalities[1].sources);
        QCOMPARE(visit.present, (std::vector<std::uint8_t> { 1, 0, 1, 1, 1 }));
        QVERIFY(visit.offsets.empty());
        QCOMPARE(people.splits, std::vector<Split>(5, Split::Test));
        QVERIFY(people.categories.empty() && !people.cut && !people.splitSeed);
    }

    /// Rows are steps there: whether the person of the same number has the modality says nothing about them.
    void wordsOfStepsAreReadToo()
    {
        const auto steps = [](std::vector<float> values) {
            Modality modality = table("ts", 3, { 0, 0, 0 }, { "pulse", "state" });
            modality.kind = ModalityKind::Series;
            modality.dims = 2;
            modality.values = std::move(values);
            modality.present = { 1, 0, 1 };
            modality.offsets = { 0, 3, 3, 5 };
            modality.times = { 0, 2, 5, 1, 4 };
            return modality;
        };
        Cohort cohort = rowsWith(3, 3, steps({ 60, 0, 61, 1, 62, 0, 63, 1, 64, 1 }));
        cohort.categories = { { 0, 1, Encoding::OneHot, { "asleep", "awake" } } };
        encodeCategories(cohort);
        const auto shape = shapeOf(cohort);
        Cohort people = rowsWith(3, 0, steps({ 61, 1, 62, 0, 63, 2, 60, 2, 64, 0 }));
        people.categories = { { 0, 1, Encoding::OneHot, { "awake", "asleep", "unknown" } } };
        const auto problems = fitToShape(shape, people);
        QCOMPARE(problems.size(), std::size_t { 1 });
        QVERIFY(told(problems, "word-never-trained").find("2 of 5 values are words") != std::string::npos);
        const Modality& ts = people.modalities[0];
        QCOMPARE(ts.values, (std::vector<float> { 61, 1, 0, 62, 0, 1, 63, 0, 0, 60, 0, 0, 64, 0, 1 }));
        QCOMPARE(ts.offsets, (std::vector<std::int64_t> { 0, 3, 3, 5 }));
        QCOMPARE(ts.times, (std::vector<float> { 0, 2, 5, 1, 4 }));
        QCOMPARE(ts.present, (std::vector<std::uint8_t> { 1, 0, 1 }));
    }

    void columnsWithoutNamesGoByTheirPlace()
    {
        const auto shape = shapeOf(rowsWith(3, 3, table("m", 3, { 1, 10, 100, 2, 20, 200, 3, 30, 300 }, {})));
        Cohort people = rowsWith(2, 0, table("m", 2, { 1, 11, 111, 2, 22, 222 }, {}));
        QVERIFY(fitToShape(shape, people).empty());
        QCOMPARE(people.modalities[0].values, (std::vector<float> { 1, 11, 111, 2, 22, 222 }));

        people = rowsWith(2, 0, table("m", 2, { 1, 11, 111, 2, 22, 222000 }, {}));
        QCOMPARE(told(fitToShape(shape, people), "values-far-away"),
            std::string(
                "W: modality m: Values lie beyond 10 training standard deviations in 1 column: 3 (1 of "
                "2; training mean 200). They may be typing errors, or people unlike those of the "
                "training."));

        const std::string remedy = " Bring the features of the training data, named as there.";
        people = rowsWith(2, 0, table("m", 2, { 1, 11, 2, 22 }, {}));
        QCOMPARE(told(fitToShape(shape, people), "columns-unnamed"),
            "E: modality m: It has 2 unnamed features here and had 3 unnamed ones in training: which is "
            "which "
            "cannot be told."
                + remedy);
        QCOMPARE(people.modalities[0].values, std::vector<float>(6, 0.0F));
        QCOMPARE(people.modalities[0].present, (std::vector<std::uint8_t> { 0, 0 }));
        people = rowsWith(2, 0, table("m", 2, { 1, 11, 111, 2, 22, 222 }, { "a", "b", "c" }));
        QCOMPARE(told(fitToShape(shape, people), "columns-unnamed"),
            "E: modality m: It has 3 named features here and had 3 unnamed ones in training: which is which "
            "cannot be told."
                + remedy);
        const auto named = shapeOf(rowsWith(3, 3, table("m", 3, { 1, 10, 2, 20, 3, 30 }, { "a", "b" })));
        people = rowsWith(2, 0, table("m", 2, { 1, 11, 2, 22 }, {}));
        QCOMPARE(told(fitToShape(named, people), "columns-unnamed"),
            "E: modality m: It has 2 unnamed features here and had 2 named ones in training: which is which "
            "cannot be told."
                + remedy);
    }

    void columnsThatDifferAreNamed()
    {
        const auto shape = shapeOf(
            rowsWith(3, 3, table("m", 3, { 1, 10, 100, 2, 20, 200, 3, 30, 300 }, { "a", "b", "c" })));
        Cohort people = rowsWith(2, 0, table("m", 2, { 111, 11, 222, 22 }, { "c", "b" }));
        auto problems = fitToShape(shape, people);
        QCOMPARE(problems.size(), std::size_t { 1 });
        QCOMPARE(told(problems, "column-missing"),
            std::string(
                "W: modality m: 1 of 3 columns that the model knows is not here: a. Everybody counts as "
                "not measured. Bring what is missing, if it was measured."));
        QVERIFY(same(people.modalities[0].values, { kNaN, 11, 111, kNaN, 22, 222 }));

        people = rowsWith(2, 0, table("m", 2, { 7, 111, 8, 9, 222, 10 }, { "A", "c", "B" }));
        problems = fitToShape(shape, people);
        QCOMPARE(problems.size(), std::size_t { 2 });
        QCOMPARE(told(problems, "column-missing"),
            std::string(
                "W: modality m: 2 of 3 columns that the model knows are not here: a, b. Everybody counts "
                "as not measured. Rename the columns as in the training data, if they are here under "
                "another name."));
        QCOMPARE(told(problems, "column-unknown"),
            std::string("W: modality m: The model does not know 2 columns: A, B. What is there is not used. "
                        "Nothing needs to be done, unless the model knows a column under another name."));
        QVERIFY(same(people.modalities[0].values, { kNaN, kNaN, 111, kNaN, kNaN, 222 }));

        people = others();
        people.modalities[0].columns[0] = "gender";
        people.categories.clear();
        fitToShape(shapeOf(trained()), people);
        QVERIFY(same(people.modalities[0].values, { 2, 30, kNaN, kNaN, 1, kNaN, kNaN, kNaN }));
    }

    void whatIsRefusedSaysWhy()
    {
        const auto shape = shapeOf(trained());
        const auto refused = [&shape](const std::function<void(Cohort&)>& change, const char* code) {
            Cohort people = others();
            change(people);
            const auto problems = fitToShape(shape, people);
            // Errors come first, whatever was found before them.
            return problems.front().severity == Severity::Error ? told(problems, code) : std::string();
        };
        QCOMPARE(refused([](Cohort& people) { people.categories.clear(); }, "column-kind"),
            std::string("E: modality labs, sex: It holds numbers here and held words in training. Bring the "
                        "column as the training data have it."));
        QCOMPARE(refused([](Cohort& people) { people.categories[0].column = 3; }, "column-kind"),
            std::string(
                "E: modality labs, sodium: It holds words here and held numbers in training. Bring the "
                "column as the training data have it."));
        QCOMPARE(refused([](Cohort& people) { people.modalities[0].kind = ModalityKind::Series; },
                     "modality-kind"),
            std::string("E: modality labs: It holds measurements at times here and held one row per instance "
                        "in training. Bring it in the form of the training data."));
        QCOMPARE(refused([](Cohort& people) { people.modalities[0].kind = ModalityKind::Sequence; },
                     "modality-kind"),
            std::string("E: modality labs: It holds steps in order here and held one row per instance in "
                        "training. Bring it in the form of the training data."));
        QCOMPARE(refused(
                     [](Cohort& people) {
                         people.classes = { "no", "perhaps" };
                     },
                     "label-no-class"),
            std::string("E: label: The class 'perhaps' is not one of the model's: no, yes. Correct the "
                        "label, or leave it empty."));
        QCOMPARE(refused([](Cohort& people) { people.task = Task::Regression; }, "label-task"),
            std::string("E: label: The labels are numbers on a scale here, and were classes in training: no, "
                        "yes. Bring the classes of the training data, or no labels."));

        const auto ofNumbers = shapeOf(wordsAmongNumbers());
        Cohort people = others();
        people.y = { std::nan(""), 1 };
        QCOMPARE(told(fitToShape(ofNumbers, people), "label-task"),
            std::string(
                "E: label: The labels are classes here, and were numbers in training. Bring the label of "
                "the training data, or no labels."));
    }

    void modalitiesThatDifferAreNamed()
    {
        const auto shape = shapeOf(trained());
        Cohort people = others();
        people.modalities.push_back(table("x-ray", 2, { 1, 2 }, { "a" }));
        people.modalities.push_back(table("ecg", 2, { 1, 2 }, { "a" }));
        auto problems = fitToShape(shape, people);
        QCOMPARE(told(problems, "modality-missing"),
            std::string(
                "W: modality scan: The model knows this modality, and nobody here has it. Bring it if "
                "these people have it; without it they are predicted from the others."));
        QCOMPARE(told(problems, "modality-unknown"),
            std::string(
                "W: modalities: The model was not trained on these modalities, and does not use them: "
                "x-ray, ecg. Nothing needs to be done, unless the model knows a modality under another "
                "name."));
        QCOMPARE(people.modalities.size(), std::size_t { 2 });
        QCOMPARE(people.modalities[1].values, (std::vector<float> { 0, 0 }));
        QCOMPARE(people.modalities[1].columns, (std::vector<std::string> { "size" }));
        QCOMPARE(people.modalities[1].dims, std::int64_t { 1 });

        // What modalities lack that do not matter is not said.
        people = others();
        problems = fitToShape(shape, people, { "scan" });
        QCOMPARE(problems.size(), std::size_t { 1 });
        QVERIFY(has(problems, "modality-missing"));
        people = others();
        problems = fitToShape(shape, people, { "other", "labs" });
        QVERIFY(!has(problems, "modality-missing") && has(problems, "word-never-trained"));

        Modality steps = table("ts", 3, { 1, 2, 3, 4 }, { "a", "b" });
        steps.kind = ModalityKind::Sequence;
        steps.dims = 2;
        steps.offsets = { 0, 1, 1, 2 };
        steps.present = { 1, 0, 1 };
        people = others();
        (void)fitToShape(shapeOf(rowsWith(3, 3, steps)), people);
        QCOMPARE(people.modalities[0].kind, ModalityKind::Sequence);
        QCOMPARE(people.modalities[0].offsets, (std::vector<std::int64_t> { 0, 0, 0 }));
        QVERIFY(people.modalities[0].values.empty());
        QCOMPARE(people.modalities[0].present, (std::vector<std::uint8_t> { 0, 0 }));
    }

    /// Training has a mean of 2 and a standard deviation of 2 in both columns, so that 22 is just not too
    /// far.
    void farAwayIsBeyondTenStandardDeviations()
    {
        const auto shape = shapeOf(rowsWith(2, 2, table("m", 2, { 0, 0, 4, 4 }, { "a", "b" })));
        const auto said = [&shape](std::vector<float> values) {
            Cohort people = rowsWith(4, 0, table("m", 4, std::move(values), { "a", "b" }));
            people.modalities[0].present[1] = 0; // zeros, which are no values
            return told(fitToShape(shape, people), "values-far-away");
        };
        QCOMPARE(said({ 22, -18, 0, 0, 2, 2, 2, 2 }), std::string());
        const std::string start = "W: modality m: Values lie beyond 10 training standard deviations in ";
        QCOMPARE(said({ 2, 22.5F, 0, 0, 2, 2, 2, kNaN }),
            start
                + "1 column: b (1 of 2; training mean 2). They may be typing errors, or people unlike those "
                  "of "
                  "the training.");
        QCOMPARE(said({ -18.5F, 2, 0, 0, 99, 2, 2, 2 }),
            start
                + "1 column: a (2 of 3; training mean 2). Check that the columns are in the units of the "
                  "training data.");
        QCOMPARE(said({ 99, -99, 0, 0, 2, 2, 2, -99 }),
            start
                + "2 columns: a (1 of 3; training mean 2), b (2 of 3; training mean 2). Check that the "
                  "columns "
                  "are in the units of the training data.");

        // Zeros of somebody who does not have the modality are far from no mean.
        const auto large = shapeOf(rowsWith(2, 2, table("m", 2, { 1000, 1002 }, { "a" })));
        Cohort people = rowsWith(3, 0, table("m", 3, { 1001, 0, 1001 }, { "a" }));
        people.modalities[0].present[1] = 0;
        QVERIFY(fitToShape(large, people).empty());
    }

    void seldomIsNotFarAway()
    {
        // In 150 rows: a one among zeros, a zero among ones, and a number that only looks alike.
        std::vector<float> values;
        for (int i = 0; i < 150; ++i)
            values.insert(
                values.end(), { i == 7 ? 1.0F : 0.0F, i == 9 ? 0.0F : 1.0F, i == 11 ? 0.98F : 0.0F });
        const auto shape
            = shapeOf(rowsWith(150, 150, table("m", 150, values, { "seldom", "often", "number" })));
        Cohort people
            = rowsWith(3, 0, table("m", 3, { 1, 0, 0, 0, 1, 0, 1, 0, 0 }, { "seldom", "often", "number" }));
        QVERIFY(fitToShape(shape, people).empty());
        people
            = rowsWith(3, 0, table("m", 3, { 2, 1, 1, 0, -1, 0, 0, 1, 0 }, { "seldom", "often", "number" }));
        const std::string said = told(fitToShape(shape, people), "values-far-away");
        QVERIFY2(said.find("3 columns: seldom (1 of 3; ") != std::string::npos, said.c_str());
        QVERIFY2(said.find("often (1 of 3; ") != std::string::npos, said.c_str());
        QVERIFY2(said.find("number (1 of 3; ") != std::string::npos, said.c_str());
    }

    /// Training is from 10 to 14 hours: from 6 to 18 is no further from it than its ends from each other.
    void timesAreFarAwayBeyondTheLengthOfTraining()
    {
        const auto series = [](std::vector<float> times) {
            Modality modality = table("pulse", 2, { 0, 0 }, { "rate" });
            modality.kind = ModalityKind::Series;
            modality.values = { 60, 61, 62, 61 };
            modality.offsets = { 0, 1, 4 };
            modality.times = std::move(times);
            return modality;
        };
        const auto said = [&series](std::vector<float> training, std::vector<float> here) {
            Cohort people = rowsWith(2, 0, series(std::move(here)));
            return told(
                fitToShape(shapeOf(rowsWith(2, 2, series(std::move(training)))), people), "times-far-away");
        };
        QCOMPARE(said({ 12, 10, 14, 11 }, { 6, 18, 6, 18 }), std::string());
        const std::string end
            = " time stamps lie far from those of training, which are from 10 to 14 hours. "
              "Check that the times are counted in the unit of the training data, and from the "
              "same beginning.";
        QCOMPARE(said({ 12, 10, 14, 11 }, { 5.5F, 12, 12, 12 }), "W: modality pulse: 1 of 4" + end);
        QCOMPARE(said({ 12, 10, 14, 11 }, { 18.5F, 12, 5, 600 }), "W: modality pulse: 3 of 4" + end);
    }

    /// Of a file that does not say what its labels are, classes that are numbers are read as such.
    void numbersMayBeNamesOfClasses()
    {
        Cohort cohort = trained();
        cohort.classes = { "3", "2x", "2.5" };
        cohort.y = { 0, 2, 0, 2 };
        const auto shape = shapeOf(cohort);
        const auto fitted = [&shape](std::vector<double> labels) {
            Cohort people = others();
            people.task = Task::Regression;
            people.classes.clear();
            people.y = std::move(labels);
            auto problems = fitToShape(shape, people);
            return std::pair(std::move(problems), std::move(people));
        };
        const auto [problems, people] = fitted({ 2.5, std::nan("") });
        QVERIFY(!has(problems, "label-task", Severity::Error));
        QCOMPARE(people.y[0], 2.0);
        QVERIFY(std::isnan(people.y[1]));
        QCOMPARE(people.task, Task::Classification);
        QCOMPARE(people.classes, shape.classes);
        QCOMPARE(fitted({ 3, 2.5 }).second.y, (std::vector<double> { 0, 2 }));
        for (const auto& labels : { std::vector<double> { 3, 2 }, std::vector<double> { 0, 3 } }) {
            const auto [wrong, asTheyWere] = fitted(labels);
            QVERIFY(has(wrong, "label-task", Severity::Error));
            QCOMPARE(asTheyWere.y, labels);
        }
    }

    void unknownLabelsFitAnyTask()
    {
        const auto classes = shapeOf(trained());
        Cohort cohort = wordsAmongNumbers();
        cohort.labelRange = { -1.0, 9.0 };
        const auto numbers = shapeOf(cohort);
        Cohort people = others();
        people.task = Task::Regression;
        people.classes.clear();
        people.y = { std::nan(""), std::nan("") };
        Cohort unlabelled = people;
        QVERIFY(!has(fitToShape(classes, unlabelled), "label-task", Severity::Error));
        QCOMPARE(unlabelled.task, Task::Classification);
        QCOMPARE(unlabelled.classes, (std::vector<std::string> { "no", "yes" }));
        QVERIFY(std::isnan(unlabelled.y[0]) && std::isnan(unlabelled.y[1]));

        unlabelled = others();
        unlabelled.y = people.y;
        QVERIFY(!has(fitToShape(numbers, unlabelled), "label-task", Severity::Error));
        QCOMPARE(unlabelled.task, Task::Regression);
        QVERIFY(unlabelled.classes.empty());
        QVERIFY(unlabelled.labelRange == std::pair(-1.0, 9.0));

        people.y = { -4.5, 8 };
        QVERIFY(!has(fitToShape(numbers, people), "label-task", Severity::Error));
        QCOMPARE(people.y, (std::vector<double> { -4.5, 8 }));

        // The people have these classes in another order.
        cohort = trained();
        cohort.classes = { "no", "maybe", "yes" };
        people = others();
        people.classes = { "yes", "maybe" };
        people.y = { 0, 1 };
        fitToShape(shapeOf(cohort), people);
        QCOMPARE(people.y, (std::vector<double> { 2, 1 }));
    }

    void bytesOfAStateAreTheSameEverywhere()
    {
        ModelState state;
        state.set("c", std::string("hi"));
        state.set("b", std::vector<float> { 1.5F });
        state.set("a", std::vector<double> { -2 });
        const auto word = [](std::uint64_t n) { // little-endian
            std::string bytes;
            for (unsigned k = 0; k < 8; ++k)
                bytes.push_back(static_cast<char>((n >> (8U * k)) & 0xffU));
            return bytes;
        };
        const std::string magic = "BTW model state 1\n";
        std::string wanted = magic + word(3);
        wanted += word(1) + "a" + word(0) + word(1) + word(0xc000000000000000ULL);
        wanted += word(1) + "b" + word(1) + word(1) + word(0x3fc00000ULL).substr(0, 4);
        wanted += word(1) + "c" + word(2) + word(2) + "hi";
        QVERIFY(state.toBytes() == wanted);
        const auto again = ModelState::fromBytes(wanted);
        QCOMPARE(again.number("a"), -2.0);
        QCOMPARE(again.floats("b"), (std::vector<float> { 1.5F }));
        QCOMPARE(again.bytes("c"), std::string("hi"));
        QVERIFY(again.toBytes() == wanted);

        const auto refusal = [](const std::string& bytes) {
            return errorOf([&bytes] { (void)ModelState::fromBytes(bytes); });
        };
        const auto sentence = [](const char* what) {
            return "The model cannot be used: " + std::string(what) + ". Train it again, or export it again.";
        };
        QCOMPARE(refusal("BTW model state 2\n" + word(0)),
            sentence("its file is damaged, or was written by a newer version of this program"));
        QCOMPARE(refusal(wanted.substr(0, wanted.size() - 1)), sentence("its file is cut off"));
        QCOMPARE(refusal(magic + word(1) + word(1) + "a" + word(0) + word(2) + word(0)),
            sentence("its file is cut off"));
        // So many numbers that their bytes cannot be counted.
        QCOMPARE(refusal(magic + word(1) + word(1) + "a" + word(0) + word(1ULL << 61U) + word(0)),
            sentence("its file is cut off"));
        QCOMPARE(refusal(wanted + "x"), sentence("its file is damaged"));
        QCOMPARE(
            refusal(magic + word(1) + word(1) + "a" + word(3) + word(0)), sentence("its file is damaged"));
        QCOMPARE(refusal(magic + word(1) + word(1) + "a" + word(0) + word(1) + word(0x7ff0000000000000ULL)),
            sentence("it holds numbers that are not finite"));
        QCOMPARE(refusal(magic + word(1) + word(1) + "a" + word(0) + word(1) + word(0)), std::string());

        QCOMPARE(errorOf([&] { (void)state.numbers("z"); }),
            sentence("it has no 'z', so it is of another kind of model, or damaged"));
        QCOMPARE(errorOf([&] { (void)state.bytes("a"); }),
            sentence("it has no 'a', so it is of another kind of model, or damaged"));
        QCOMPARE(
            errorOf([&] { (void)state.numbers("a", 3); }), sentence("its 'a' has 1 numbers where 3 belong"));
        QCOMPARE(state.numbers("a", 1), (std::vector<double> { -2 }));
    }

    void aPartIsWhatStandsBehindItsName()
    {
        ModelState inner;
        inner.set("a", std::vector<double> { 1 });
        inner.set("z/q", std::string("deep"));
        ModelState state;
        state.add("fold1", inner);
        state.set("fold0/a", std::vector<double> { 0 });
        state.set("fold1", std::string("not a part of it"));
        state.set("fold1.a", std::vector<double> { 2 });
        state.set("fold10/b", std::vector<double> { 3 });
        state.set("fold2/c", std::vector<double> { 4 });
        QVERIFY(state.has("fold1/a") && state.has("fold1/z/q"));
        QVERIFY(state.part("fold1").toBytes() == inner.toBytes());
        QVERIFY(state.part("fold1").part("z").has("q"));
        QCOMPARE(state.part("fold10").numbers("b"), (std::vector<double> { 3 }));
        QCOMPARE(state.part("fold2").numbers("c"), (std::vector<double> { 4 }));
        QVERIFY(state.part("fold").isEmpty());
    }
};

QTEST_GUILESS_MAIN(ShapeTest)
#include "tst_shape.moc"
