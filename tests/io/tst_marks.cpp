// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people write them: each is read to the value of the plain one, or the table is refused by name.
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/text.h"

#include "engine/data/random.h"

#include "fixtures.h"

#include <bit>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

constexpr int kRows = 30;

ReadResult readTable(const QByteArray& text, std::vector<Remedy> remedies = {})
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.csv"));
    write(path, text);
    Recipe recipe;
    recipe.remedies = std::move(remedies);
    return readCohort(path, recipe, ReadLimits());
}

/// One column `x` beside an id, another column and a label.
QByteArray table(const QList<QByteArray>& cells, char separator = ',', const QByteArray& beside = "0.5")
{
    const QByteArray comma(1, separator);
    QByteArray text = "id" + comma + "x" + comma + "z" + comma + "label\n";
    for (qsizetype row = 0; row < cells.size(); ++row) {
        const QByteArray cell = cells[row].contains(separator) ? "\"" + cells[row] + "\"" : cells[row];
        text += "p" + QByteArray::number(row) + comma + cell + comma + beside + comma
            + (row % 2 == 0 ? "0" : "1") + "\n";
    }
    return text;
}

/// Plain numbers but for the first cells.
QList<QByteArray> numbersBut(const QList<QByteArray>& odd)
{
    QList<QByteArray> cells = odd;
    while (cells.size() < kRows)
        cells += QByteArray::number(1.25 + static_cast<double>(cells.size()));
    return cells;
}

float valueOf(const ReadResult& result, std::size_t row)
{
    const data::Modality& modality = result.cohort->modalities[0];
    return modality.values[row * static_cast<std::size_t>(modality.dims)];
}

const io::Problem* problemOf(const ReadResult& result, const std::string& code)
{
    for (const io::Problem& problem : result.problems)
        if (problem.code == code)
            return &problem;
    return nullptr;
}

} // namespace

class MarksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreThoseOfPython();
    void aMixtureIsReadAsThePlainTableOrRefused_data();
    void aMixtureIsReadAsThePlainTableOrRefused();
    void limitsAreReadAsAPersonChooses();
    void remarksBesideNumbersAreAsked();
    void unitsAreReadWhereAllCellsHaveOne();
    void aDotIsAmbiguousWhereNoOtherNumberTells_data();
    void aDotIsAmbiguousWhereNoOtherNumberTells();
    void aPersonSaysWhichMarkStandsBeforeDecimals();
    void wordsForMissingValuesAreRead_data();
    void wordsForMissingValuesAreRead();
    void wordsThatMayMeanMoreAreAsked_data();
    void wordsThatMayMeanMoreAreAsked();
    void columnsThatBeginLikeNumbersAreNeverLost_data();
    void columnsThatBeginLikeNumbersAreNeverLost();
    void aMissingWordOfAColumnOfWordsCountsOnce();
    void whatNobodySeesIsNoPartOfNumbersOrIds();
};

void MarksTest::numbersAreThoseOfPython()
{
    const QList<QByteArray> lines = bytesOf(golden(QStringLiteral("marks.tsv"))).split('\n');
    int read = 0;
    for (const QByteArray& line : lines) {
        const qsizetype tab = line.indexOf('\t');
        if (tab < 0)
            continue;
        const QByteArray cell = line.left(tab);
        const MarkedNumber number = readMarked({ cell.constData(), static_cast<std::size_t>(cell.size()) });
        QVERIFY2(number.form == CellForm::Number, cell.constData());
        QVERIFY2(std::bit_cast<quint64>(number.value) == line.mid(tab + 1).toULongLong(nullptr, 16),
            cell.constData());
        ++read;
    }
    QCOMPARE(read, 400);
}

void MarksTest::aMixtureIsReadAsThePlainTableOrRefused_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 150; ++seed)
        QTest::addRow("%d", static_cast<int>(seed)) << seed;
}

