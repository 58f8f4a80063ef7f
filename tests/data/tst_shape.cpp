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
};

QTEST_GUILESS_MAIN(ShapeTest)
#include "tst_shape.moc"
