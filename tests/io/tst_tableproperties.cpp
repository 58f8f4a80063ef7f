// SPDX-License-Identifier: GPL-3.0-or-later
// More of what holds for every table, over generated ones: marks that may mean two things, damaged rows, time
// stamps in many notations, columns that are no features, prefixes of names.
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"

#include "tablemaker.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class TablePropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void marksAreReadRightlyOrAsked();
    void aDamagedRowIsMendedByLeavingItOut();
    void timesAreThoseInHoursOrRefused();
    void timesNotReadRightlyYet_data();
    void timesNotReadRightlyYet();
    void timesInTwoNotationsAreRightOrRefused();
    void clockTimesAreRightOrRefused();
    void noColumnIsLostWithoutAWarning();
    void noColumnOfAFolderIsLostWithoutAWarning();
    void aPrefixHasTwoColumns();

private:
    ReadResult read(const QByteArray& text, const std::vector<Remedy>& remedies = {}) const
    {
        return readAsTable(*m_folder, text, remedies);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

/// What a failing test shows: the table, and what was said of it.
QByteArray shown(unsigned seed, const QByteArray& text, const ReadResult& result)
{
    return "seed " + QByteArray::number(seed) + "\n" + lines(result) + "\n" + text;
}

QByteArray number(std::size_t n) { return QByteArray::number(static_cast<qulonglong>(n)); }

QByteArray threeDigits(std::size_t n) { return number(n).rightJustified(3, '0'); }

/// A number whose mark may stand before decimals or between thousands, or one without a mark.
struct Doubtful
{
    std::size_t before = 0;
    std::optional<std::size_t> behind; ///< three digits
    QByteArray written(char mark) const
    {
        return behind ? number(before) + mark + threeDigits(*behind) : number(before);
    }
    QByteArray asThousands() const { return behind ? number(before) + threeDigits(*behind) : number(before); }
};

Doubtful doubtful(Random& random)
{
    if (random.below(3) == 0)
        return { 1 + random.below(999), {} };
    return { 1 + random.below(random.below(2) == 0 ? 9 : 99), random.below(1000) };
}

} // namespace