/// Decimals and thousands in all combinations of separators, with marks on some cells or all of them.
void MarksTest::aMixtureIsReadAsThePlainTableOrRefused()
{
    QFETCH(quint64, seed);
    data::Random random(seed);
    const char separator = ",;\t"[random.below(3)];
    const char decimal = ".,"[random.below(2)];
    const QByteArray groups[] = { "", decimal == '.' ? "," : ".", " ", "'", "\xE2\x80\xAF" };
    const QByteArray group = groups[random.below(5)];
    const int places = static_cast<int>(random.below(4));
    const QByteArray before[] = { "", "", "", "<", "'", "$" };
    const QByteArray behind[] = { "", "", "", "%", " mg/dL", "*" };
    const QByteArray front = before[random.below(6)];
    const QByteArray back = behind[random.below(6)];
    const std::uint64_t share = 1 + random.below(4); // one cell in so many has a mark
    QList<QByteArray> marked;
    QList<QByteArray> plain;
    for (int row = 0; row < kRows; ++row) {
        const std::uint64_t whole = random.below(row % 3 == 0 ? 5'000'000 : 2'000);
        QByteArray digits = QByteArray::number(static_cast<qulonglong>(whole));
        QByteArray fraction;
        for (int place = 0; place < places; ++place)
            fraction += static_cast<char>('0' + random.below(10));
        plain += digits + (places > 0 ? "." + fraction : QByteArray());
        for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
            digits.insert(at, group);
        const bool mark = random.below(share) == 0;
        marked += (mark ? front : QByteArray()) + digits + (places > 0 ? decimal + fraction : QByteArray())
            + (mark ? back : QByteArray());
    }
    const ReadResult want = readTable(table(plain, ',', "1"));
    QVERIFY2(want.cohort, lines(want).constData());
    const QByteArray text = table(marked, separator, "1");
    const ReadResult got = readTable(text);
    const bool warned = std::any_of(got.problems.begin(), got.problems.end(), [](const io::Problem& problem) {
        return problem.severity == data::Severity::Warning && contains(problem.where, QStringLiteral("'x'"));
    });
    if (got.cohort && warned)
        return;
    if (got.cohort) {
        QVERIFY2(cohortHash(*got.cohort) == cohortHash(*want.cohort), (text + lines(got)).constData());
        return;
    }
    const io::Problem error = firstError(got);
    QVERIFY2(contains(error.where, QStringLiteral("'x'")), lines(got).constData());
    QVERIFY2(!error.remedies.empty(), lines(got).constData());
}

void MarksTest::limitsAreReadAsAPersonChooses()
{
    const QByteArray text = table(numbersBut({ "<0.01", ">=100", "<0.5" }));
    const ReadResult asked = readTable(text);
    QVERIFY(!asked.cohort);
    const io::Problem error = firstError(asked);
    QCOMPARE(error.code, std::string("detection-limit"));
    QVERIFY2(contains(error.what, QStringLiteral("3 cells")) && contains(error.what, QStringLiteral("<0.01")),
        error.what.c_str());
    QVERIFY(
        std::get<ReadLimitsAs>(error.remedies[0]) == (ReadLimitsAs { "t.csv", "x", LimitReading::Limit }));
    const auto value = [&](LimitReading reading, std::size_t row) {
        const ReadResult result = readTable(text, { ReadLimitsAs { "t.csv", "x", reading } });
        return result.cohort ? valueOf(result, row) : -1;
    };
    QCOMPARE(value(LimitReading::Limit, 0), 0.01F);
    QCOMPARE(value(LimitReading::Limit, 1), 100.0F);
    QCOMPARE(value(LimitReading::Half, 0), 0.005F);
    QCOMPARE(value(LimitReading::Half, 1), 100.0F);
    QVERIFY(std::isnan(value(LimitReading::Missing, 2)));
    const ReadResult marked = readTable(text,
        { MarkMissing { "t.csv", "x", "<0.01" }, MarkMissing { "t.csv", "x", "<0.5" },
            MarkMissing { "t.csv", "x", ">=100" } });
    QVERIFY2(marked.cohort, lines(marked).constData());
    QVERIFY(std::isnan(valueOf(marked, 0)));
}

void MarksTest::remarksBesideNumbersAreAsked()
{
    const QByteArray text = table(numbersBut({ "0.72*", "5.1 H" }));
    const io::Problem error = firstError(readTable(text));
    QCOMPARE(error.code, std::string("number-with-flag"));
    QVERIFY2(contains(error.what, QStringLiteral("0.72*")), error.what.c_str());
    const ReadResult result = readTable(text, { error.remedies[0] });
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(valueOf(result, 1), 5.1F);
}

void MarksTest::unitsAreReadWhereAllCellsHaveOne()
{
    QList<QByteArray> cells;
    for (int row = 0; row < kRows; ++row)
        cells += QByteArray::number(row * 3) + "%";
    const ReadResult all = readTable(table(cells));
    QVERIFY2(all.cohort, lines(all).constData());
    QCOMPARE(valueOf(all, 5), 15.0F);
    QVERIFY(problemOf(all, "percent") != nullptr);
    cells[3] = "0.09";
    QCOMPARE(firstError(readTable(table(cells))).code, std::string("unit-in-some-cells"));
    cells[3] = "9 mg";
    QCOMPARE(firstError(readTable(table(cells))).code, std::string("several-units"));
    cells.fill("110/60");
    QCOMPARE(firstError(readTable(table(cells))).code, std::string("two-numbers"));
}

void MarksTest::aDotIsAmbiguousWhereNoOtherNumberTells_data()
{
    QTest::addColumn<char>("separator");
    QTest::addColumn<QByteArray>("beside");
    QTest::addColumn<float>("value"); // of 1.151; 0 where it is asked
    QTest::newRow("semicolons, no decimals") << ';' << QByteArray("50") << 0.0F;
    QTest::newRow("tabs, no decimals") << '\t' << QByteArray("50") << 0.0F;
    QTest::newRow("semicolons, a decimal point elsewhere") << ';' << QByteArray("0.5") << 1.151F;
    QTest::newRow("semicolons, a leading zero elsewhere") << ';' << QByteArray("0.125") << 1.151F;
    QTest::newRow("semicolons, four digits before elsewhere") << ';' << QByteArray("1234.125") << 1.151F;
    QTest::newRow("semicolons, decimal commas elsewhere") << ';' << QByteArray("0,5") << 1151.0F;
    QTest::newRow("semicolons, millions elsewhere") << ';' << QByteArray("1.234.567") << 1151.0F;
    QTest::newRow("commas between cells") << ',' << QByteArray("50") << 1.151F;
}

void MarksTest::aDotIsAmbiguousWhereNoOtherNumberTells()
{
    QFETCH(char, separator);
    QFETCH(QByteArray, beside);
    QFETCH(float, value);
    QList<QByteArray> cells;
    for (int row = 0; row < kRows; ++row)
        cells += row % 3 == 2 ? "1.151" : QByteArray::number(800 + row);
    const ReadResult result = readTable(table(cells, separator, beside));
    if (value == 0) {
        const io::Problem error = firstError(result);
        QCOMPARE(error.code, std::string("decimal-mark"));
        QCOMPARE(error.remedies.size(), std::size_t(2));
        return;
    }
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(valueOf(result, 2), value);
    QCOMPARE(valueOf(result, 0), 800.0F);
}

void MarksTest::aPersonSaysWhichMarkStandsBeforeDecimals()
{
    QList<QByteArray> cells;
    for (int row = 0; row < kRows; ++row)
        cells += row % 3 == 2 ? "1.151" : QByteArray::number(800 + row);
    const auto value = [&](char separator, char mark) {
        const ReadResult result = readTable(table(cells, separator, "50"), { DecimalMark { "t.csv", mark } });
        return result.cohort ? valueOf(result, 2) : -1;
    };
    QCOMPARE(value(';', '.'), 1.151F);
    QCOMPARE(value(';', ','), 1151.0F);
    cells.replace(2, "1,151");
    cells.removeIf([](const QByteArray& cell) { return cell.contains('.'); });
    QCOMPARE(value(';', '.'), 1151.0F);
    QCOMPARE(value(',', ','), 1.151F);
}

void MarksTest::wordsForMissingValuesAreRead_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char* word : { "NA", "n/a", "#N/A", "NULL", "None", "nil", "-", "--", "?", ".", "...", "*",
             "n.a.", "missing", "Unknown", "<NA>", "NaT", "(null)", "\\N", "#NAME?", "#DIV/0!", "#VALUE!",
             "1.#QNAN", "-nan", "1.#IND", "k.A.", "N A", "\xE2\x80\x94", "\xE2\x80\x93", "#NV", "unbekannt" })
        QTest::newRow(word) << QByteArray(word);
}

