// SPDX-License-Identifier: GPL-3.0-or-later
// Time stamps in every form become the hours of the same table with hours, or are refused by name.
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/tables/cells/timestamp.h"
#include "workspace/io/tables/guess/columnnames.h"

#include "engine/data/names.h"

#include "fixtures.h"

#include <QDateTime>
#include <QTimeZone>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

/// Seconds since the start of each row, for two people in turn.
const std::vector<qint64> kSeconds = { 0, 900, 5400, 7200, 40500, 90000 };

using Spelling = std::function<QByteArray(qint64 seconds)>;

QByteArray longTable(const Spelling& spell)
{
    QByteArray text = "id,time,variable,value\n";
    for (const qint64 seconds : kSeconds)
        for (const char* id : { "a", "b" })
            text += QByteArray(id) + "," + spell(seconds) + ",hr," + QByteArray::number(seconds % 97) + "\n";
    return text;
}

QByteArray wideTable(const Spelling& spell)
{
    QByteArray text = "id,time,hr\n";
    for (const qint64 seconds : kSeconds)
        for (const char* id : { "a", "b" })
            text += QByteArray(id) + "," + spell(seconds) + "," + QByteArray::number(seconds % 97) + "\n";
    return text;
}

ReadResult read(const QByteArray& table, const QByteArray& entry)
{
    const QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("manifest.json")),
        R"({"name": "n", "task": "regression", "labels": {"file": "y.csv", "label": "y", "id": "id"},
            "modalities": [{"name": "m", "file": "e.csv", "id": "id", "time": "time", )"
            + entry + "}]}");
    write(folder.filePath(QStringLiteral("y.csv")), "id,y\na,1\nb,2\n");
    write(folder.filePath(QStringLiteral("e.csv")), table);
    return readCohort(folder.path());
}

const QByteArray kLong
    = R"("kind": "series", "layout": "long", "variable": "variable", "value": "value", "unit": "hours")";

QDateTime at(qint64 seconds)
{
    return QDateTime(QDate(2021, 1, 30), QTime(10, 0), QTimeZone::utc()).addSecs(seconds);
}

Spelling dated(const char* format)
{
    return [format](qint64 seconds) { return at(seconds).toString(QLatin1String(format)).toUtf8(); };
}

} // namespace

class TimesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stampsAreThoseOfQt();
    void everyFormGivesTheHours_data();
    void everyFormGivesTheHours();
    void whatCannotBeReadIsRefused_data();
    void whatCannotBeReadIsRefused();
    void tooManyBinsNameTheUnit();
    void theTimeOfALongTableIsNeverDropped();
    void unitsAreGuessedByTheName();
    void aWholeColumnIsNamedWithoutARow();
    void dayNumbersAreDays();
    void namesSayWhatAColumnCounts();
    void rowsAreGuessed_data();
    void rowsAreGuessed();
    void aVariableHasOneUnit();
    void oneMeasurementEachIsALongTable();
};

void TimesTest::stampsAreThoseOfQt()
{
    for (qint64 second = -2'000'000'000; second < 4'000'000'000; second += 12'345'678) {
        const QDateTime when = QDateTime::fromSecsSinceEpoch(second, QTimeZone::utc());
        const QByteArray text = when.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toUtf8();
        const std::optional<Stamp> stamp = readStamp(text.constData());
        QVERIFY2(stamp, text.constData());
        QCOMPARE(stamp->since1970(), static_cast<double>(second));
    }
    QVERIFY(!readStamp("2021-02-29"));
    QVERIFY(!readStamp("12.5"));
    QVERIFY(!readStamp("1.912.000"));
}

