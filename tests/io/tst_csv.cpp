// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/classlabels.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/read/glob.h"
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/tables/text/csvtable.h"

#include "engine/data/random.h"

#include <QTest>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdlib>

using namespace btw::io;

namespace {

std::vector<std::string> words(const QStringList& list)
{
    std::vector<std::string> out;
    for (const QString& word : list)
        out.push_back(word.toStdString());
    return out;
}

} // namespace

class CsvTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsAreTakenApart_data();
    void recordsAreTakenApart();
    void damageIsNamedWithItsLine_data();
    void damageIsNamedWithItsLine();
    void numbersAreReadAsWritten_data();
    void numbersAreReadAsWritten();
    void numbersAreThoseOfTheStandardLibrary();
    void numbersDoNotDependOnTheLocale();
    void cellsKnowWhetherTheyStoodInQuotes();
    void classLabelsAreNamesOrIndices_data();
    void classLabelsAreNamesOrIndices();
    void globsKnowStarsAndQuestionMarks_data();
    void globsKnowStarsAndQuestionMarks();
};

void CsvTest::recordsAreTakenApart_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("records"); // "line: cell|cell"
    const auto row = [](const char* name, const char* text, const QStringList& records) {
        QTest::newRow(name) << QByteArray(text) << records;
    };
    row("plain", "a,b\n1,2\n", { "1: a|b", "2: 1|2" });
    row("no line end at the end", "a,b\n1,2", { "1: a|b", "2: 1|2" });
    row("CRLF", "a,b\r\n1,2\r\n", { "1: a|b", "2: 1|2" });
    row("CR alone", "a,b\r1,2\r", { "1: a|b", "2: 1|2" });
    row("byte-order mark",
        "\xEF\xBB\xBF"
        "a,b\n1,2\n",
        { "1: a|b", "2: 1|2" });
    row("semicolon", "a;b\n1;2,5\n", { "1: a|b", "2: 1|2,5" });
    row("tab", "a\tb\n1\t2,5\n", { "1: a|b", "2: 1|2,5" });
    row("the first record decides", "a,b\n1;2,3;4;5\n", { "1: a|b", "2: 1;2|3;4;5" });
    row("separators in quotes do not count", "\"a;b;c\",d\n1,2\n", { "1: a;b;c|d", "2: 1|2" });
    row("quotes", "\"a\",\"b,c\"\n\"1\"\"2\",\"\"\n", { "1: a|b,c", "2: 1\"2|" });
    row("several doubled quotes", "\"x\"\"\",\"\"\"y\",\"\"\"\"\n", { R"(1: x"|"y|")" });
    row("line breaks in quotes", "a,\"b\nc\r\nd\"\n1,2\n", { "1: a|b\nc\r\nd", "4: 1|2" });
    row("a quote inside a bare cell is text", "5\",6\n", { R"(1: 5"|6)" });
    row("empty cells", ",\n,,\n", { "1: |", "2: ||" });
    row("blank lines keep their place", "a\n1\n\n2\n", { "1: a", "2: 1", "3: ", "4: 2" });
    row("blank lines at the end are none", "a\n1\n\r\n\n", { "1: a", "2: 1" });
    row("nothing", "", {});
    row("only line ends", "\n\r\n\n", {});
}

void CsvTest::recordsAreTakenApart()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, records);
    CsvReader reader(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    QStringList got;
    while (reader.next()) {
        QString record = QString::number(reader.line()) + QStringLiteral(": ");
        for (std::size_t i = 0; i < reader.cells().size(); ++i)
            record += (i == 0 ? QString() : QStringLiteral("|"))
                + QString::fromUtf8(
                    reader.cells()[i].data(), static_cast<qsizetype>(reader.cells()[i].size()));
        got << record;
    }
    QCOMPARE(got, records);
    QVERIFY(reader.damage().empty());
}

void CsvTest::damageIsNamedWithItsLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("damage");
    QTest::addColumn<int>("line");
    QTest::newRow("open quote") << QByteArray("a,b\n1,\"2\n3,4\n") << "a quote is opened and never closed"
                                << 2;
    QTest::newRow("text after a quote")
        << QByteArray("a,b\n1,2\n\"3\"x,4\n") << "text follows a closing quote" << 3;
}