/// In any file whose separator is no comma, a dot is in doubt as a comma is everywhere: without a number that
/// tells, it is asked, and each answer gives exactly its reading; with one, it is read as that one is.
void TablePropertiesTest::marksAreReadRightlyOrAsked()
{
    int asked = 0;
    for (unsigned seed = 0; seed < 80; ++seed) {
        Random random(seed);
        const char mark = random.below(2) == 0 ? '.' : ',';
        const char other = mark == '.' ? ',' : '.';
        const char separator = random.oneOf(std::vector<char> { ';', ';', '\t', ',' });
        const auto cell
            = [&](const QByteArray& text) { return text.contains(separator) ? '"' + text + '"' : text; };
        Table written = cohort(random);
        // Decimals that are in doubt nowhere: of commas between cells, with points.
        Table decimals = written;
        Table thousands = written;
        // Both columns have such numbers, one has none, or they have different marks.
        const std::size_t form = random.below(3);
        const bool labelled = seed % 4 == 0; // the label is such a number, too
        for (std::size_t c = 2; c < (labelled ? 5 : 4); ++c)
            for (std::size_t row = 0; row < kRows; ++row) {
                const Doubtful one = doubtful(random);
                const bool marked = c != 3 || form != 1;
                const bool turned = c == 3 && form == 2;
                const QByteArray plain = number(one.before);
                written.columns[c].second[row] = marked ? cell(one.written(turned ? other : mark)) : plain;
                decimals.columns[c].second[row] = !marked ? plain
                    : turned                              ? one.asThousands()
                                                          : one.written('.');
                thousands.columns[c].second[row] = !marked ? plain
                    : turned                               ? one.written('.')
                                                           : one.asThousands();
            }
        // A number that tells, in either column: 12.25, 1.234.567, or 7,5 beside dots.
        const std::size_t hint = random.below(4);
        const std::size_t at = random.below(kRows);
        const std::size_t column = 2 + random.below(2);
        if (hint == 1) {
            written.columns[column].second[at] = cell(QByteArray("12") + mark + "25");
            decimals.columns[column].second[at] = "12.25";
        } else if (hint == 2) {
            written.columns[column].second[at] = cell(QByteArray("1") + mark + "234" + mark + "567");
            thousands.columns[column].second[at] = "1234567";
        } else if (hint == 3) {
            written.columns[column].second[at] = cell(QByteArray("7") + other + "5");
            thousands.columns[column].second[at] = "7.5";
        }
        const QByteArray text = written.text(inOrder(kRows), separator);
        const ReadResult result = read(text);
        const ReadResult asDecimals = read(decimals.text(inOrder(kRows)));
        const ReadResult asThousands = read(thousands.text(inOrder(kRows)));
        QVERIFY2(asDecimals.cohort && asThousands.cohort, shown(seed, text, asDecimals).constData());
        // In a file with commas between cells a point is a decimal point, unless commas are in doubt, too.
        const bool points = separator == ',' && (mark == '.' || form == 2);
        const bool trusted = points && form != 2;
        if (result.cohort) {
            QVERIFY2(hint != 0 || trusted, shown(seed, text, result).constData());
            const bool isDecimal = hint == 1 || (hint == 0 && trusted);
            QVERIFY2(cohortHash(*result.cohort)
                    == cohortHash(isDecimal ? *asDecimals.cohort : *asThousands.cohort),
                shown(seed, text, result).constData());
            continue;
        }
        ++asked;
        QVERIFY2(has(result, data::Severity::Error, "decimal-mark"), shown(seed, text, result).constData());
        QVERIFY2(points || hint == 0, shown(seed, text, result).constData());
        const auto offers
            = std::find_if(result.problems.begin(), result.problems.end(), [](const io::Problem& problem) {
                  return problem.code == "decimal-mark";
              })->remedies;
        QCOMPARE(offers.size(), std::size_t(2));
        std::set<char> marks;
        for (const Remedy& offer : offers) {
            const auto* const one = std::get_if<DecimalMark>(&offer);
            QVERIFY2(one != nullptr, shown(seed, text, result).constData());
            marks.insert(one->mark);
            const ReadResult chosen = read(text, { offer });
            const bool isDecimal = one->mark == mark;
            if (hint != 0 && isDecimal != (hint == 1)) {
                // A number of the file contradicts this answer.
                QVERIFY2(!chosen.cohort, shown(seed, text, chosen).constData());
                continue;
            }
            QVERIFY2(chosen.cohort, shown(seed, text, chosen).constData());
            QVERIFY2(cohortHash(*chosen.cohort)
                    == cohortHash(isDecimal ? *asDecimals.cohort : *asThousands.cohort),
                shown(seed, text, chosen).constData());
        }
        QCOMPARE(marks.size(), std::size_t(2));
    }
    QVERIFY(asked > 10);
}

namespace {

/// What a person sees of a result: the cohort, and what was said but for remedies that changed nothing.
QByteArray gist(const ReadResult& result)
{
    QByteArray text = result.cohort ? cohortHash(*result.cohort).toUtf8() : QByteArray("none");
    for (const io::Problem& problem : result.problems)
        if (problem.code != "remedy-idle")
            text += "\n" + QByteArray::fromStdString(problem.where + ": " + problem.what);
    return text;
}

bool isIdle(const ReadResult& result)
{
    return has(result, data::Severity::Warning, "remedy-idle")
        || has(result, data::Severity::Error, "remedy-idle");
}

} // namespace

