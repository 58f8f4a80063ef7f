// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/rowfilter.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/problems.h"
#include "engine/data/samples.h"
#include "engine/error.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace btw;
using namespace btw::data;

namespace {

/// Five instances: a vector that "c" does not have, a series that "b" does not have.
Cohort small()
{
    Cohort cohort;
    cohort.ids = { "a", "b", "c", "d", "e" };
    cohort.y = { 1, 2, 3, 4, 5 };
    cohort.splits = { Split::Train, Split::Train, Split::Validation, Split::Test, Split::Test };
    cohort.groups = { "p", "p", "q", "r", "s" };
    Modality labs;
    labs.name = "labs";
    labs.dims = 2;
    labs.columns = { "age", "weight" };
    labs.present = { 1, 1, 0, 1, 1 };
    labs.values = { 30, 70, 40, 80, 0, 0, 50, std::nanf(""), 60, 60 };
    Modality waves;
    waves.name = "waves";
    waves.kind = ModalityKind::Series;
    waves.dims = 1;
    waves.present = { 1, 0, 1, 1, 1 };
    waves.offsets = { 0, 2, 2, 3, 6, 7 };
    waves.values = { 10, 11, 30, 40, 41, 42, 50 };
    waves.times = { 0, 1, 0, 0, 1, 2, 0 };
    cohort.modalities = { labs, waves };
    return cohort;
}

RowFilter range(const char* modality, const char* column, double low, double high)
{
    RowFilter filter;
    filter.ranges.push_back({ modality, column, low, high });
    return filter;
}

} // namespace

class RowFilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keptRowsKeepEverythingThatIsTheirs();
    void conditionsChooseInstances_data();
    void conditionsChooseInstances();
    void whatEachConditionTakesOutIsNoted();
    void unusableFiltersAreRefused_data();
    void unusableFiltersAreRefused();
    void aFilteredCohortIsSound();
    void whatIsNotThereIsNotMadeUp();
    void everyConditionIsNamed_data();
    void everyConditionIsNamed();
    void refusalsSayWhatToDo_data();
    void refusalsSayWhatToDo();
    void problemsKeepWhatTheyAreMadeOf();
    void onlyAFewAreOfferedToBeLeftOut();
    void wordsOfProblems();
    void argumentsStandInTheirPlaces();
};

using Filter = RowFilter;
Q_DECLARE_METATYPE(Filter)

void RowFilterTest::keptRowsKeepEverythingThatIsTheirs()
{
    Cohort cohort = small();
    keepRows(cohort, { 0, 3, 4 });
    QCOMPARE(cohort.ids, (std::vector<std::string> { "a", "d", "e" }));
    QCOMPARE(cohort.y, (std::vector<double> { 1, 4, 5 }));
    QCOMPARE(cohort.groups, (std::vector<std::string> { "p", "r", "s" }));
    QVERIFY(cohort.splits == (std::vector<Split> { Split::Train, Split::Test, Split::Test }));
    QCOMPARE(cohort.modalities[0].present, (std::vector<std::uint8_t> { 1, 1, 1 }));
    QCOMPARE(cohort.modalities[0].values[2], 50.0F);
    QVERIFY(std::isnan(cohort.modalities[0].values[3]));
    QCOMPARE(cohort.modalities[0].values.size(), std::size_t(6));
    QCOMPARE(cohort.modalities[1].offsets, (std::vector<std::int64_t> { 0, 2, 5, 6 }));
    QCOMPARE(cohort.modalities[1].values, (std::vector<float> { 10, 11, 40, 41, 42, 50 }));
    QCOMPARE(cohort.modalities[1].times, (std::vector<float> { 0, 1, 0, 1, 2, 0 }));
}