void TimesTest::everyFormGivesTheHours_data()
{
    QTest::addColumn<Spelling>("spell");
    const auto row = [](const char* name, Spelling spell) { QTest::newRow(name) << std::move(spell); };
    row("ISO", dated("yyyy-MM-dd HH:mm:ss"));
    row("ISO with T and Z", dated("yyyy-MM-ddTHH:mm:ssZ"));
    row("dots", dated("dd.MM.yyyy HH:mm"));
    row("slashes, month first", dated("MM/dd/yyyy HH:mm"));
    row("slashes, year first", dated("yyyy/MM/dd HH:mm"));
    row("names of months", [](qint64 seconds) {
        return QLocale::c().toString(at(seconds), QStringLiteral("dd-MMM-yyyy HH:mm")).toUtf8();
    });
    row("no marks", dated("yyyyMMddHHmmss"));
    row("seconds since 1970",
        [](qint64 seconds) { return QByteArray::number(at(seconds).toSecsSinceEpoch()); });
    row("milliseconds since 1970",
        [](qint64 seconds) { return QByteArray::number(at(seconds).toMSecsSinceEpoch()); });
    row("lengths", [](qint64 seconds) {
        return QByteArray::number(seconds / 3600) + ":"
            + QByteArray::number(seconds / 60 % 60).rightJustified(2, '0') + ":00";
    });
    row("minutes behind each number",
        [](qint64 seconds) { return QByteArray::number(seconds / 60) + " min"; });
    row("centuries later", [](qint64 seconds) {
        return at(seconds).addYears(180).toString(QStringLiteral("yyyy-MM-dd HH:mm")).toUtf8();
    });
    row("pandas' differences", [](qint64 seconds) {
        return QByteArray::number(seconds / 86400) + " days "
            + QTime(0, 0)
                  .addSecs(static_cast<int>(seconds % 86400))
                  .toString(QStringLiteral("HH:mm:ss"))
                  .toUtf8();
    });
}

void TimesTest::everyFormGivesTheHours()
{
    QFETCH(Spelling, spell);
    const Spelling hours
        = [](qint64 seconds) { return QByteArray::number(static_cast<double>(seconds) / 3600); };
    const ReadResult want = read(longTable(hours), kLong);
    const ReadResult got = read(longTable(spell), kLong);
    QVERIFY2(want.cohort && got.cohort, lines(got).constData());
    QCOMPARE(cohortHash(*got.cohort), cohortHash(*want.cohort));
    const ReadResult wideWant = read(wideTable(hours), R"("kind": "series")");
    const ReadResult wide = read(wideTable(spell), R"("kind": "series")");
    QVERIFY2(wideWant.cohort && wide.cohort, lines(wide).constData());
    QCOMPARE(cohortHash(*wide.cohort), cohortHash(*wideWant.cohort));
}

void TimesTest::whatCannotBeReadIsRefused_data()
{
    QTest::addColumn<QByteArray>("times"); // of one person, parted by "|"
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* times, const char* says) {
        QTest::newRow(name) << QByteArray(times) << QString::fromLatin1(says);
    };
    row("a day that nobody can tell", "03/02/2021|04/02/2021", "ambiguous");
    row("both orders of day and month", "01/13/2021|13/02/2021", "the day first and others the month");
    row("two forms", "1.5|2021-01-02", "several ways");
    row("a time of day that falls", "23:50|00:10", "the day is not known");
    row("a date that goes back", "2021-01-02|2021-01-01", "earlier");
    row("a word", "1|noon", "neither a number nor a date");
    row("nothing", "1|", "missing");
    row("time zones behind some", "2021-01-02T05:00:00+01:00|2021-01-02T07:00:00", "no time zone");
    row("two units", "30 min|1.5 h", "another unit");
    row("seconds and milliseconds", "1614574800|1614578400|1614582000000", "milliseconds");
    row("a zero among them", "0|1614574800|1614578400|1614582000", "does not count from 1970");
    row("rounded by a spreadsheet", "1.61459E+12|1.61460E+12|1.61462E+12", "rounded");
    row("no such day", "2021-02-28|2021-02-30", "neither a number nor a date");
}

