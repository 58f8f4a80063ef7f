// SPDX-License-Identifier: GPL-3.0-or-later
// Where a table begins and ends in a text file: separators, comments, titles, headers, units, totals,
// footers.
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"

#include "fixtures.h"

#include <QStringEncoder>

#include <memory>
#include <random>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

constexpr int kRows = 24;

/// A table of ids, three features and a label on a scale; `row(line)` may say something else for a line.
QStringList plainLines(int rows = kRows)
{
    QStringList lines { QStringLiteral("id,größe,lab_a,lab_b,y") };
    for (int i = 0; i < rows; ++i)
        lines << QStringLiteral("p%1,%2.5,%3.25,%4.75,%5.5")
                     .arg(i, 3, 10, QLatin1Char('0'))
                     .arg(150 + i * 7 % 40)
                     .arg(4 + i * 5 % 9)
                     .arg(20 + i * 3 % 11)
                     .arg(i * 5 % 17 - 8);
    return lines;
}

QByteArray textOf(const QStringList& lines)
{
    return (lines.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8();
}

/// "warning t.csv, row 2: ..."
QStringList said(const ReadResult& result, data::Severity severity)
{
    QStringList out;
    for (const Problem& problem : result.problems)
        if (problem.severity == severity)
            out << QString::fromStdString(problem.where + ": " + problem.what + " " + problem.remedy);
    return out;
}

bool anyHolds(const QStringList& lines, const QStringList& parts)
{
    return std::any_of(lines.begin(), lines.end(), [&parts](const QString& line) {
        return std::all_of(parts.begin(), parts.end(),
            [&line](const QString& part) { return line.contains(part, Qt::CaseInsensitive); });
    });
}

/// How a table is written down, drawn at random; every one of these is plain to a reader.
struct Writing
{
    std::mt19937 random;
    int rows;
    char separator = ',';
    bool rowNames = false;
    QStringList lines;
    QStringList description;

    explicit Writing(unsigned seed)
        : random(seed)
        , rows(10 + static_cast<int>(random() % 200))
    {
        static constexpr char kSeparators[] = { ',', ';', '\t', '|', ' ' };
        separator = kSeparators[random() % 5];
        rowNames = random() % 3 == 0;
        lines = plainLines(rows);
        if (rowNames)
            lines[0].remove(QStringLiteral("id,"));
        if (separator != ' ' && random() % 3 == 0)
            units();
        for (QString& line : lines)
            line.replace(QLatin1Char(','), separator == ' ' ? blanks() : QString(QLatin1Char(separator)));
        if (separator != ' ')
            below();
        above();
        description
            << QStringLiteral("seed %1, separator %2, row names %3").arg(seed).arg(separator).arg(rowNames);
    }

    QString blanks() { return QString(1 + static_cast<int>(random() % 3), QLatin1Char(' ')); }

    QString padding(int cells) const { return QString(cells, QLatin1Char(separator)); }

    void units()
    {
        lines.insert(1, QStringLiteral(",cm,mg/dL,%,"));
        description << QStringLiteral("units");
    }

    void below()
    {
        const auto choice = random() % 6;
        const QString sep = padding(1);
        if (choice == 0)
            lines << QStringList { "Total", "1", "2", "3", "4" }.join(sep).replace(
                QLatin1String("1"), "99999");
        if (choice == 1)
            lines << QString() << QStringLiteral("Source: the ward's own system");
        if (choice == 2)
            lines << padding(4) << padding(4);
        if (choice == 3)
            lines << QStringLiteral("Printed by the night shift") + padding(4);
        if (choice == 4)
            lines.insert(lines.size() / 2, QStringLiteral("# a comment"));
        if (choice == 5 && !rowNames)
            lines.insert(lines.size() / 2, lines[0]);
        description << QStringLiteral("below %1").arg(choice);
    }

    void above()
    {
        const auto choice = random() % 6;
        const auto count = 1 + random() % 5;
        if (choice == 0 && separator != ' ')
            lines.prepend(random() % 2 == 0
                    ? QStringLiteral("sep=") + QLatin1Char(separator)
                    : QStringLiteral("\"sep=") + QLatin1Char(separator) + QLatin1Char('"'));
        for (std::size_t k = 0; k < count && choice == 1; ++k)
            lines.prepend(k % 2 == 0 ? QStringLiteral("# device 3, ward B") : QStringLiteral("#2021; 14:00"));
        if (choice == 2 && separator != ' ') {
            lines.prepend(QString());
            lines.prepend(QStringLiteral("Export of ward B"));
        }
        if (choice == 3 && separator != ' ') {
            lines.prepend(padding(4));
            lines.prepend(QStringLiteral("Export of ward B") + padding(4));
        }
        if (choice == 4)
            lines.prepend(QString());
        description << QStringLiteral("above %1").arg(choice);
    }

    QByteArray bytes()
    {
        static const char* const kEnds[] = { "\n", "\r\n", "\r" };
        const auto end = random() % 3;
        const QString text = lines.join(QLatin1String(kEnds[end])) + QLatin1String(kEnds[end]);
        const auto encoding = random() % 9;
        description << QStringLiteral("line end %1, encoding %2").arg(end).arg(encoding);
        using Q = QStringConverter;
        static constexpr Q::Encoding kEncodings[] = { Q::Utf8, Q::Utf8, Q::Utf16LE, Q::Utf16LE, Q::Utf16BE,
            Q::Utf16BE, Q::Utf32LE, Q::Utf32BE, Q::Latin1 };
        const bool mark = encoding == 1 || encoding == 3 || encoding == 5 || encoding == 6;
        QStringEncoder encoder(
            kEncodings[encoding], mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
        QByteArray out = encoder.encode(text);
        const auto tail = random() % 4;
        if (encoding < 2 && tail == 0)
            out += '\x1A';
        if (encoding < 2 && tail == 1)
            out += QByteArray(50, '\0');
        return out;
    }
};

} // namespace

class TableLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void whatIsPlainIsReadAndTold_data();
    void whatIsPlainIsReadAndTold();
    void whatIsNotIsRefusedByName_data();
    void whatIsNotIsRefusedByName();
    void howeverATableIsWrittenItsCohortIsTheSame();
    void rowsLikeTheOthersStay_data();
    void rowsLikeTheOthersStay();
    void thePreviewShowsWhatIsRead();
    void totalsAreFoundInLargeFiles();
    void aRowThatIsNoneNeedsNotBeLeftOut();
    void aPersonSaysWhereTheHeaderStands();

private:
    QString put(const QByteArray& bytes, const QString& name = QStringLiteral("t.csv")) const
    {
        write(m_folder->filePath(name), bytes);
        return m_folder->filePath(name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TableLayoutTest::whatIsPlainIsReadAndTold_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<bool>("warning");
    QTest::addColumn<QStringList>("parts"); // of the message
    const QStringList plain = plainLines();
    const auto row = [](const char* name, const QStringList& lines, bool warning, const QStringList& parts) {
        QTest::newRow(name) << lines << warning << parts;
    };
    row("comments", QStringList { "#Device: AX-3", "# 2021-04-14", "" } + plain, false,
        { "row 1: rows 1 and 2 before the header", "'#'" });
    row("a comment with as many cells", QStringList { "# a, b, c, d, e" } + plain, false,
        { "row 1: the row before" });
    row("a title", QStringList { "Ward B export 2021" } + plain, false,
        { "row 1: the row before", "'Ward B export 2021'" });
    row("a title of two cells", QStringList { "Ward B,2021-04-14" } + plain, false,
        { "row 1: the row before", "title" });
    row("a title, filled up", QStringList { "Ward B export 2021,,,,", ",,,," } + plain, false,
        { "row 1: the row before", "title" });
    row("a title with many commas", QStringList { "Ward B, 2021, export, by, a, nurse, at, night" } + plain,
        false, { "row 1: the row before", "title" });
    row("settings of a device", QStringList { "Device,AX", "Rows,24", "a,b,c,d" } + plain, false,
        { "rows 1 to 3 before", "header is in row 4" });
    QStringList decimals = plain.join(QLatin1Char('\n')).replace(',', ';').replace('.', ',').split('\n');
    row("a title with commas above decimal commas", QStringList { "Ward B, 2021, export" } + decimals, false,
        { "row 1: the row before", "title" });
    row("nine lines of title",
        QStringList { "a b", "c d", "e f", "g h", "i j", "k l", "m n", "o p", "q r" } + plain, false,
        { "rows 1 to 9 before", "header is in row 10" });
    row("merged headings", QStringList { "Patient,,Laboratory,,Outcome" } + plain, true,
        { "row 1: the row with headings", "header in row 2" });
    row("units", plain.mid(0, 1) + QStringList { ",cm,mg/dL,%," } + plain.mid(1), true, { "row 2", "units" });
    row("units in brackets",
        plain.mid(0, 1) + QStringList { "-,[cm],[mg/dL],[mmol],[points]" } + plain.mid(1), true,
        { "row 2", "units" });
    row("units with codes",
        plain.mid(0, 1) + QStringList { "(id),(cm),(mg/dL),(mmol/L),(0/1)" } + plain.mid(1), true,
        { "row 2", "units" });
    row("a comment below the header", plain.mid(0, 1) + QStringList { "# units: mg/dL" } + plain.mid(1), true,
        { "row 2", "begins with '#'" });
    row("the header twice", plain.mid(0, 9) + plain.mid(0, 1) + plain.mid(9), true,
        { "row 10: the row repeats the header" });
    row("a comment among the rows", plain.mid(0, 9) + QStringList { "# second batch" } + plain.mid(9), true,
        { "row 10: the row begins with '#'" });
    row("a total", plain + QStringList { "Total,4000.5,300,600,12" }, true, { "row 26", "'Total'" });
    row("a total without a label", plain + QStringList { "TOTAL (n=24):,4000.5,300,600," }, true,
        { "row 26" });
    row("means and deviations", plain + QStringList { "Mean,170,8,25,0.2", "SD,3,2,1,0.5" }, true,
        { "rows 26 and 27", "'SD'" });
    row("what pandas describes",
        plain
            + QStringList { "count,24,24,24,24", "mean,170,8,25,0.2", "min,150,4,20,-8", "25%,155,5,21,-4",
                "50%,160,6,22,0", "75%,170,7,24,4", "max,190,12,30,8" },
        true, { "rows 26 to 32", "'count'", "'max'" });
    row("how many there are", plain + QStringList { "N,24,24,24,24" }, true, { "row 26", "'N'" });
    row("a p-value", plain + QStringList { "p-value,0.03,0.4,0.001,0.2" }, true, { "row 26", "'p-value'" });
    row("a total in the second column", plain + QStringList { ",Sum,300,600,12" }, true,
        { "row 26", "'Sum'" });
    row("a source", plain + QStringList { "", "\"Source: ward system, printed\"" }, true,
        { "row 27: the row below the table", "'Source: ward system, printed'" });
    row("a source without quotes", plain + QStringList { "Source: ward system, printed" }, true,
        { "row 26" });
    row("a number of rows", plain + QStringList { "(24 rows)" }, true, { "row 26", "(24 rows)" });
    row("a number of rows in short", plain + QStringList { "n=24" }, true, { "row 26", "'n=24'" });
    row("a footer, filled up", plain + QStringList { "printed by a nurse,,,," }, true, { "row 26" });
    row("empty rows at the end", plain + QStringList { ",,,,", ",,,," }, false,
        { "rows 26 and 27 at the end" });
    QStringList spaced;
    for (const QString& line : plain)
        spaced << line << QString();
    row("a blank row after each", spaced, false, { "blank, one after each row" });
    row("row names of R", QStringList { plain[0].mid(3) } + plain.mid(1), true,
        { "4 cells", "5", "row names", "'row.names'" });
    QStringList trailing = plain;
    for (qsizetype i = 1; i < trailing.size(); ++i)
        trailing[i] += QLatin1Char(',');
    row("rows that end with a separator", trailing, false, { "end with a separator" });
    row("a header that ends with one", QStringList { plain[0] + QLatin1Char(',') } + plain.mid(1), false,
        { "the header ends with a separator" });
    row("a header that begins with #", QStringList { QLatin1Char('#') + plain[0] } + plain.mid(1), true,
        { "'id'", "'#id'" });
    QStringList blanks = plain.join(QLatin1Char('\n')).replace(',', QLatin1String("  ")).split('\n');
    row("a header of numpy's savetxt", QStringList { QStringLiteral("# ") + blanks[0] } + blanks.mid(1), true,
        { "'id'", "begins with '#'" });
    row("bars", plain.join(QLatin1Char('\n')).replace(',', '|').split('\n'), false, { "bars" });
    row("blanks", plain.join(QLatin1Char('\n')).replace(',', QLatin1String("   ")).split('\n'), false,
        { "blanks between cells" });
    row("sep=", QStringList { "sep=;" } + plain.join(QLatin1Char('\n')).replace(',', ';').split('\n'), false,
        { "row 1", "sep=" });
}

void TableLayoutTest::whatIsPlainIsReadAndTold()
{
    QFETCH(QStringList, lines);
    QFETCH(bool, warning);
    QFETCH(QStringList, parts);
    const ReadResult plain = readCohort(put(textOf(plainLines()), QStringLiteral("plain.csv")));
    const ReadResult result = readCohort(put(textOf(lines)));
    QVERIFY2(result.cohort, fixtures::lines(result).constData());
    QCOMPARE(cohortHash(*result.cohort), cohortHash(*plain.cohort));
    const QStringList told = said(result, warning ? data::Severity::Warning : data::Severity::Note);
    QVERIFY2(anyHolds(told, parts), fixtures::lines(result).constData());
}

void TableLayoutTest::whatIsNotIsRefusedByName_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QStringList>("parts");
    const QStringList plain = plainLines();
    const auto row
        = [](const char* name, const QStringList& lines, const char* where, const QStringList& parts) {
              QTest::newRow(name) << lines << QString::fromLatin1(where) << parts;
          };
    QStringList commas = plain;
    for (qsizetype i = 1; i < commas.size(); ++i)
        commas[i].replace(commas[i].lastIndexOf(QLatin1Char('.')), 1, QStringLiteral(",0"));
    row("decimal commas without quotes", commas, "t.csv, row 2", { "6 cells", "5", "decimal comma" });
    QStringList longer = plain;
    for (qsizetype i = 1; i < longer.size(); ++i)
        longer[i] += QLatin1String(",x,y");
    row("rows longer than the header", longer, "t.csv, row 2", { "7 cells", "first row has 5" });
    row("a long row under a title",
        QStringList { "Ward B" } + plain.mid(0, 5) + QStringList { "p9,1,2,3,4,5" }, "t.csv, row 7",
        { "6 cells", "header in row 2 has 5" });
    row("a comma in a number", plain.mid(0, 5) + QStringList { "p9,1,234.5,3,4,56" } + plain.mid(5),
        "t.csv, row 6", { "6 cells", "5", "'1,234.5'" });
    row("a short row", plain.mid(0, 5) + QStringList { "p9,1" } + plain.mid(5), "t.csv, row 6",
        { "2 cells", "5" });
    row("a last row that was cut", plain + QStringList { "p9,1" }, "t.csv, row 26", { "2 cells", "5" });
    row("a blank row", plain.mid(0, 5) + QStringList { "" } + plain.mid(5), "t.csv, row 6", { "blank" });
    row("a row behind #", plain.mid(0, 5) + QStringList { "#p9,1,2,3,4" } + plain.mid(5), "t.csv, row 6",
        { "begins with '#'" });
    row("a subtotal", plain.mid(0, 9) + QStringList { "Subtotal,4000,300,600,12" } + plain.mid(9),
        "t.csv, row 10", { "'Subtotal'", "sum" });
    row("extremes below the header",
        plain.mid(0, 1) + QStringList { "min,150,4,20,-8", "max,190,12,30,8" } + plain.mid(1), "t.csv, row 2",
        { "'min'", "not be an instance" });
    row("numbers of the columns", plain.mid(0, 1) + QStringList { "1,2,3,4,5" } + plain.mid(1),
        "t.csv, row 2", { "numbers the columns" });
    row("two headers", QStringList { "Kennung,Groesse,Labor A,Labor B,Ergebnis" } + plain, "t.csv, row 2",
        { "two header rows" });
    row("a header in three rows",
        QStringList { "LEVEL2,,glucose,glucose,", "Aggregation,,mean,count,", "id,groesse,,,y" }
            + plain.mid(1),
        "t.csv, row 1", { "header", "rows 1 to 3" });
    row("descriptions", plain.mid(0, 1) + QStringList { ",how tall,glucose,glucose,outcome" } + plain.mid(1),
        "t.csv, row 2", { "row 2: the row below the header" });
    row("Orange's header", plain.mid(0, 1) + QStringList { "string,c,c,c,c", "meta,,,,class" } + plain.mid(1),
        "t.csv, row 2", { "Orange", "rows 2 and 3" });
    row("several levels of names, as pandas writes them",
        QStringList { ",lab,lab,vital,vital", ",a,b,c,y", "id,,,," } + plain.mid(1), "t.csv, row 1",
        { "rows 1 to 3" });
    row("instances in columns, with words in a row",
        { ",p1,p2,p3,p4", "split,train,train,val,test", "lab_a,1,2,3,4", "label,0,1,0,1" }, "t.csv, row 4",
        { "transposed", "'label'" });
    row("instances in columns", { "id,p1,p2,p3,p4", "lab_a,1,2,3,4", "lab_b,2,3,4,5", "label,0,1,0,1" },
        "t.csv, row 4", { "transposed", "'label'" });
}

void TableLayoutTest::whatIsNotIsRefusedByName()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, where);
    QFETCH(QStringList, parts);
    const ReadResult result = readCohort(put(textOf(lines)));
    QVERIFY(!result.cohort);
    QCOMPARE(QString::fromStdString(firstError(result).where), where);
    QVERIFY2(anyHolds(said(result, data::Severity::Error), parts), fixtures::lines(result).constData());
    QVERIFY(!firstError(result).remedy.empty());
}