void RowFilterTest::conditionsChooseInstances_data()
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<QString>("ids");
    const auto row = [](const char* name, const Filter& filter, const char* ids) {
        QTest::newRow(name) << filter << ids;
    };
    row("nothing", {}, "abcde");
    row("complete cases", { true, {}, {}, {} }, "ade");
    row("only these", { false, {}, { "e", "b" }, {} }, "be");
    row("not these", { false, {}, {}, { "a", "d" } }, "bce");
    row("the label", range("", "", 2, 4), "bcd");
    row("a column, ends included", range("labs", "age", 40, 60), "bde");
    row("a column by number", range("labs", "2", -kInfinity, 70), "ae");
    row("missing values lie in no range", range("labs", "weight", 0, kInfinity), "abe");
    Filter all = range("", "", 2, 5);
    all.completeOnly = true;
    all.dropIds = { "e" };
    row("all at once", all, "d");
}

void RowFilterTest::conditionsChooseInstances()
{
    QFETCH(Filter, filter);
    QFETCH(QString, ids);
    Cohort cohort = small();
    filterRows(cohort, filter);
    std::string got;
    for (const std::string& id : cohort.ids)
        got += id;
    QCOMPARE(QString::fromStdString(got), ids);
}

void RowFilterTest::whatEachConditionTakesOutIsNoted()
{
    Cohort cohort = small();
    Filter filter = range("", "", 2, std::numeric_limits<double>::infinity());
    filter.completeOnly = true;
    const std::vector<Problem> notes = filterRows(cohort, filter);
    QCOMPARE(notes.size(), std::size_t(2));
    QCOMPARE(notes[0].what, std::string("1 instance left out: the label is below 2."));
    QCOMPARE(notes[1].what, std::string("2 instances left out: a modality is absent."));
    QCOMPARE(notes[0].severity, Severity::Note);
}

void RowFilterTest::unusableFiltersAreRefused_data()
{
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const Filter& filter, const char* what) {
        QTest::newRow(name) << filter << what;
    };
    row("an unknown modality", range("lab", "age", 0, 1), "the modality lab,");
    row("an unknown column", range("labs", "size", 0, 1), "the column size of labs");
    row("a column's number too high", range("labs", "3", 0, 1), "the column 3 of labs");
    row("many values per instance", range("waves", "1", 0, 1), "many values per instance");
    row("a range that is none", range("", "", 5, 1), "is empty");
    row("a range of NaN", range("", "", std::nan(""), 1), "is empty");
    row("unknown ids", { false, {}, { "a", "z" }, {} }, "does not have (z)");
    row("nothing left", range("", "", 10, 20), "leaves no instance");
}

void RowFilterTest::unusableFiltersAreRefused()
{
    QFETCH(Filter, filter);
    QFETCH(QString, what);
    Cohort cohort = small();
    try {
        filterRows(cohort, filter);
        QFAIL("the filter must be refused");
    } catch (const Error& error) {
        QVERIFY2(QString::fromUtf8(error.what()).contains(what), error.what());
    }
    QCOMPARE(cohort.size(), std::size_t(5)); // untouched
}

void RowFilterTest::aFilteredCohortIsSound()
{
    Cohort cohort = makeLos(800, 4);
    const auto complete = static_cast<std::size_t>(
        std::count_if(cohort.ids.begin(), cohort.ids.end(), [&, i = std::size_t(0)](const auto&) mutable {
            const std::size_t at = i++;
            return std::all_of(cohort.modalities.begin(), cohort.modalities.end(),
                [at](const Modality& modality) { return modality.present[at] != 0; });
        }));
    filterRows(cohort, { true, {}, {}, {} });
    QCOMPARE(cohort.size(), complete);
    QVERIFY(complete < 400 && complete > 20);
    QVERIFY(!hasErrors(checkCohort(cohort)));
}