/// One row of a good table is damaged: without that row the cohort is that of the table without it, whatever
/// the damage made of roles, kinds and tasks; and no remedy that is offered does nothing.
void TablePropertiesTest::aDamagedRowIsMendedByLeavingItOut()
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        Random random(seed);
        Table table = cohort(random);
        if (seed % 3 == 0) // splits are drawn
            table.columns.erase(table.columns.begin() + 1);
        // Rows without a name have their splits drawn by their numbers, which stay.
        const bool named = seed % 5 != 1 || seed % 3 == 0;
        if (!named) // rows are numbered
            table.columns.erase(table.columns.begin());
        const std::size_t column = table.columns.size() - 3 + random.below(2);
        const std::size_t at = random.below(kRows);
        std::vector<QByteArray> rows;
        for (std::size_t row = 0; row < kRows; ++row)
            rows.push_back(table.row(row));
        std::vector<QByteArray> without = rows;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(at));
        Table bad = table;
        const std::size_t damage = random.below(7);
        const std::vector<QByteArray> words = { "abc", "<0.01", "5.1 H", "1.2.3", "12 mg", "see note" };
        switch (damage) {
        case 0:
            bad.columns[column].second[at] = random.oneOf(words);
            rows[at] = bad.row(at);
            break;
        case 1: // a typing error among the splits, or a label that is missing
            if (seed % 3 != 0)
                bad.columns[named ? 1 : 0].second[at] = random.oneOf(Cells { "trian", "tset", "" });
            else
                bad.columns.back().second[at] = random.oneOf(Cells { "", "NA" });
            rows[at] = bad.row(at);
            break;
        case 2: // a row too short
            rows[at] = rows[at].left(rows[at].lastIndexOf(',')) + "\n";
            break;
        case 3: // a row too long
            rows[at] = "7," + rows[at];
            break;
        case 4: // the header once more
            rows[at] = table.header();
            break;
        case 5:
            rows[at] = QByteArray(static_cast<qsizetype>(table.columns.size()) - 1, ',') + "\n";
            break;
        default: // an id, or another first cell, that is not there, and a word among numbers
            bad.columns[0].second[at] = "";
            bad.columns[column].second[at] = "abc";
            rows[at] = bad.row(at);
        }
        const auto joined = [&table](const std::vector<QByteArray>& list) {
            QByteArray text = table.header();
            for (const QByteArray& row : list)
                text += row;
            return text;
        };
        const QByteArray text = joined(rows);
        const ReadResult want = read(joined(without));
        QVERIFY2(want.cohort, shown(seed, joined(without), want).constData());
        const DropRow dropping { "t.csv", static_cast<std::int64_t>(at) + 2 };
        ReadResult got = read(text, { dropping });
        QVERIFY2(got.cohort, shown(seed, text, got).constData());
        // Numbered rows keep the numbers that they have in the file.
        if (!named)
            got.cohort->ids = want.cohort->ids;
        QVERIFY2(cohortHash(*got.cohort) == cohortHash(*want.cohort), shown(seed, text, got).constData());
        const ReadResult damaged = read(text);
        // What is read with the row is what is read without it, and somebody is told; or it is refused.
        const bool blank = damage == 5; // at the end of a file it is nothing that anybody needs to know
        QVERIFY2(blank
                || std::any_of(damaged.problems.begin(), damaged.problems.end(),
                    [](const io::Problem& problem) { return problem.severity != data::Severity::Note; }),
            shown(seed, text, damaged).constData());
        if (damaged.cohort && damage != 0)
            QVERIFY2(cohortHash(*damaged.cohort) == cohortHash(*want.cohort),
                shown(seed, text, damaged).constData());
        for (const io::Problem& problem : damaged.problems)
            for (const Remedy& remedy : problem.remedies) {
                const ReadResult mended = read(text, { remedy });
                QVERIFY2(isIdle(mended) || gist(mended) != gist(damaged),
                    (QByteArray::fromStdString(problem.what) + "\n" + shown(seed, text, mended)).constData());
                // A remedy beside an error mends that error.
                if (problem.severity == data::Severity::Error)
                    QVERIFY2(std::none_of(mended.problems.begin(), mended.problems.end(),
                                 [&](const io::Problem& left) {
                                     return left.code == problem.code && left.where == problem.where
                                         && left.what == problem.what;
                                 }),
                        (QByteArray::fromStdString(problem.what) + " "
                            + QByteArray::number(int(remedy.index())) + "\n" + shown(seed, text, mended))
                            .constData());
            }
    }
}

