// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/rowfilter.h"

#include "engine/data/cohortcheck.h"
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
    row("many values an instance", range("waves", "1", 0, 1), "many values an instance");
    row("a range that is none", range("", "", 5, 1), "holds nothing");
    row("a range of NaN", range("", "", std::nan(""), 1), "holds nothing");
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

QTEST_GUILESS_MAIN(RowFilterTest)
#include "tst_rowfilter.moc"