void RowFilterTest::whatIsNotThereIsNotMadeUp()
{
    Cohort cohort = small();
    cohort.splits.clear();
    cohort.groups.clear();
    cohort.about
        = { { "ward", { "w0", "w1", "w2", "w3", "w4" } }, { "site", { "s0", "", "s2", "s3", "s4" } } };
    Modality steps;
    steps.name = "steps";
    steps.kind = ModalityKind::Sequence;
    steps.dims = 2;
    steps.present = { 1, 1, 0, 1, 1 };
    steps.offsets = { 0, 1, 3, 3, 4, 6 };
    steps.values = { 0, 1, 10, 11, 12, 13, 30, 31, 40, 41, 42, 43 };
    cohort.modalities.push_back(steps);
    keepRows(cohort, { 1, 2, 4 });
    QCOMPARE(cohort.ids, (std::vector<std::string> { "b", "c", "e" }));
    QVERIFY(cohort.splits.empty() && cohort.groups.empty());
    QCOMPARE(cohort.about[0].values, (std::vector<std::string> { "w1", "w2", "w4" }));
    QCOMPARE(cohort.about[1].values, (std::vector<std::string> { "", "s2", "s4" }));
    QVERIFY(cohort.modalities[0].offsets.empty() && cohort.modalities[0].times.empty());
    QCOMPARE(cohort.modalities[0].present, (std::vector<std::uint8_t> { 1, 0, 1 }));
    QCOMPARE(cohort.modalities[0].values, (std::vector<float> { 40, 80, 0, 0, 60, 60 }));
    QCOMPARE(cohort.modalities[1].offsets, (std::vector<std::int64_t> { 0, 0, 1, 2 }));
    QCOMPARE(cohort.modalities[1].values, (std::vector<float> { 30, 50 }));
    QCOMPARE(cohort.modalities[1].times.size(), std::size_t(2));
    QCOMPARE(cohort.modalities[2].offsets, (std::vector<std::int64_t> { 0, 2, 2, 4 }));
    QCOMPARE(cohort.modalities[2].values, (std::vector<float> { 10, 11, 12, 13, 40, 41, 42, 43 }));
    QCOMPARE(cohort.modalities[2].present, (std::vector<std::uint8_t> { 1, 0, 1 }));
    QVERIFY(cohort.modalities[2].times.empty());
}

void RowFilterTest::everyConditionIsNamed_data()
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const Filter& filter, const char* what) {
        QTest::newRow(name) << filter << what;
    };
    row("only these", { false, {}, { "b", "e" }, {} }, "3 instances left out: the id is not listed.");
    row("not this", { false, {}, {}, { "a" } }, "1 instance left out: the id is listed to be left out.");
    row("both ends", range("", "", 2, 4), "2 instances left out: the label is not from 2 to 4.");
    row("one value", range("", "", 3, 3), "4 instances left out: the label is not from 3 to 3.");
    row("no lower end", range("", "", -kInfinity, 3), "2 instances left out: the label is above 3.");
    row("no upper end", range("", "", 1.5, kInfinity), "1 instance left out: the label is below 1.5.");
    row("a column", range("labs", "weight", -kInfinity, 70),
        "3 instances left out: labs, weight is missing or above 70.");
    row("another column", range("labs", "age", 45, kInfinity),
        "3 instances left out: labs, age is missing or below 45.");
    row("none goes", range("", "", 1, 5), "");
}

void RowFilterTest::everyConditionIsNamed()
{
    QFETCH(Filter, filter);
    QFETCH(QString, what);
    Cohort cohort = small();
    const std::vector<Problem> notes = filterRows(cohort, filter);
    QCOMPARE(notes.size(), std::size_t(what.isEmpty() ? 0 : 1));
    for (const Problem& one : notes) {
        QCOMPARE(QString::fromStdString(one.what), what);
        QCOMPARE(one.code, std::string("filtered"));
        QCOMPARE(one.where, std::string("filter"));
        QCOMPARE(one.remedy, std::string("Change the recipe to keep them."));
    }
}