void MarksTest::wordsForMissingValuesAreRead()
{
    QFETCH(QByteArray, word);
    const ReadResult result = readTable(table(numbersBut({ word, word })));
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY(std::isnan(valueOf(result, 0)) && std::isnan(valueOf(result, 1)));
    QCOMPARE(valueOf(result, 2), 3.25F);
    if (word != "-nan") { // that is a number's own way to be missing
        const io::Problem* note = problemOf(result, "missing-words");
        QVERIFY2(note && contains(note->what, QString::fromUtf8(word)), lines(result).constData());
    }
}

void MarksTest::wordsThatMayMeanMoreAreAsked_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char* word : { "ND", "n/d", "X", "inf", "hemolyzed", "3-10" })
        QTest::newRow(word) << QByteArray(word);
}

void MarksTest::wordsThatMayMeanMoreAreAsked()
{
    QFETCH(QByteArray, word);
    const QByteArray text = table(numbersBut({ word, word }));
    const ReadResult result = readTable(text);
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QVERIFY2(contains(error.what, QString::fromUtf8(word)), error.what.c_str());
    const Remedy marking = MarkMissing { "t.csv", "x", word.toStdString() };
    QVERIFY(std::find(error.remedies.begin(), error.remedies.end(), marking) != error.remedies.end());
    const ReadResult marked = readTable(text, { marking });
    QVERIFY2(marked.cohort, lines(marked).constData());
    QVERIFY(std::isnan(valueOf(marked, 1)));
}