namespace {

/// Seconds of the rows of each of a few people, ascending.
using Stays = std::vector<std::vector<qint64>>;

/// A way of writing a time stamp: the column's name, and the cell.
struct Notation
{
    QByteArray name; ///< for a failing test
    QByteArray column;
    std::function<QByteArray(qint64 seconds)> spell;
    bool tells = true; ///< the cell says by itself what it is
};

QDateTime dayOf(qint64 seconds)
{
    return QDateTime(QDate(2021, 1, 28), QTime(10, 0), QTimeZone::utc()).addSecs(seconds);
}

QByteArray twoDigits(qint64 n) { return QByteArray::number(n).rightJustified(2, '0'); }

std::vector<Notation> notations()
{
    std::vector<Notation> list;
    const auto dates = [&list](const char* format) {
        list.push_back({ format, "time", [format](qint64 seconds) {
                            return QLocale::c().toString(dayOf(seconds), QLatin1String(format)).toUtf8();
                        } });
    };
    for (const char* format : { "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ssZ",
             "dd.MM.yyyy HH:mm", "MM/dd/yyyy HH:mm", "dd/MM/yyyy HH:mm", "yyyy/MM/dd HH:mm",
             "dd-MMM-yyyy HH:mm", "yyyyMMddHHmmss", "yyyy-MM-dd hh:mm AP", "yyyy-MM-dd HH:mm:ss.zzz",
             "yyyy-MM-ddTHH:mm:ss.zzz000+00:00", "dd.MM.yy HH:mm", "d.M.yyyy H:mm", "MMM d yyyy HH:mm",
             "ddd dd MMM yyyy HH:mm", "yyyy-MM-dd HHmm", "dd-MM-yyyy HH:mm", "yyyy-MM-dd HH:mm:ss 'UTC'",
             "yyyy-MM-dd HH:mm:ss+0000", "M/d/yy h:mm AP", "yyyy.MM.dd HH:mm", "yyyy-MM-dd HH.mm",
             "\"MMMM d, yyyy HH:mm\"", " yyyy-MM-dd HH:mm ", "dd MMM yyyy HH:mm:ss", "yyyyMMdd HH:mm",
             "yyyyMMddTHHmmss", "yyyy-MM-dd'T'HH:mm+00", "yyyy-M-d H:m", "ddMMMyyyy:HH:mm:ss" })
        dates(format);
    const auto counts = [&list](const char* name, const char* column, double unit, double start,
                            const char* behind, bool tells) {
        list.push_back({ name, column,
            [=](qint64 seconds) {
                const double value = (static_cast<double>(seconds) + start) / unit;
                QByteArray text = QByteArray::number(value, 'f', 6);
                while (text.endsWith('0'))
                    text.chop(1);
                return (text.endsWith('.') ? text.chopped(1) : text) + behind;
            },
            tells });
    };
    const double epoch = static_cast<double>(dayOf(0).toSecsSinceEpoch());
    counts("seconds since 1970", "time", 1, epoch, "", true);
    counts("milliseconds since 1970", "time", 1e-3, epoch, "", true);
    counts("microseconds since 1970", "time", 1e-6, epoch, "", true);
    counts("nanoseconds since 1970", "time", 1e-9, epoch, "", true);
    counts("day numbers of a spreadsheet", "time", 86400, 44224.0 * 86400, "", true);
    counts("day numbers of MATLAB", "time", 86400, 738184.0 * 86400, "", true);
    counts("seconds since 1970, as pandas writes them beside a gap", "time", 1, epoch, ".0", true);
    counts("minutes behind each without a blank", "time", 60, 0, "min", true);
    counts("seconds since 1960", "time", 1, 1927533600, "", true);
    counts("minutes of the study", "time", 60, 1e7, " minutes", true);
    counts("minutes behind each", "time", 60, 0, " min", true);
    counts("hours behind each", "time", 3600, 0, " h", true);
    counts("seconds behind each", "time", 1, 0, " s", true);
    counts("a column of minutes", "minutes", 60, 0, "", false);
    counts("a column of seconds", "time_s", 1, 0, "", false);
    counts("a column of days", "days", 86400, 0, "", false);
    counts("hours later", "hours", 3600, 7200, "", false);
    list.push_back({ "lengths", "time", [](qint64 seconds) {
                        return QByteArray::number(seconds / 3600) + ":" + twoDigits(seconds / 60 % 60) + ":"
                            + twoDigits(seconds % 60);
                    } });
    list.push_back({ "two time zones", "time", [](qint64 seconds) {
                        const bool summer = seconds / 60 % 2 == 0;
                        return dayOf(seconds + (summer ? 7200 : 3600))
                                   .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"))
                                   .toUtf8()
                            + (summer ? "+02:00" : "+01:00");
                    } });
    list.push_back({ "pandas' differences", "time", [](qint64 seconds) {
                        return QByteArray::number(seconds / 86400) + " days " + twoDigits(seconds / 3600 % 24)
                            + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60);
                    } });
    return list;
}

Notation hours()
{
    return { "hours", "hours",
        [](qint64 seconds) { return QByteArray::number(static_cast<double>(seconds) / 3600, 'g', 12); },
        false };
}

/// Whole minutes, at most so many between two rows.
Stays stays(Random& random, std::size_t mostMinutes)
{
    Stays out;
    for (std::size_t who = 0; who < 8; ++who) {
        std::vector<qint64> seconds { static_cast<qint64>(60 * random.below(mostMinutes)) };
        for (std::size_t more = 2 + random.below(4); more > 0; --more)
            seconds.push_back(seconds.back() + 60 * static_cast<qint64>(1 + random.below(mostMinutes)));
        out.push_back(seconds);
    }
    return out;
}