void TimesTest::whatCannotBeReadIsRefused()
{
    QFETCH(QByteArray, times);
    QFETCH(QString, says);
    QByteArray rows;
    QByteArray wide;
    for (const QByteArray& time : times.split('|')) {
        rows += "a," + time + ",hr,1\n";
        wide += "a," + time + ",1\n";
    }
    for (const ReadResult& result : { read("id,time,variable,value\n" + rows, kLong),
             read("id,time,hr\n" + wide, R"("kind": "series")") }) {
        QVERIFY(!result.cohort);
        QVERIFY2(contains(firstError(result).what, says), lines(result).constData());
    }
}

void TimesTest::tooManyBinsNameTheUnit()
{
    const QByteArray entry = QByteArray(kLong).replace("series", "sequence") + R"(, "bin": 1)";
    const ReadResult result = read("id,time,variable,value\na,0,hr,1\na,36000,hr,1\n", entry);
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(error.code, std::string("too-many-bins"));
    QVERIFY2(contains(error.what, QStringLiteral("36,001 bins")), error.what.c_str());
    QVERIFY2(contains(error.remedy, QStringLiteral("unit")), error.remedy.c_str());
}

void TimesTest::theTimeOfALongTableIsNeverDropped()
{
    const QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("labels.csv")), "id,label\na,1\nb,2\nc,3.5\n");
    const auto guess = [&](const QByteArray& header, const QByteArray& first, const QByteArray& second) {
        QByteArray text = header + "\n";
        for (const char* id : { "a", "b", "c" })
            text += QByteArray(id) + "," + first + ",hr,1\n" + QByteArray(id) + "," + second + ",hr,2\n";
        write(folder.filePath(QStringLiteral("vitals.csv")), text);
        return readCohort(folder.path());
    };
    const ReadResult iso = guess("id,charttime,variable,value", "2021-01-01 01:00", "2021-01-01 02:30");
    QVERIFY2(iso.cohort, lines(iso).constData());
    QCOMPARE(iso.cohort->modalities[0].times, (std::vector<float> { 0, 1.5, 0, 1.5, 0, 1.5 }));
    QVERIFY(!guess("id,charttime,variable,value", "morning", "evening").cohort);
    QVERIFY(!guess("id,when,variable,value", "morning", "evening").cohort);
}

void TimesTest::unitsAreGuessedByTheName()
{
    const QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("labels.csv")), "id,label\na,1\nb,2\nc,3.5\n");
    const auto last = [&](const QByteArray& column, bool isLong) {
        QByteArray text = isLong ? "id," + column + ",variable,value\n" : "id," + column + ",hr\n";
        for (const char* id : { "a", "b", "c" })
            for (const char* time : { "0", "30" })
                text += QByteArray(id) + "," + time + (isLong ? ",hr,1\n" : ",1\n");
        write(folder.filePath(QStringLiteral("vitals.csv")), text);
        const ReadResult result = readCohort(folder.path());
        return result.cohort ? result.cohort->modalities[0].times[1] : -1;
    };
    for (const bool isLong : { true, false }) {
        QCOMPARE(last("minutes", isLong), 0.5F);
        QCOMPARE(last("hours", isLong), 30.0F);
        QCOMPARE(last("days", isLong), 720.0F);
    }
}

void TimesTest::aWholeColumnIsNamedWithoutARow()
{
    const auto epoch = [](qint64 seconds) { return QByteArray::number(at(seconds).toSecsSinceEpoch()); };
    const ReadResult result = read(longTable(epoch), kLong);
    const auto said = std::find_if(result.problems.begin(), result.problems.end(),
        [](const io::Problem& problem) { return problem.code == "time-epoch"; });
    QVERIFY2(said != result.problems.end(), lines(result).constData());
    QCOMPARE(said->where, std::string("e.csv, column 'time'"));
}