void RowFilterTest::refusalsSayWhatToDo_data()
{
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<bool>("classes");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const Filter& filter, bool classes, const char* what) {
        QTest::newRow(name) << filter << classes << what;
    };
    row("an unknown modality", range("lab", "age", 0, 1), false,
        "A filter names the modality lab, which the cohort does not have: correct its name.");
    row("many values per instance", range("waves", "1", 0, 1), false,
        "A filter gives a range of waves, which has many values per instance: use a vector's column.");
    row("an unknown column", range("labs", "size", 0, 1), false,
        "A filter names the column size of labs, which is not there: correct its name, or give its number "
        "from "
        "1.");
    row("a range that is none", range("labs", "age", 5, 1), false,
        "The range not from 5 to 1 of a filter is empty: write the smaller number first.");
    row("the label of classes", range("", "", 0, 1), true,
        "A filter gives a range of the label, which has classes: filter by ids instead.");
    row("unknown ids to keep", { false, {}, { "z", "a", "y" }, {} }, true,
        "A filter names ids that the cohort does not have (z, y): correct or remove them.");
    row("an unknown id to leave out", { false, {}, {}, { "e", "f" } }, true,
        "A filter names ids that the cohort does not have (f): correct or remove them.");
    row("nothing left", { false, {}, { "a" }, { "a" } }, true,
        "The filter leaves no instance: make it wider.");
}

void RowFilterTest::refusalsSayWhatToDo()
{
    QFETCH(Filter, filter);
    QFETCH(bool, classes);
    QFETCH(QString, what);
    Cohort cohort = small();
    if (classes)
        cohort.task = Task::Classification;
    try {
        filterRows(cohort, filter);
        QFAIL("the filter must be refused");
    } catch (const Error& error) {
        QCOMPARE(QString::fromUtf8(error.what()), what);
    }
}

void RowFilterTest::problemsKeepWhatTheyAreMadeOf()
{
    const Problem bad = btw::data::error("row-length", "row 3", { "It has {} cells, not {}.", 1200, "two" },
        "Shorten it.", leavingOut({ "p", "q" }));
    QCOMPARE(bad.severity, Severity::Error);
    QCOMPARE(bad.code, std::string("row-length"));
    QCOMPARE(bad.where, std::string("row 3"));
    QCOMPARE(bad.what, std::string("It has 1,200 cells, not two."));
    QCOMPARE(bad.arguments, (std::vector<std::string> { "1,200", "two" }));
    QCOMPARE(bad.remedy, std::string("Shorten it."));
    QCOMPARE(bad.concern.instances, (std::vector<std::string> { "p", "q" }));
    const Problem odd = btw::data::warning("odd", "label", "It is odd.", "Look.", drawing());
    QCOMPARE(odd.severity, Severity::Warning);
    QCOMPARE(odd.code, std::string("odd"));
    QCOMPARE(odd.where, std::string("label"));
    QCOMPARE(odd.what, std::string("It is odd."));
    QCOMPARE(odd.remedy, std::string("Look."));
    QVERIFY(odd.concern.splits && odd.arguments.empty());
    const Problem mere = btw::data::note("mere", "filter", "It is so.", "Nothing.");
    QCOMPARE(mere.severity, Severity::Note);
    QCOMPARE(mere.code, std::string("mere"));
    QCOMPARE(mere.where, std::string("filter"));
    QCOMPARE(mere.what, std::string("It is so."));
    QCOMPARE(mere.remedy, std::string("Nothing."));
    QVERIFY(!mere.concern.splits);

    std::vector<Problem> found { mere, odd, bad, mere, odd, bad };
    for (std::size_t i = 0; i < found.size(); ++i)
        found[i].where = std::to_string(i);
    sortBySeverity(found);
    std::string order;
    for (const Problem& one : found)
        order += one.where;
    QCOMPARE(order, std::string("251403"));

    std::vector<Problem> lengths;
    expectLength(lengths, "times", 4, 4, "step");
    QVERIFY(lengths.empty());
    expectLength(lengths, "times", 1, 1200, "step");
    expectLength(lengths, "offsets", 5, 4, "offset");
    QCOMPARE(lengths.size(), std::size_t(2));
    QCOMPARE(lengths[0].severity, Severity::Error);
    QCOMPARE(lengths[0].code, std::string("length"));
    QCOMPARE(lengths[0].where, std::string("times"));
    QCOMPARE(lengths[0].what, std::string("It has 1 step where 1,200 are expected."));
    QCOMPARE(lengths[0].remedy,
        std::string("Give one step for each instance, feature or step that it describes."));
    QCOMPARE(lengths[1].what, std::string("It has 5 offsets where 4 are expected."));
}