/// A row each, or where `other` is given and the die says so, in that notation.
QByteArray series(
    Random& random, const Stays& all, bool isLong, const Notation& one, const Notation* other = nullptr)
{
    QByteArray text = "id," + one.column + (isLong ? ",variable,value\n" : ",hr\n");
    std::size_t n = 0;
    for (std::size_t who = 0; who < all.size(); ++who)
        for (const qint64 seconds : all[who]) {
            const bool otherwise = other != nullptr && (random.below(3) == 0 || n == 3);
            text += "p" + number(who) + "," + (otherwise ? *other : one).spell(seconds)
                + (isLong ? ",hr," : ",") + number(60 + (n++ * 7) % 41) + "\n";
        }
    return text;
}

ReadResult readSeries(const QTemporaryDir& folder, const Stays& all, const QByteArray& text)
{
    QByteArray labels = "id,label\n";
    for (std::size_t who = 0; who < all.size(); ++who)
        labels += "p" + number(who) + "," + number(who) + ".5\n";
    write(folder.filePath(QStringLiteral("labels.csv")), labels);
    write(folder.filePath(QStringLiteral("vitals.csv")), text);
    return readCohort(folder.path());
}

/// Whether a series has the hours between the rows of each person, and their values.
bool hasTimes(const ReadResult& result, const Stays& all)
{
    if (!result.cohort || result.cohort->modalityCount() != 1)
        return false;
    const data::Modality& modality = result.cohort->modalities[0];
    if (modality.kind != data::ModalityKind::Series || modality.dims != 1)
        return false;
    std::size_t n = 0;
    for (std::size_t who = 0; who < all.size(); ++who) {
        if (modality.steps(who) != static_cast<std::int64_t>(all[who].size()))
            return false;
        const std::size_t first = n;
        for (const qint64 seconds : all[who]) {
            const double want = static_cast<double>(seconds - all[who].front()) / 3600;
            const double got = double(modality.times[n]) - double(modality.times[first]);
            if (std::abs(want - got) > 1e-3 || modality.values[n] != static_cast<float>(60 + (n * 7) % 41))
                return false;
            ++n;
        }
    }
    return true;
}

} // namespace

void TablePropertiesTest::timesAreThoseInHoursOrRefused()
{
    const std::vector<Notation> all = notations();
    std::map<QByteArray, int> refused;
    for (unsigned seed = 0; seed < 80; ++seed) {
        Random random(seed);
        const Stays who = stays(random, random.oneOf(std::vector<std::size_t> { 20, 300, 3000 }));
        const bool isLong = random.below(2) == 0;
        const ReadResult plain = readSeries(*m_folder, who, series(random, who, isLong, hours()));
        QVERIFY2(hasTimes(plain, who), lines(plain).constData());
        const Notation& notation = all[seed % all.size()];
        const QByteArray text = series(random, who, isLong, notation);
        const ReadResult result = readSeries(*m_folder, who, text);
        if (!result.cohort) {
            QVERIFY(result.hasErrors());
            ++refused[notation.name];
            continue;
        }
        QVERIFY2(hasTimes(result, who), (notation.name + ": " + shown(seed, text, result)).constData());
    }
    // Days and months can be confused, and these nobody can read yet.
    const std::set<QByteArray> unread { "MM/dd/yyyy HH:mm", "dd/MM/yyyy HH:mm", "ddd dd MMM yyyy HH:mm",
        "ddMMMyyyy:HH:mm:ss", "yyyy-M-d H:m", "yyyy-MM-dd HH.mm", "yyyy-MM-dd HHmm", "yyyyMMdd HH:mm",
        "yyyyMMddTHHmmss" };
    for (const auto& [name, times] : refused)
        QVERIFY2(unread.contains(name), name.constData());
}

void TablePropertiesTest::timesNotReadRightlyYet_data()
{
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<double>("unit"); // 0: dates
    QTest::addColumn<double>("start");
    const double epoch = static_cast<double>(dayOf(0).toSecsSinceEpoch());
    // Below the size of epochs, so that nothing is subtracted before the times become 32 bits: half a million
    // hours are rounded to two minutes.
    QTest::newRow("minutes since 1970") << QByteArray("minutes") << 60.0 << epoch;
    QTest::newRow("hours since 1970") << QByteArray("hours") << 3600.0 << epoch;
    // `week` is the order of visits, but here the unit of a time, as in `offset_days`.
    QTest::newRow("weeks") << QByteArray("offset_weeks") << 604800.0 << 0.0;
    // Read with the day first: the next day is a year later.
    QTest::newRow("21-01-28") << QByteArray("time") << 0.0 << 0.0;
}

