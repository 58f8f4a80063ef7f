// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"

#include "fixtures.h"

#include <algorithm>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

const QByteArray kEntry
    = R"("name": "vitals", "kind": "series", "file": "e.csv", "layout": "long", "id": "id",
 "time": "t", "variable": "what", "value": "x", "unit": "hours")";

QByteArray changed(QByteArray text, const QByteArray& from, const QByteArray& to)
{
    return text.replace(from, to);
}

} // namespace

class LongTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measurementsAreReadAsNumpyBinsThem();
    void whatIsMergedAndLeftOutIsNoted();
    void timesAreInHoursWhateverTheUnit_data();
    void timesAreInHoursWhateverTheUnit();
    void variablesAreFeaturesInTheirOrder();
    void badTablesAreRefusedWithTheirRow_data();
    void badTablesAreRefusedWithTheirRow();
    void badDescriptionsAreRefused_data();
    void badDescriptionsAreRefused();
    void stepsBeyondTheMemoryLimitAreRefused();

private:
    static ReadResult read(const QByteArray& events, const QByteArray& entry = kEntry,
        const ReadLimits& limits = {}, const QByteArray& labels = "id,y\na,1\nb,2\n");
};

ReadResult LongTableTest::read(
    const QByteArray& events, const QByteArray& entry, const ReadLimits& limits, const QByteArray& labels)
{
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("manifest.json")),
        R"({"name": "n", "task": "regression", "labels": {"file": "y.csv", "label": "y", "id": "id"},
            "modalities": [{)"
            + entry + "}]}");
    write(folder.filePath(QStringLiteral("y.csv")), labels);
    write(folder.filePath(QStringLiteral("e.csv")), events);
    return readCohort(folder.path(), limits);
}

void LongTableTest::measurementsAreReadAsNumpyBinsThem()
{
    const ReadResult result = readCohort(golden(QStringLiteral("long")));
    QVERIFY2(result.cohort, lines(result).constData());
    data::Cohort want = expected(QStringLiteral("long.json"));
    want.modalities[0].columns = want.modalities[1].columns = { "bp", "hr", "temp" };
    want.modalities[2].columns = { "hr", "temp" };
    compareCohorts(*result.cohort, want);
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(golden(QStringLiteral("long.json")))).object();
    QCOMPARE(cohortHash(*result.cohort), object[QStringLiteral("hash")].toString());
}

void LongTableTest::whatIsMergedAndLeftOutIsNoted()
{
    const ReadResult result
        = read("id,t,what,x\na,0.1,hr,1\na,0.5,hr,3\na,1.5,hr,5\na,2.5,hr,7\na,3,hr,9\nb,-1,hr,1\n",
            kEntry + R"(, "bin": 1, "first": 2)");
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Modality& vitals = result.cohort->modalities[0];
    QCOMPARE(vitals.values, (std::vector<float> { 2, 5 }));
    QCOMPARE(vitals.times, (std::vector<float> { 0, 1 }));
    QCOMPARE(vitals.present, (std::vector<std::uint8_t> { 1, 0 }));
    QCOMPARE(result.problems.size(), std::size_t(2));
    QVERIFY(contains(result.problems[0].what, QStringLiteral("2 values were measured")));
    QVERIFY(
        contains(result.problems[1].what, QStringLiteral("3 rows lie before the start or after the limit")));
    QCOMPARE(result.problems[0].severity, data::Severity::Note);
}

void LongTableTest::timesAreInHoursWhateverTheUnit_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::addColumn<float>("hours"); // of 90
    QTest::newRow("seconds") << QByteArray("seconds") << 0.025F;
    QTest::newRow("minutes") << QByteArray("minutes") << 1.5F;
    QTest::newRow("hours") << QByteArray("hours") << 90.0F;
    QTest::newRow("days") << QByteArray("days") << 2160.0F;
}

void LongTableTest::timesAreInHoursWhateverTheUnit()
{
    QFETCH(QByteArray, unit);
    QFETCH(float, hours);
    const ReadResult result
        = read("id,t,what,x\na,90,hr,1\nb,0,hr,2\n", changed(kEntry, R"("hours")", '"' + unit + '"'));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->modalities[0].times, (std::vector<float> { hours, 0 }));
}

void LongTableTest::variablesAreFeaturesInTheirOrder()
{
    const ReadResult result = read("id,t,what,x\nb,0,220,1\na,0,50.0,2\na,0,220,3\nb,1,1000,4\n");
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Modality& vitals = result.cohort->modalities[0];
    QCOMPARE(vitals.columns, (std::vector<std::string> { "50", "220", "1000" }));
    QCOMPARE(vitals.offsets, (std::vector<std::int64_t> { 0, 1, 3 }));
    const float none = std::nanf("");
    QVERIFY(same(vitals.values, { 2, 3, none, none, 1, none, none, none, 4 }));
}