void RowFilterTest::onlyAFewAreOfferedToBeLeftOut()
{
    std::vector<std::string> names;
    for (int i = 0; i < 20; ++i)
        names.push_back(std::to_string(i));
    QCOMPARE(leavingOut(names).instances, names);
    QVERIFY(!leavingOut(names).splits);
    QCOMPARE(leavingOutFeatures("labs", names).features, names);
    QCOMPARE(leavingOutFeatures("labs", names).modality, std::string("labs"));
    names.emplace_back("one too many");
    QVERIFY(leavingOut(names).instances.empty());
    QVERIFY(leavingOutFeatures("labs", names).features.empty());
    QVERIFY(drawing().splits);
}

void RowFilterTest::wordsOfProblems()
{
    QCOMPARE(btw::data::count(0, "row"), std::string("0 rows"));
    QCOMPARE(btw::data::count(1, "row"), std::string("1 row"));
    QCOMPARE(btw::data::count(2, "row"), std::string("2 rows"));
    QCOMPARE(listed({}), std::string());
    QCOMPARE(listed({ "a" }), std::string("a"));
    QCOMPARE(listed({ "a", "b", "c" }), std::string("a, b, c"));
    QCOMPARE(listed({ "a", "b", "c", "d" }), std::string("a, b, c and 1 more"));
    QCOMPARE(listed({ "a", "b", "c", "d", "e", "f" }), std::string("a, b, c and 3 more"));
    QCOMPARE(btw::data::number(-0.25), std::string("-0.25"));
    QCOMPARE(btw::data::number(1234567), std::string("1.23457e+06"));
}

void RowFilterTest::argumentsStandInTheirPlaces()
{
    QCOMPARE(grouped(0), std::string("0"));
    QCOMPARE(grouped(999), std::string("999"));
    QCOMPARE(grouped(1000), std::string("1,000"));
    QCOMPARE(grouped(98765), std::string("98,765"));
    QCOMPARE(grouped(654321), std::string("654,321"));
    QCOMPARE(grouped(7654321), std::string("7,654,321"));
    QCOMPARE(grouped(-5), std::string("-5"));
    QCOMPARE(grouped(-123), std::string("-123"));
    QCOMPARE(grouped(-1234), std::string("-1,234"));
    QCOMPARE(grouped(-654321), std::string("-654,321"));
    QCOMPARE(grouped(-7654321), std::string("-7,654,321"));

    const Sentence three("{} of {} rows: {}", 12345, std::string("7"), "a {} b");
    QCOMPARE(three.text(), std::string("12,345 of 7 rows: a {} b"));
    QCOMPARE(three.arguments(), (std::vector<std::string> { "12,345", "7", "a {} b" }));
    QCOMPARE(Sentence("{}{ {}", "p", "q").text(), std::string("p{ q"));
    QCOMPARE(Sentence("{}{}.", "p", "q").text(), std::string("pq."));
    QCOMPARE(Sentence("only {} and {}", "one").text(), std::string("only one and {}"));
    QCOMPARE(Sentence("it ends in {", "nothing").text(), std::string("it ends in {"));
    QCOMPARE(Sentence("no place {}").text(), std::string("no place {}"));
    QVERIFY(Sentence("no place {}").arguments().empty());
}

QTEST_GUILESS_MAIN(RowFilterTest)
#include "tst_rowfilter.moc"