/// What the property above leaves out. Each has to be read rightly or refused one day; then its row
/// says so, and belongs among the notations.
void TablePropertiesTest::timesNotReadRightlyYet()
{
    QFETCH(QByteArray, column);
    QFETCH(double, unit);
    QFETCH(double, start);
    const Stays who { { 0, 60, 180 }, { 36000, 50460, 61200 }, { 300, 420, 1200 } };
    const Notation notation { column, column,
        [unit, start](qint64 seconds) {
            return unit > 0 ? QByteArray::number((static_cast<double>(seconds) + start) / unit, 'f', 8)
                            : dayOf(seconds).toString(QStringLiteral("yy-MM-dd HH:mm")).toUtf8();
        } };
    Random random(1);
    const ReadResult result = readSeries(*m_folder, who, series(random, who, false, notation));
    QEXPECT_FAIL("", "read to other differences without a warning", Continue);
    QVERIFY2(!result.cohort || hasTimes(result, who), lines(result).constData());
}

void TablePropertiesTest::timesInTwoNotationsAreRightOrRefused()
{
    std::vector<Notation> all = notations();
    std::erase_if(all, [](const Notation& one) { return !one.tells; });
    all.push_back(hours());
    for (unsigned seed = 0; seed < 80; ++seed) {
        Random random(seed);
        const Stays who = stays(random, 600);
        const Notation& one = random.oneOf(all);
        const Notation& other = random.oneOf(all);
        const QByteArray text = series(random, who, random.below(2) == 0, one, &other);
        const ReadResult result = readSeries(*m_folder, who, text);
        if (result.cohort)
            QVERIFY2(hasTimes(result, who),
                (one.name + " and " + other.name + ": " + shown(seed, text, result)).constData());
        else
            QVERIFY(result.hasErrors());
    }
}

/// Of people who are measured at least once a day, also over midnight.
void TablePropertiesTest::clockTimesAreRightOrRefused()
{
    int right = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
        Random random(seed);
        const Stays who = stays(random, seed % 2 == 0 ? 100 : 600);
        const char* const format = random.oneOf(std::vector<const char*> { "HH:mm", "HH:mm:ss", "hh:mm AP" });
        const Notation clock { format, random.oneOf(Cells { "time", "charttime", "hour" }),
            [format](qint64 seconds) {
                return QLocale::c().toString(dayOf(seconds).time(), QLatin1String(format)).toUtf8();
            } };
        const QByteArray text = series(random, who, random.below(2) == 0, clock);
        const ReadResult result = readSeries(*m_folder, who, text);
        if (result.cohort)
            QVERIFY2(hasTimes(result, who), shown(seed, text, result).constData());
        else
            QVERIFY(result.hasErrors());
        right += result.cohort ? 1 : 0;
    }
    QVERIFY(right > 5);
}

namespace {

/// A column that some people have in their tables and nobody wants as a feature, or not as it stands.
std::pair<QByteArray, Cells> odd(Random& random, std::size_t number)
{
    const std::size_t kind = random.below(20);
    Cells cells;
    const Cells few { "red", "green", "blue" };
    const std::size_t only = random.below(kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
        const QByteArray any
            = QByteArray("remark ") + QByteArray::number(static_cast<qulonglong>(random.below(1000000)));
        const QByteArray day = twoDigits(1 + static_cast<qint64>(random.below(28)));
        const std::vector<QByteArray> made { any, "2021-03-" + day, "",
            "K-" + QByteArray::number(int(700 + i)), "same", "5", i == only ? "late" : "",
            i == only ? "4.5" : "", "2021-03-" + day + " 10:" + day, "10:" + day,
            "a" + QByteArray::number(int(i)) + "@example.org",
            QByteArray::number(int(i)) + "-" + QByteArray::number(int(i + 9)), random.oneOf(few),
            i % 2 == 0 ? any : "7.25", i % 3 == 0 ? "NA" : "", QByteArray::number(int(i * 7919 % 60)),
            i % 3 == 0 ? "Sick" : "Well", i % 3 == 0 ? "1" : "0", QByteArray::number(int(i % 5)),
            i % 10 < 6 ? "train" : "test" };
        cells.push_back(made[kind]);
    }
    const Cells names { "remark", "visit_date", "Comment", "when", "code", "sample", "ward", "date", "note",
        "text", "patient_name", "time", "subject", "score_note", "v", "index", "Group", "score", "target",
        "label_T", "annotation", "fold", "set", "Site ID", "y", "status", "unit", "visit" };
    const QByteArray name
        = random.oneOf(names) + (random.below(3) == 0 ? "" : "_q" + QByteArray::number(int(number)));
    return { name, cells };
}

} // namespace