void TableLayoutTest::howeverATableIsWrittenItsCohortIsTheSame()
{
    for (unsigned seed = 1; seed <= 400; ++seed) {
        Writing writing(seed);
        const ReadResult result = readCohort(put(writing.bytes()));
        const QByteArray how = writing.description.join(QLatin1String("; ")).toUtf8() + "\n" + lines(result);
        QVERIFY2(result.cohort, how.constData());
        const ReadResult plain
            = readCohort(put(textOf(plainLines(writing.rows)), QStringLiteral("plain.csv")));
        QVERIFY2(cohortHash(*result.cohort) == cohortHash(*plain.cohort), how.constData());
        // Whatever stands in the file beside header and rows is told.
        const qsizetype more = writing.lines.size() - writing.rows - 1;
        const qsizetype blank = writing.lines.count(QString());
        if (more > blank)
            QVERIFY2(anyHolds(said(result, data::Severity::Note) + said(result, data::Severity::Warning),
                         { "row" }),
                how.constData());
    }
}

void TableLayoutTest::rowsLikeTheOthersStay_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<int>("rows");
    const QStringList plain = plainLines();
    QTest::newRow("an id without values at the end") << plain + QStringList { "p999,,,,1.5" } << kRows + 1;
    QStringList kinds { "kind,x,y" };
    for (int i = 0; i < 12; ++i)
        kinds << QStringLiteral("%1,%2.5,%3.5").arg(i % 2 ? "mean" : "sum").arg(i).arg(i * 7 % 5);
    QTest::newRow("words for totals in every row") << kinds << 12;
    QStringList hashes { "id,x,y" };
    for (int i = 0; i < 12; ++i)
        hashes << QStringLiteral("#%1,%2.5,%3.5").arg(i).arg(i * 5 % 7).arg(i * 7 % 5);
    QTest::newRow("ids that begin with #") << hashes << 12;
    QStringList missing = plain;
    missing[1] = QStringLiteral("p000,NA,,NA,1.5");
    QTest::newRow("a first row without numbers") << missing << kRows;
    QStringList large = plain;
    large.last() = QStringLiteral("p023,99.5,99.25,99.75,1.5");
    QTest::newRow("a last row of large numbers") << large << kRows;
    QStringList years { "id,2019,2020,2021,y" };
    years += plain.mid(1);
    QTest::newRow("years as names") << years << kRows;
}

