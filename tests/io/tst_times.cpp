// SPDX-License-Identifier: GPL-3.0-or-later
// Time stamps in every form become the hours of the same table with hours, or are refused by name.
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/tables/cells/timestamp.h"

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

QTEST_GUILESS_MAIN(TimesTest)
#include "tst_times.moc"