namespace {

void addOdd(Random& random, Table& table, std::size_t count)
{
    for (std::size_t more = count; more > 0; --more) {
        auto column = odd(random, more);
        const bool known = std::any_of(table.columns.begin(), table.columns.end(),
            [&](const auto& one) { return one.first == column.first; });
        const auto at = static_cast<std::ptrdiff_t>(random.below(table.columns.size() + 1));
        if (!known)
            table.columns.insert(table.columns.begin() + at, std::move(column));
    }
}

std::set<std::string> featuresOf(const data::Cohort& cohort)
{
    std::set<std::string> features;
    for (const data::Modality& modality : cohort.modalities)
        for (const std::string& name : modality.columns) {
            features.insert(name);
            features.insert(name.substr(0, name.find('='))); // of words
        }
    return features;
}

/// Whether a problem says what became of a column: its role, or that it is lost. A note says roles only.
bool tellsOf(const io::Problem& problem, const std::string& column)
{
    const std::string quoted = inQuotes(column);
    if (problem.severity != data::Severity::Note)
        return problem.where.find(quoted) != std::string::npos
            || problem.what.find(quoted) != std::string::npos;
    const std::vector<std::string> roles { "label", "id", "split", "group", "time", "the time" };
    // A series is told as a whole, with the column of its times.
    if (problem.what.find("with times in " + quoted) != std::string::npos)
        return true;
    return problem.where.ends_with(quoted)
        && std::any_of(roles.begin(), roles.end(),
            [&](const std::string& role) { return problem.what.starts_with("Read as " + role); });
}

} // namespace

/// Whatever columns stand in a table: each is label, id, split, group or feature, or a warning names it.
void TablePropertiesTest::noColumnIsLostWithoutAWarning()
{
    int readable = 0;
    for (unsigned seed = 0; seed < 80; ++seed) {
        Random random(seed);
        Table table = cohort(random);
        addOdd(random, table, 1 + random.below(6));
        const QByteArray text = table.text(inOrder(kRows));
        const ReadResult result = read(text);
        if (!result.cohort) {
            QVERIFY(result.hasErrors());
            continue;
        }
        ++readable;
        const std::set<std::string> features = featuresOf(*result.cohort);
        for (const auto& [name, cells] : table.columns) {
            const std::string column = name.toStdString();
            QVERIFY2(features.contains(column)
                    || std::any_of(result.problems.begin(), result.problems.end(),
                        [&](const io::Problem& problem) { return tellsOf(problem, column); }),
                (name + ": " + shown(seed, text, result)).constData());
        }
    }
    QVERIFY(readable > 40);
}

/// The same of two tables, whose second one has a row, or several with their hours, of each id.
void TablePropertiesTest::noColumnOfAFolderIsLostWithoutAWarning()
{
    int readable = 0;
    for (unsigned seed = 0; seed < 60; ++seed) {
        Random random(seed);
        const Table all = cohort(random);
        Table labels;
        labels.columns = { all.columns[0], all.columns[1], all.columns[4] };
        Table labs;
        labs.columns = { all.columns[0], all.columns[2], all.columns[3] };
        const std::size_t steps = seed % 2 == 0 ? 1 : 3;
        for (std::size_t i = 0; i < kRows && steps > 1; ++i)
            labs.columns[0].second[i] = all.columns[0].second[i / steps];
        if (steps > 1) {
            Cells hours;
            for (std::size_t i = 0; i < kRows; ++i)
                hours.push_back(number(i % steps * 2) + ".5");
            labs.columns.insert(labs.columns.begin() + 1, { "hours", hours });
            for (auto& [name, cells] : labels.columns)
                cells.resize(kRows / steps);
        }
        addOdd(random, labs, 1 + random.below(4));
        if (random.below(3) == 0) {
            addOdd(random, labels, 1);
            labels.columns.back().second.resize(kRows / steps);
            for (auto& [name, cells] : labels.columns)
                cells.resize(kRows / steps);
        }
        const QTemporaryDir folder;
        const QByteArray first = labels.text(inOrder(kRows / steps));
        const QByteArray second = labs.text(inOrder(kRows));
        write(folder.filePath(QStringLiteral("labels.csv")), first);
        write(folder.filePath(QStringLiteral("labs.csv")), second);
        const ReadResult result = openCohort(folder.path(), 0);
        if (!result.cohort) {
            QVERIFY(result.hasErrors());
            continue;
        }
        ++readable;
        const std::set<std::string> features = featuresOf(*result.cohort);
        for (const auto& [table, file] : { std::pair(&labels, "labels.csv"), std::pair(&labs, "labs.csv") })
            for (const auto& [name, cells] : table->columns) {
                const std::string column = name.toStdString();
                QVERIFY2(column == "id" || features.contains(column)
                        || std::any_of(result.problems.begin(), result.problems.end(),
                            [&](const io::Problem& problem) {
                                return problem.where.starts_with(file) && tellsOf(problem, column);
                            }),
                    (file + QByteArray(" ") + name + ": "
                        + shown(seed, first.left(100) + second.left(300), result))
                        .constData());
            }
    }
    QVERIFY(readable > 20);
}