void TableLayoutTest::rowsLikeTheOthersStay()
{
    QFETCH(QStringList, lines);
    QFETCH(int, rows);
    const ReadResult result = readCohort(put(textOf(lines)));
    QVERIFY2(result.cohort, fixtures::lines(result).constData());
    QCOMPARE(static_cast<int>(result.cohort->size()), rows);
}

void TableLayoutTest::thePreviewShowsWhatIsRead()
{
    for (unsigned seed = 1; seed <= 100; ++seed) {
        Writing writing(seed);
        const QString path = put(writing.bytes());
        const TablePreview preview = previewOf(path);
        QVERIFY(preview.problems.empty());
        QVERIFY(preview.whole);
        QStringList want = plainLines(writing.rows);
        if (writing.rowNames)
            want[0].replace(QLatin1String("id,"), QLatin1String("row.names,"));
        const auto text = [](const std::vector<std::string>& cells) {
            QStringList out;
            for (const std::string& cell : cells)
                out << QString::fromStdString(cell);
            return out.join(QLatin1Char(','));
        };
        QStringList got { text(preview.header) };
        for (const std::vector<std::string>& row : preview.rows)
            got << text(row);
        QCOMPARE(got, want);
    }
}

void TableLayoutTest::totalsAreFoundInLargeFiles()
{
    // Rows of these are read in blocks, of which the head says nothing.
    QStringList lines = plainLines(60000);
    const ReadResult plain = readCohort(put(textOf(lines)));
    QVERIFY(plain.cohort);
    const ReadResult total = readCohort(put(textOf(lines + QStringList { "Total,9999999,999999,999999,1" })));
    QVERIFY2(total.cohort, fixtures::lines(total).constData());
    QCOMPARE(cohortHash(*total.cohort), cohortHash(*plain.cohort));
    QVERIFY(anyHolds(said(total, data::Severity::Warning), { "row 60002", "'Total'" }));
    double sums[3] = {};
    for (qsizetype i = 1; i < lines.size(); ++i)
        for (int c = 0; c < 3; ++c)
            sums[c] += lines[i].split(QLatin1Char(','))[c + 1].toDouble();
    const QString last = QStringLiteral("p60000,%1,%2,%3,1")
                             .arg(sums[0], 0, 'f', 2)
                             .arg(sums[1], 0, 'f', 2)
                             .arg(sums[2], 0, 'f', 2);
    const ReadResult unnamed = readCohort(put(textOf(lines + QStringList { last })));
    QVERIFY(!unnamed.cohort);
    QVERIFY(anyHolds(said(unnamed, data::Severity::Error), { "row 60002", "sums" }));
    lines.insert(40000, lines[0]);
    const ReadResult twice = readCohort(put(textOf(lines)));
    QVERIFY2(twice.cohort, fixtures::lines(twice).constData());
    QCOMPARE(cohortHash(*twice.cohort), cohortHash(*plain.cohort));
}