void CsvTest::damageIsNamedWithItsLine()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, damage);
    QFETCH(int, line);
    CsvReader reader(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    while (reader.next()) { }
    QCOMPARE(QString::fromStdString(reader.damage()), damage);
    QCOMPARE(reader.line(), line);
    QVERIFY(!reader.next());
}

void CsvTest::numbersAreReadAsWritten_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("value");
    const auto row = [](const char* text, NumberKind kind, double value = 0) {
        QTest::newRow(text) << QByteArray(text) << static_cast<int>(kind) << value;
    };
    row("1.000000000000000000e+00", NumberKind::Number, 1);
    row("3.38e-005", NumberKind::Number, 3.38e-5);
    row("-.5", NumberKind::Number, -0.5);
    row("+7", NumberKind::Number, 7);
    row(" 2 ", NumberKind::Number, 2);
    row("0.1", NumberKind::Number, 0.1);
    row("1e-400", NumberKind::Number, 0);
    row("1e22", NumberKind::Number, 1e22);
    row("1e23", NumberKind::Number, 1e23);
    row("9007199254740993", NumberKind::Number, 9007199254740992.0);
    row("123456789012345678901234567890", NumberKind::Number, 123456789012345678901234567890.0);
    row("0.30000000000000004", NumberKind::Number, 0.1 + 0.2);
    row("8.5e+001", NumberKind::Number, 85);
    row("-0", NumberKind::Number, 0);
    row("", NumberKind::Missing);
    row("  ", NumberKind::Missing);
    row("NaN", NumberKind::Missing);
    row("-nan", NumberKind::Missing);
    row("inf", NumberKind::Infinite);
    row("-Infinity", NumberKind::Infinite);
    row("1e400", NumberKind::Infinite);
    row("-1e99999", NumberKind::Infinite);
    row("abc", NumberKind::Text);
    row("1,5", NumberKind::Text);
    row("1 2", NumberKind::Text);
    row("0x10", NumberKind::Text);
    row("+-1", NumberKind::Text);
    row("1e", NumberKind::Text);
    row("+", NumberKind::Text);
}

void CsvTest::numbersAreReadAsWritten()
{
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    QFETCH(double, value);
    double read = 99;
    const NumberKind got = parseNumber(text.constData(), read);
    QCOMPARE(static_cast<int>(got), kind);
    if (got == NumberKind::Number)
        QVERIFY2(read == value, qPrintable(QString::number(read, 'g', 17)));
    if (got == NumberKind::Missing)
        QVERIFY(std::isnan(read));
}

void CsvTest::numbersAreThoseOfTheStandardLibrary()
{
    // Both ways through the parser, bit by bit: numbers of 1 to 20 digits, with and without exponents.
    btw::data::Random random(7);
    for (int i = 0; i < 200000; ++i) {
        std::string text = random.below(2) == 0 ? "" : "-";
        const auto digits = 1 + random.below(20);
        const auto point = random.below(digits + 1);
        for (std::uint64_t k = 0; k < digits; ++k)
            text += (k == point ? "." : "") + std::to_string(random.below(10));
        if (random.below(2) == 0)
            text += "e" + std::to_string(static_cast<int>(random.below(80)) - 40);
        double value = 0;
        QCOMPARE(static_cast<int>(parseNumber(text, value)), static_cast<int>(NumberKind::Number));
        const double want = std::strtod(text.c_str(), nullptr);
        QVERIFY2(std::bit_cast<quint64>(value) == std::bit_cast<quint64>(want), text.c_str());
    }
}

void CsvTest::cellsKnowWhetherTheyStoodInQuotes()
{
    CsvReader reader("a,\" b\",\"c\"\"\",d\ne,f,g,h\n");
    QVERIFY(reader.next());
    QVERIFY(!reader.isQuoted(0) && reader.isQuoted(1) && reader.isQuoted(2) && !reader.isQuoted(3));
    QVERIFY(reader.next());
    QVERIFY(!reader.isQuoted(1) && !reader.isQuoted(2));
}

void CsvTest::numbersDoNotDependOnTheLocale()
{
    const QByteArray before = std::setlocale(LC_ALL, nullptr);
    std::setlocale(LC_ALL, "de_DE.UTF-8"); // where installed
    double value = 0;
    const NumberKind kind = parseNumber("1.5", value);
    const NumberKind tiny = parseNumber("1e-400", value);
    std::setlocale(LC_ALL, before.constData());
    QCOMPARE(kind, NumberKind::Number);
    QCOMPARE(tiny, NumberKind::Number);
    QCOMPARE(value, 0.0);
}