void TimesTest::dayNumbersAreDays()
{
    for (const double first : { 44256.25, 738216.25 }) {
        const auto days = [first](double more) { return QByteArray::number(first + more, 'f', 4); };
        const QByteArray table = "id,time,variable,value\na," + days(0) + ",hr,1\na," + days(0.5)
            + ",hr,2\nb," + days(3) + ",hr,3\n";
        const ReadResult result = read(table, kLong);
        QVERIFY2(result.cohort, lines(result).constData());
        QCOMPARE(result.cohort->modalities[0].times, (std::vector<float> { 0, 12, 0 }));
        QVERIFY2(lines(result).contains("day numbers"), lines(result).constData());
    }
}

void TimesTest::namesSayWhatAColumnCounts()
{
    using Kind = TimeNaming::Kind;
    struct Name
    {
        const char* name;
        Kind kind;
        double seconds;
    };
    for (const Name& one : { Name { "time_min", Kind::Time, 60 }, { "offset_minutes", Kind::Time, 60 },
             { "elapsed_s", Kind::Time, 1 }, { "sampletime_ms", Kind::Time, 0.001 },
             { "labresultoffset", Kind::Time, 0 }, { "time (h)", Kind::Time, 3600 },
             { "followup_month", Kind::Time, 2629800 }, { "hours_from_admission", Kind::Time, 3600 },
             { "visit_number", Kind::Order, 0 }, { "seq", Kind::Order, 0 }, { "min", Kind::No, 0 },
             { "t_min", Kind::No, 60 }, { "age_months", Kind::No, 2629800 }, { "steps", Kind::No, 0 },
             { "s", Kind::No, 0 }, { "prothrombin_time", Kind::No, 0 }, { "sleep_hours", Kind::No, 3600 } }) {
        const TimeNaming naming = namesTimes(one.name);
        QVERIFY2(naming.kind == one.kind, one.name);
        QCOMPARE(naming.unitSeconds, one.seconds);
    }
}

void TimesTest::rowsAreGuessed_data()
{
    QTest::addColumn<QByteArray>("header"); // behind the id
    QTest::addColumn<QByteArray>("rows"); // of each id, parted by "|"
    QTest::addColumn<QString>("says"); // a problem's code; none where the table is read without one
    QTest::addColumn<qint64>("dims"); // 0: refused
    const auto row = [](const char* name, const char* header, const char* rows, const char* says,
                         qint64 dims) {
        QTest::newRow(name) << QByteArray(header) << QByteArray(rows) << QString::fromLatin1(says) << dims;
    };
    const char* const kRows = "0,hr,80|1,lactate,2|2,hr,81";
    for (const char* names :
        { "analyte,result", "test,value", "PARAMCD,AVAL", "LBTESTCD,LBSTRESN", "label,valuenum", "name,value",
            "parameter,reading", "measurement_concept_id,value_as_number", "labname,labresult" })
        row(names, ("hours," + QByteArray(names)).constData(), kRows, "", 2);
    row("half of the names", "hours,what_it_was,value", kRows, "long-table-guessed", 2);
    row("no names, a row each", "hours,what_it_was,found", "0,hr,80|0,lactate,2|1,hr,81|1,lactate,3",
        "long-table-guessed", 2);
    row("two numbers", "hours,drug,dose,rate", "0,hr,80,1|0,lactate,2,1|1,hr,81,2|1,lactate,3,2",
        "long-table-unclear", 0);
    row("numbers that lie apart", "hours,thing,found",
        "0,hr,80|1,lactate,2|2,hr,81|3,lactate,3|4,hr,80|5,lactate,3", "long-table-perhaps", 2);
    row("steps with words", "hours,activity,hr", "0,rest,80|1,walk,85|2,rest,81|3,walk,79", "", 2);
    row("a type and a measure", "hours,type,amount,hr", "0,a,1,80|1,b,2,81|2,a,3,82", "", 3);
    row("other columns", "hours,variable,value,site,status", "0,hr,80,a,ok|1,hr,81,b,no", "columns-not-used",
        1);
    row("a status", "hours,variable,value,site,status", "0,hr,80,a,ok|1,hr,81,b,no", "status-not-used", 1);
    row("a date and a time", "date,time,hr", "2021-01-01,8:00,1|2021-01-02,9:00,2", "time-in-two-columns", 0);
    row("a date of visit", "visit_date,time,hr", "2021-01-01,8:00,1|2021-01-01,9:00,2", "dates-left-out", 1);
    row("a day and an hour", "icu_day,hour,hr", "1,8,1|2,9,2", "time-in-two-columns", 0);
    row("hours of the stay", "day,hours,hr", "1,0,1|1,20,3|2,40,2", "", 2);
    row("a blank in the header that nobody sees", "hours\xC2\xA0,hr", "0,1|1,2", "", 1);
    row("visits in order", "visit,hr", "1,80|2,81|3,80", "", 2);
    row("visits out of order", "visit,hr", "2,80|1,81|3,80", "steps-not-sorted", 2);
    row("times out of order", "offset_minutes,hr", "2,80|1,81|3,80", "time-goes-back", 0);
}