void TablePropertiesTest::aPrefixHasTwoColumns()
{
    const Cells genes { "TP53", "TP63", "BRCA1", "BRCA2", "CD4", "CD8", "HLA7", "IL6", "IL10", "KRAS",
        "CA125", "T3", "T4", "B12" };
    const Cells prefixes { "lab", "vital", "text", "audio", "img", "demo", "ecg", "notes", "multi", "xray" };
    int many = 0;
    for (unsigned seed = 0; seed < 60; ++seed) {
        Random random(seed);
        Table table = cohort(random);
        table.columns.erase(table.columns.begin() + 2, table.columns.begin() + 4);
        const char separator = random.oneOf(std::vector<char> { '_', '.', ':', '-' });
        std::map<std::string, std::set<std::string>> wanted; // columns of each modality
        std::vector<QByteArray> names;
        const std::vector<std::size_t> order = random.shuffled(static_cast<std::size_t>(prefixes.size()));
        const std::size_t count = seed % 4 == 0 ? 9 + random.below(2) : random.below(8);
        for (std::size_t p = 0; p < count; ++p) {
            const QByteArray& prefix = prefixes[order[p]];
            const std::size_t columns = seed % 4 == 0 ? 2 + random.below(2) : 1 + random.below(3);
            for (std::size_t c = 0; c < columns; ++c) {
                const QByteArray name = prefix + separator + static_cast<char>('a' + c) + "x";
                names.push_back(name);
                // "multi" is no name for a modality.
                const std::string modality = prefix == "multi" ? "multi_data" : prefix.toStdString();
                wanted[columns > 1 ? modality : "tabular"].insert(name.toStdString());
            }
        }
        // Numbers that run make a modality, too, from three columns on.
        const std::size_t running = count < 7 ? random.below(6) : 0;
        const bool gap = random.below(3) == 0;
        for (std::size_t n = 0; n < running; ++n) {
            const QByteArray name = "sig" + number(n + (gap && n > 0 ? 3 : 1));
            names.push_back(name);
            wanted[running > 2 && !gap ? "sig" : "tabular"].insert(name.toStdString());
        }
        for (const QByteArray& gene : genes)
            if (random.below(4) == 0 || names.empty()) {
                names.push_back(gene);
                wanted["tabular"].insert(gene.toStdString());
            }
        for (const std::size_t at : random.shuffled(names.size()))
            table.columns.insert(table.columns.begin() + 2, { names[at], random.measurements(kRows) });
        const QByteArray text = table.text(inOrder(kRows));
        const auto modalities = [](const ReadResult& result) {
            std::map<std::string, std::set<std::string>> out;
            for (const data::Modality& modality : result.cohort->modalities)
                out[modality.name].insert(modality.columns.begin(), modality.columns.end());
            return out;
        };
        const ReadResult result = read(text);
        QVERIFY2(result.cohort, shown(seed, text, result).constData());
        if (wanted.size() <= 8) {
            QVERIFY2(modalities(result) == wanted, shown(seed, text, result).constData());
            continue;
        }
        ++many;
        QVERIFY2(modalities(result).size() == 1 && result.cohort->modalities[0].name == "tabular",
            shown(seed, text, result).constData());
        const auto parting = offered<GroupByPrefix>(result);
        QVERIFY2(parting, shown(seed, text, result).constData());
        const ReadResult parted = read(text, { *parting });
        QVERIFY2(parted.cohort, shown(seed, text, parted).constData());
        QVERIFY2(modalities(parted) == wanted, shown(seed, text, parted).constData());
        QVERIFY(!isIdle(parted));
    }
    QVERIFY(many > 10);
}

QTEST_GUILESS_MAIN(TablePropertiesTest)
#include "tst_tableproperties.moc"