void TableLayoutTest::aRowThatIsNoneNeedsNotBeLeftOut()
{
    // A recipe made when the row was still refused, or by a careful person.
    const QStringList plain = plainLines();
    const QString path = put(textOf(plain.mid(0, 1) + QStringList { ",cm,mg/dL,%," } + plain.mid(1)
        + QStringList { "Total,4000.5,300,600,12" }));
    Recipe recipe;
    recipe.remedies = { DropRow { "t.csv", 2 }, DropRow { "t.csv", 27 } };
    const ReadResult result = openCohort(path, recipe, 0, ReadLimits());
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->size(), std::size_t(kRows));
}

void TableLayoutTest::aPersonSaysWhereTheHeaderStands()
{
    const QString path
        = put(textOf(QStringList { "Kennung,Groesse,Labor A,Labor B,Ergebnis" } + plainLines()));
    const ReadResult plain = readCohort(put(textOf(plainLines()), QStringLiteral("plain.csv")));
    const ReadResult refused = readCohort(path);
    QVERIFY(!refused.cohort);
    const HeaderLine second { "t.csv", 2 };
    const std::vector<Remedy> offered = firstError(refused).remedies;
    QVERIFY(std::find(offered.begin(), offered.end(), Remedy(second)) != offered.end());
    Recipe recipe;
    recipe.remedies = { second };
    const ReadResult result = readCohort(path, recipe, ReadLimits());
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(cohortHash(*result.cohort), cohortHash(*plain.cohort));
    recipe.remedies = { HeaderLine { "t.csv", 2000 } };
    const ReadResult none = readCohort(path, recipe, ReadLimits());
    QVERIFY(!none.cohort);
    QCOMPARE(firstError(none).code, std::string("remedy-idle"));
}

QTEST_GUILESS_MAIN(TableLayoutTest)
#include "tst_tablelayout.moc"