void TimesTest::rowsAreGuessed()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, rows);
    QFETCH(QString, says);
    QFETCH(qint64, dims);
    const QTemporaryDir folder;
    QByteArray labels = "id,label\n";
    QByteArray table = "id," + header + "\n";
    for (const char* id : { "a", "b", "c", "d" }) {
        labels += QByteArray(id) + "," + QByteArray::number(table.size()) + ".5\n";
        for (const QByteArray& row : rows.split('|'))
            table += QByteArray(id) + "," + row + "\n";
    }
    write(folder.filePath(QStringLiteral("labels.csv")), labels);
    write(folder.filePath(QStringLiteral("events.csv")), table);
    const ReadResult result = readCohort(folder.path());
    QCOMPARE(result.cohort ? result.cohort->modalities[0].dims : 0, dims);
    const auto warns = [&](const io::Problem& problem) {
        return says.isEmpty() ? problem.severity != data::Severity::Note : problem.code == says.toStdString();
    };
    QVERIFY2(std::any_of(result.problems.begin(), result.problems.end(), warns) != says.isEmpty(),
        lines(result).constData());
}

void TimesTest::aVariableHasOneUnit()
{
    const auto table = [](const char* unit) {
        return "id,time,variable,value,unit\na,0,glucose,90,mg/dL\na,1,hr,80,\na,2,glucose,95,"
            + QByteArray(unit) + "\nb,0,hr,70,bpm\n";
    };
    QVERIFY(read(table("MG/dl"), kLong).cohort);
    const ReadResult result = read(table("mmol/L"), kLong);
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).code, std::string("units-differ"));
    QVERIFY2(contains(firstError(result).what, QStringLiteral("glucose")), firstError(result).what.c_str());
}

void TimesTest::oneMeasurementEachIsALongTable()
{
    const auto kind = [](const QByteArray& header) {
        const QTemporaryDir folder;
        QByteArray labels = "id,label\n";
        QByteArray table = "id," + header + "\n";
        for (int i = 0; i < 8; ++i) {
            labels += "p" + QByteArray::number(i) + "," + QByteArray::number(i) + ".5\n";
            table += "p" + QByteArray::number(i) + ",1.5," + (i % 2 == 0 ? "hr,80" : "lactate,2") + "\n";
        }
        write(folder.filePath(QStringLiteral("labels.csv")), labels);
        write(folder.filePath(QStringLiteral("events.csv")), table);
        const ReadResult result = readCohort(folder.path());
        return result.cohort ? data::kindName(result.cohort->modalities[0].kind) : std::string();
    };
    QCOMPARE(kind("hours,variable,value"), std::string("series"));
    QCOMPARE(kind("hours,analyte,result"), std::string("series"));
    QCOMPARE(kind("hours,test,value"), std::string("series"));
    QCOMPARE(kind("age,variable,value"), std::string()); // without a time
    QCOMPARE(kind("age,type,result"), std::string("vector"));
    QCOMPARE(kind("hours,operation,result"), std::string("vector"));
}

QTEST_GUILESS_MAIN(TimesTest)
#include "tst_times.moc"