void LongTableTest::badTablesAreRefusedWithTheirRow_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const QByteArray& rows, const char* where, const char* what) {
        QTest::newRow(name) << rows << QString::fromUtf8(where) << QString::fromUtf8(what);
    };
    row("time goes back", "a,2,hr,1\nb,1,hr,2\na,1,bp,3\n", "e.csv, row 4, column 't'",
        "'1' is earlier than the one before it of id 'a'");
    row("no time", "a,,hr,1\n", "e.csv, row 2, column 't'", "missing");
    row("a word for a time", "a,noon,hr,1\n", "e.csv, row 2, column 't'", "neither a number nor a date");
    row("a word for a value", "a,1,hr,high\n", "e.csv, row 2, column 'x'", "'high' is not a number");
    row("infinity", "a,1,hr,inf\n", "e.csv, row 2, column 'x'", "infinite");
    row("no id", ",1,hr,1\n", "e.csv, row 2, column 'id'", "empty");
    row("a word in place of an id", "NA,1,hr,1\n", "e.csv, row 2, column 'id'", "says that it is missing");
    row("no variable", "a,1,,1\n", "e.csv, row 2, column 'what'", "empty");
    row("an id without label", "a,1,hr,1\nz,1,hr,1\n", "e.csv, row 3, column 'id'", "'z' has no row among");
    row("a ragged row", "a,1,hr\n", "e.csv, row 2", "3 cells");
}

void LongTableTest::badTablesAreRefusedWithTheirRow()
{
    QFETCH(QByteArray, rows);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const ReadResult result = read("id,t,what,x\n" + rows);
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(QString::fromStdString(error.where), where);
    QVERIFY2(contains(error.what, what), lines(result).constData());
    QVERIFY(!error.remedy.empty());
}

void LongTableTest::badDescriptionsAreRefused_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const QByteArray& from, const QByteArray& to, const char* key,
                         const char* what) {
        QVERIFY2(kEntry.contains(from), name);
        QTest::newRow(name) << changed(kEntry, from, to) << QString::fromUtf8(key) << QString::fromUtf8(what);
    };
    row("an unknown layout", R"("long")", R"("tall")", "layout", "neither wide nor long");
    row("no variable", R"("variable": "what",)", "", "variable", "missing");
    row("no value", R"("value": "x",)", "", "value", "missing");
    row("no time", R"("time": "t",)", "", "time", "missing");
    row("no id", R"("id": "id",)", "", "id", "missing");
    row("no unit", R"(, "unit": "hours")", "", "unit", "missing");
    row("an unknown unit", "hours", "fortnights", "unit", "not known");
    row("a bin of nothing", R"("unit")", R"("bin": 0, "unit")", "bin", "above 0");
    row("a bin that is a word", R"("unit")", R"("bin": "1 h", "unit")", "bin", "above 0");
    row("a negative time to end", R"("unit")", R"("first": -48, "unit")", "first", "above 0");
    row("a vector", R"("series")", R"("vector")", "kind", "makes no vector");
    row("a sequence without bins", R"("series")", R"("sequence")", "bin", "missing");
    row("categories", R"("unit")", R"("categories": {"x": "one-hot"}, "unit")", "categories", "numbers");
    row("a column that is not there", R"("value": "x")", R"("value": "z")", "value", "no column 'z'");
    row("variables that are not there", R"("unit")", R"("columns": ["temp"], "unit")", "columns",
        "none of these variables");
    row("a bin of a wide table", R"("layout": "long",)", R"("bin": 1,)", "variable",
        "belongs to a long table");
}

void LongTableTest::badDescriptionsAreRefused()
{
    QFETCH(QByteArray, entry);
    QFETCH(QString, key);
    QFETCH(QString, what);
    const ReadResult result = read("id,t,what,x\na,0,hr,1\nb,0,hr,2\n", entry);
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(QString::fromStdString(error.where), "manifest.json, key modalities[0]." + key);
    QVERIFY2(contains(error.what, what), lines(result).constData());
}

void LongTableTest::stepsBeyondTheMemoryLimitAreRefused()
{
    ReadLimits limits;
    limits.memoryBytes = 1 << 20;
    const QByteArray grid = changed(kEntry, R"("series")", R"("sequence")") + R"(, "bin": 0.1)";
    QByteArray events = "id,t,what,x\n"; // 999 bins of 300 variables
    for (int variable = 0; variable < 300; ++variable)
        events += "a,0,v" + QByteArray::number(variable) + ",1\n";
    events += "a,99.8,v0,2\n";
    const ReadResult result = read(events, grid, limits);
    QVERIFY(!result.cohort);
    QVERIFY2(contains(firstError(result).what, QStringLiteral("limit of 1,048,576 bytes")),
        lines(result).constData());
    QVERIFY(!read("id,t,what,x\na,0,hr,1\na,1e300,hr,2\n", grid, limits).cohort);
    QVERIFY(!read("id,t,what,x\na,-1,hr,1\n", grid, limits).cohort);
    QVERIFY(read(events, kEntry, limits).cohort);
}

QTEST_GUILESS_MAIN(LongTableTest)
#include "tst_longtable.moc"