void CsvTest::classLabelsAreNamesOrIndices_data()
{
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QStringList>("classes");
    QTest::addColumn<QStringList>("wantClasses");
    QTest::addColumn<QList<double>>("wantCodes");
    QTest::addColumn<QList<int>>("wantUnknown");
    const auto row
        = [](const char* name, const QStringList& labels, const QStringList& classes,
              const QStringList& wantClasses, const QList<double>& codes, const QList<int>& unknown = {}) {
              QTest::newRow(name) << labels << classes << wantClasses << codes << unknown;
          };
    row("names", { "b", "a" }, { "a", "b" }, { "a", "b" }, { 1, 0 });
    row("indices as numpy writes them", { "1.000000000000000000e+00", "0" }, { "a", "b" }, { "a", "b" },
        { 1, 0 });
    row("names and indices", { "b", "0" }, { "a", "b" }, { "a", "b" }, { 1, 0 });
    row("beyond the last", { "0", "2" }, { "a", "b" }, { "a", "b" }, { 0, 0 }, { 1 });
    row("no class", { "a", "c", "-1", "0.5" }, { "a", "b" }, { "a", "b" }, { 0, 0, 0, 0 }, { 1, 2, 3 });
    row("numbers without classes", { "10", "9.0", "9" }, {}, { "9", "10" }, { 1, 0, 0 });
    row("words without classes", { "yes", "no", "maybe" }, {}, { "maybe", "no", "yes" }, { 2, 1, 0 });
    row("numeric names are names", { "3", "1.0" }, { "1", "2", "3" }, { "1", "2", "3" }, { 2, 0 });
    row("numeric names, all as indices", { "0", "2" }, { "1", "2", "3" }, { "1", "2", "3" }, { 0, 2 });
    row("truths beside another class", { "1", "TRUE", "unsure", "FALSE", "0", "0", "1" }, {},
        { "0", "1", "unsure" }, { 1, 1, 2, 0, 0, 0, 1 });
    row("yes in two ways", { "Y", "Yes", "Yes", "No", "No", "N" }, {}, { "No", "Yes" }, { 1, 1, 1, 0, 0, 0 });
    row("numbers that are no truths", { "1", "TRUE", "2" }, {}, { "1", "2", "TRUE" }, { 0, 2, 1 });
    row("letters that are no truths", { "T", "N", "M", "no" }, {}, { "M", "N", "T", "no" }, { 2, 1, 0, 3 });
    row("declared, with marks", { "'1", "0\xC2\xA0" }, { "0", "1" }, { "0", "1" }, { 1, 0 });
    row("never mixed", { "0", "3" }, { "1", "2", "3" }, { "1", "2", "3" }, { 0, 2 }, { 0 });
}

void CsvTest::classLabelsAreNamesOrIndices()
{
    QFETCH(QStringList, labels);
    QFETCH(QStringList, classes);
    QFETCH(QStringList, wantClasses);
    QFETCH(QList<double>, wantCodes);
    QFETCH(QList<int>, wantUnknown);
    const CodedLabels coded = codeLabels(words(labels), words(classes));
    QCOMPARE(coded.classes, words(wantClasses));
    QCOMPARE(coded.y, std::vector<double>(wantCodes.begin(), wantCodes.end()));
    QCOMPARE(coded.unknown, std::vector<std::size_t>(wantUnknown.begin(), wantUnknown.end()));
}

void CsvTest::globsKnowStarsAndQuestionMarks_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char* pattern, const char* name, bool matches) {
        QTest::addRow("%s against %s", pattern, name) << QByteArray(pattern) << QByteArray(name) << matches;
    };
    row("Jitter*", "Jitter(%)", true);
    row("Jitter*", "jitter", false);
    row("*", "", true);
    row("*b*", "abc", true);
    row("a*c*e", "abcde", true);
    row("a*c*e", "abcd", false);
    row("x?", "x1", true);
    row("x?", "x", false);
    row("x[0]", "x[0]", true);
    row("x[0]", "x0", false);
    row("", "", true);
    row("", "a", false);
}

void CsvTest::globsKnowStarsAndQuestionMarks()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, name);
    QFETCH(bool, matches);
    QCOMPARE(matchesGlob(pattern.constData(), name.constData()), matches);
}

QTEST_GUILESS_MAIN(CsvTest)
#include "tst_csv.moc"