void MarksTest::columnsThatBeginLikeNumbersAreNeverLost_data()
{
    QTest::addColumn<QList<QByteArray>>("kinds"); // cells, in turn
    QTest::addColumn<QString>("becomes"); // "error", "warning" or "words": one column for each, as any words
    const auto row = [](const char* name, QList<QByteArray> kinds, const char* becomes) {
        QTest::newRow(name) << std::move(kinds) << QString::fromLatin1(becomes);
    };
    row("limits in half of the cells", { "<0.5", "0.61", "<0.5", "0.72" }, "error");
    row("two numbers in each", { "110/60", "111/61", "112/70" }, "error");
    row("words in a third of the cells",
        { "1.5", "2.25", "low", "7.5", "8.1", "high", "9.9", "4.4", "3.3", "2.2", "1.1", "6.6", "5.7",
            "8.8" },
        "error");
    row("stages", { "1", "2", "3a", "3b", "4" }, "warning");
    row("bands of limits", { "<18", ">=65" }, "warning");
    row("ranges", { "18-25", "26-40", "41-64", "65+" }, "words");
    row("ordinals", { "1st", "2nd", "3rd" }, "words");
    row("dates", { "2021-01-03", "2021-02-07", "2021-03-01" }, "warning");
    row("dates of months", { "01/2021", "02/2021", "03/2021" }, "warning");
    row("dates without marks", { "20210103", "20210207", "20210301" }, "warning");
    row("times of day", { "07:49", "12:15", "23:10" }, "warning");
    row("words", { "low", "high" }, "words");
}

void MarksTest::columnsThatBeginLikeNumbersAreNeverLost()
{
    QFETCH(QList<QByteArray>, kinds);
    QFETCH(QString, becomes);
    QList<QByteArray> cells;
    for (int row = 0; row < kRows; ++row)
        cells += kinds[row % kinds.size()];
    const ReadResult result = readTable(table(cells));
    const bool error = !result.cohort;
    const bool warned = std::any_of(result.problems.begin(), result.problems.end(), [](const auto& problem) {
        return problem.severity == data::Severity::Warning
            && contains(problem.where + problem.what, QStringLiteral("'x'"));
    });
    QCOMPARE(error   ? QStringLiteral("error")
            : warned ? QStringLiteral("warning")
                     : QStringLiteral("words"),
        becomes);
    if (becomes == QLatin1String("words"))
        QCOMPARE(result.cohort->categories.size(), std::size_t(1));
}

void MarksTest::aMissingWordOfAColumnOfWordsCountsOnce()
{
    QList<QByteArray> cells;
    for (int row = 0; row < kRows; ++row)
        cells += row < 4 ? "NA" : row % 3 == 0 ? "a" : row % 3 == 1 ? "b" : "c";
    ReadResult result = readTable(table(cells));
    QVERIFY2(result.cohort, lines(result).constData());
    const std::vector<io::Problem> problems = completeCohort(*result.cohort, 1);
    const auto note = std::find_if(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.code == "missing-values"; });
    QVERIFY(note != problems.end());
    QCOMPARE(note->what, std::string("4 values missing of 60."));
}

void MarksTest::whatNobodySeesIsNoPartOfNumbersOrIds()
{
    for (const Invisible& one : kInvisible) {
        const std::string around(one.bytes);
        const MarkedNumber number = readMarked(around + "5.1" + around);
        QVERIFY(number.form == CellForm::Number);
        QCOMPARE(number.value, 5.1);
        const std::string id = around + "p1" + around;
        QCOMPARE(std::string(bareId(id)), std::string("p1"));
        QVERIFY(bareId(" " + around).empty());
    }
}

QTEST_GUILESS_MAIN(MarksTest)
#include "tst_marks.moc"
