// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversion.h"

#include "workspace/io/formats/numberformat.h"
#include "workspace/io/formats/plaintable.h"
#include "workspace/io/importpreview.h"
#include "workspace/io/recipe/recipe.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

/// Workbooks that openpyxl, XlsxWriter and odfpy wrote (tests/golden/make_formats.py).
class WorkbookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSheetIsTheTableThatWasWritten_data();
    void aSheetIsTheTableThatWasWritten();
    void eachVisibleSheetIsATable_data();
    void eachVisibleSheetIsATable();
    void aCohortOfSeveralSheetsIsThatOfItsTables();
    void aManifestMayNameASheet();
    void theImportShowsTheSheets();
    void whatIsUnusualIsSaid();
    void aFormulaWithoutResultIsAnError();
    void numbersKeptAsTextAreAskedFor_data();
    void numbersKeptAsTextAreAskedFor();
    void aMergedTitleIsNoHeader();
    void rowNumbersAreThoseOfTheSheet();
    void theKindOfANumberIsToldByItsFormat_data();
    void theKindOfANumberIsToldByItsFormat();
    void daysBecomeDates_data();
    void daysBecomeDates();
    void numbersAreWrittenInTheFewestDigits_data();
    void numbersAreWrittenInTheFewestDigits();
    void aRowThatIsWiderThanTheFirstWidensAll();
    void xmlThatIsNoSheetIsRefused_data();
    void xmlThatIsNoSheetIsRefused();
    void aBombIsRefused();
    void damagedFilesAreReadOrRefused_data();
    void damagedFilesAreReadOrRefused();
};

namespace {

void writeZip(const QString& path, const QList<std::pair<QString, QByteArray>>& members)
{
    QuaZip zip(path);
    QVERIFY(zip.open(QuaZip::mdCreate));
    for (const auto& [name, bytes] : members) {
        QuaZipFile file(&zip);
        QVERIFY(file.open(
            QIODevice::WriteOnly, QuaZipNewInfo(name), nullptr, 0, name == u"mimetype" ? 0 : Z_DEFLATED));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
    }
    zip.close();
}

void writeXlsx(const QString& path, const QByteArray& sheetData)
{
    writeZip(path,
        { { QStringLiteral("xl/workbook.xml"),
              R"(<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>)" },
            { QStringLiteral("xl/_rels/workbook.xml.rels"),
                R"(<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)" },
            { QStringLiteral("xl/worksheets/sheet1.xml"), "<worksheet>" + sheetData + "</worksheet>" } });
}

void writeOds(const QString& path, const QByteArray& table)
{
    writeZip(path,
        { { QStringLiteral("mimetype"), "application/vnd.oasis.opendocument.spreadsheet" },
            { QStringLiteral("content.xml"),
                R"(<o:doc xmlns:o="o" xmlns:office="f" xmlns:table="t" xmlns:text="x">)" + table
                    + "</o:doc>" } });
}

} // namespace

void WorkbookTest::aSheetIsTheTableThatWasWritten_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("csv");
    QTest::newRow("types") << "typed.xlsx"
                           << "typed.csv";
    QTest::newRow("types, days since 1904") << "typed1904.xlsx"
                                            << "typed.csv";
    QTest::newRow("texts in the cells, results of formulas") << "results.xlsx"
                                                             << "results.csv";
    QTest::newRow("rows above, blank rows, a wider row") << "odd.xlsx"
                                                         << "odd.csv";
    QTest::newRow("OpenDocument") << "typed.ods"
                                  << "typed.csv";
    QTest::newRow("OpenDocument, repeated cells and rows") << "odd.ods"
                                                           << "odd_ods.csv";
}

void WorkbookTest::aSheetIsTheTableThatWasWritten()
{
    QFETCH(const QString, file);
    QFETCH(const QString, csv);
    const Conversion made = conversionOf(format(file));
    QVERIFY2(!made.hasErrors(), made.lines().constData());
    QCOMPARE(made.names, QStringList { file });
    const QList<QByteArray> got = made.tables.front().split('\n');
    const QList<QByteArray> wanted = bytesOf(format(csv)).split('\n');
    for (qsizetype row = 0; row < std::min(got.size(), wanted.size()); ++row)
        QCOMPARE(got.at(row), wanted.at(row));
    QCOMPARE(got.size(), wanted.size());
}

void WorkbookTest::eachVisibleSheetIsATable_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("Excel") << "sheets.xlsx";
    QTest::newRow("OpenDocument") << "sheets.ods";
}

void WorkbookTest::eachVisibleSheetIsATable()
{
    QFETCH(const QString, file);
    const Conversion made = conversionOf(format(file));
    QVERIFY2(!made.hasErrors(), made.lines().constData());
    QCOMPARE(made.names, (QStringList { file + ", sheet labels", file + ", sheet Labs 1.0" }));
    QCOMPARE(made.tables[0], bytesOf(format(QStringLiteral("sheets_labels.csv"))));
    QCOMPARE(made.tables[1], bytesOf(format(QStringLiteral("sheets_labs.csv"))));
    QCOMPARE(made.severityOf(QStringLiteral("'lists' is hidden")), data::Severity::Warning);
}

void WorkbookTest::aCohortOfSeveralSheetsIsThatOfItsTables()
{
    const QTemporaryDir folder;
    write(
        folder.filePath(QStringLiteral("labels.csv")), bytesOf(format(QStringLiteral("sheets_labels.csv"))));
    write(
        folder.filePath(QStringLiteral("Labs 1.0.csv")), bytesOf(format(QStringLiteral("sheets_labs.csv"))));
    QCOMPARE(hashOf(format(QStringLiteral("sheets.xlsx"))), hashOf(folder.path()));
    QCOMPARE(hashOf(format(QStringLiteral("sheets.ods"))), hashOf(folder.path()));
}

void WorkbookTest::aManifestMayNameASheet()
{
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(format(QStringLiteral("sheets.xlsx")), folder.filePath(QStringLiteral("data.xlsx"))));
    const auto manifest = [](const QByteArray& file) {
        return R"({"name": "s", "task": "classification", "labels": {"file": "data.xlsx, sheet labels", "id": "id",
            "label": "label", "split": "split"}, "modalities": [{"name": "labs", "kind": "vector", "id": "id", "file": ")"
            + file + R"("}]})";
    };
    write(folder.filePath(QStringLiteral("manifest.json")), manifest("data.xlsx, sheet Labs 1.0"));
    const ReadResult good = readCohort(folder.path());
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->modalities.front().dims, std::int64_t(2));
    write(folder.filePath(QStringLiteral("manifest.json")), manifest("data.xlsx"));
    const ReadResult several = readCohort(folder.path());
    QVERIFY2(lines(several).contains("has several tables"), lines(several).constData());
    QVERIFY2(lines(several).contains("'data.xlsx, sheet Labs 1.0'"), lines(several).constData());
}

void WorkbookTest::theImportShowsTheSheets()
{
    const ImportPreview preview = previewImport(format(QStringLiteral("sheets.xlsx")));
    QCOMPARE(preview.format, QStringLiteral("workbook"));
    QCOMPARE(preview.tables.size(), std::size_t(2));
    QCOMPARE(preview.tables[1].file, std::string("sheets.xlsx, sheet Labs 1.0"));
    QCOMPARE(preview.tables[1].rows.header, (std::vector<std::string> { "id", "age", "lab_glucose" }));
    QVERIFY(preview.tables[1].rows.whole);
    QVERIFY(preview.guess);
    QCOMPARE(preview.guess->modalities.size(), std::size_t(1));
    QCOMPARE(preview.guess->modalities.front().name, std::string("Labs_1.0"));
}

void WorkbookTest::whatIsUnusualIsSaid()
{
    const Conversion made = conversionOf(format(QStringLiteral("merged.xlsx")));
    QVERIFY2(!made.hasErrors(), made.lines().constData());
    QCOMPARE(made.severityOf(QStringLiteral("header are merged (C3:D3)")), data::Severity::Warning);
    QCOMPARE(made.severityOf(QStringLiteral("Cells are merged (A4:A5)")), data::Severity::Warning);
    QCOMPARE(made.severityOf(QStringLiteral("#DIV/0! in D4")), data::Severity::Warning);
    QCOMPARE(made.severityOf(QStringLiteral("hidden rows")), data::Severity::Note);
    const Conversion other = conversionOf(format(QStringLiteral("odd.ods")));
    QCOMPARE(other.severityOf(QStringLiteral("header are merged (B3:C3)")), data::Severity::Warning);
}

void WorkbookTest::aFormulaWithoutResultIsAnError()
{
    const Conversion made = conversionOf(format(QStringLiteral("formulas.xlsx")));
    QCOMPARE(made.severityOf(QStringLiteral("no stored result: E4, E5")), data::Severity::Error);
    QVERIFY(made.names.isEmpty());
}

void WorkbookTest::numbersKeptAsTextAreAskedFor_data()
{
    QTest::addColumn<QByteArray>("text"); // of every second cell of column b, the others are numbers
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<QString>("said"); // empty: nothing
    QTest::newRow("a comma before three digits, beside fractions")
        << QByteArray("5,160") << QByteArray("3.25") << "with a comma as text";
    QTest::newRow("a decimal comma, beside fractions")
        << QByteArray("5,16") << QByteArray("3.25") << "with a comma as text";
    QTest::newRow("a dot before three digits")
        << QByteArray("1.295") << QByteArray("315") << "the dot is ambiguous";
    QTest::newRow("a clear dot") << QByteArray("5.16") << QByteArray("3.25") << "";
    QTest::newRow("whole numbers") << QByteArray("516") << QByteArray("3.25") << "";
}

void WorkbookTest::numbersKeptAsTextAreAskedFor()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, number);
    QFETCH(const QString, said);
    const auto inlined
        = [](const QByteArray& cell) { return R"(<c t="inlineStr"><is><t>)" + cell + "</t></is></c>"; };
    QByteArray rows = "<row>" + inlined("id") + inlined("b") + inlined("label") + "</row>";
    for (int i = 0; i < 40; ++i)
        rows += "<row>" + inlined("p" + QByteArray::number(i))
            + (i % 2 == 0 ? inlined(text) : "<c><v>" + number + "</v></c>") + "<c><v>"
            + QByteArray::number(i % 3 == 0 ? 1 : 0) + "</v></c></row>";
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.xlsx"));
    writeXlsx(path, "<sheetData>" + rows + "</sheetData>");
    const ReadResult result = readCohort(path);
    QCOMPARE(!result.cohort, !said.isEmpty());
    QVERIFY2(lines(result).contains(said.toUtf8()), lines(result).constData());
    if (said.contains(QStringLiteral("dot"))) {
        Recipe recipe;
        recipe.remedies = { DecimalMark { "t.xlsx", '.' } };
        QVERIFY(readCohort(path, recipe, {}).cohort);
    }
}

void WorkbookTest::aMergedTitleIsNoHeader()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.xlsx"));
    const auto inlined
        = [](const QByteArray& cell) { return R"(<c t="inlineStr"><is><t>)" + cell + "</t></is></c>"; };
    QByteArray rows = "<row>" + inlined("Ward B") + "</row><row>" + inlined("id") + inlined("b") + "</row>";
    for (int i = 0; i < 5; ++i)
        rows += "<row>" + inlined("p" + QByteArray::number(i)) + "<c><v>2.5</v></c></row>";
    writeXlsx(
        path, "<sheetData>" + rows + R"(</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>)");
    QVERIFY(!conversionOf(path).lines().contains("merged"));
}

void WorkbookTest::rowNumbersAreThoseOfTheSheet()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.xlsx"));
    QByteArray rows
        = R"(<row><c t="inlineStr"><is><t>label</t></is></c><c t="inlineStr"><is><t>a</t></is></c></row>)";
    for (int i = 0; i < 30; ++i)
        rows += R"(<row><c><v>)" + QByteArray::number(i * 0.37) + R"(</v></c><c t="inlineStr"><is><t>)"
            + (i == 9 ? "x\ny" : QByteArray::number(i)) + "</t></is></c></row>";
    writeXlsx(path, "<sheetData>" + rows + "</sheetData>");
    const ReadResult result = readCohort(path);
    QCOMPARE(firstError(result).where, std::string("t.xlsx, row 11, column 'a'"));
}

void WorkbookTest::theKindOfANumberIsToldByItsFormat_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<NumberLook>("look");
    QTest::newRow("general") << "General" << NumberLook::Number;
    QTest::newRow("number") << "#,##0.00;[Red]-#,##0.00" << NumberLook::Number;
    QTest::newRow("exponent") << "0.00E+00" << NumberLook::Number;
    QTest::newRow("unit") << "0.0 \"mmol/day\"" << NumberLook::Number;
    QTest::newRow("escaped") << "0\\d" << NumberLook::Number;
    QTest::newRow("currency") << "[$\u20ac-407] #,##0.00" << NumberLook::Number;
    QTest::newRow("date") << "dd.mm.yyyy" << NumberLook::Date;
    QTest::newRow("language") << "[$-409]d/mmm/yy;@" << NumberLook::Date;
    QTest::newRow("month") << "mmm" << NumberLook::Date;
    QTest::newRow("both") << "m/d/yy h:mm" << NumberLook::DateTime;
    QTest::newRow("time") << "h:mm AM/PM" << NumberLook::Time;
    QTest::newRow("elapsed") << "[h]:mm:ss" << NumberLook::Duration;
}

void WorkbookTest::theKindOfANumberIsToldByItsFormat()
{
    QFETCH(const QString, code);
    QFETCH(const NumberLook, look);
    QCOMPARE(lookOfCode(code), look);
}

void WorkbookTest::daysBecomeDates_data()
{
    // Days as Excel counts them (openpyxl.utils.datetime.to_excel, but for the first 60, which Excel itself
    // shows).
    QTest::addColumn<double>("serial");
    QTest::addColumn<NumberLook>("look");
    QTest::addColumn<bool>("since1904");
    QTest::addColumn<QString>("text");
    QTest::newRow("first") << 1.0 << NumberLook::Date << false << "1900-01-01";
    QTest::newRow("before the day that never was") << 59.0 << NumberLook::Date << false << "1900-02-28";
    QTest::newRow("after it") << 61.0 << NumberLook::Date << false << "1900-03-01";
    QTest::newRow("2021") << 44197.0 << NumberLook::Date << false << "2021-01-01";
    QTest::newRow("2021 of a Mac") << 42735.0 << NumberLook::Date << true << "2021-01-01";
    QTest::newRow("half a day") << 44197.5 << NumberLook::Date << false << "2021-01-01T12:00:00";
    QTest::newRow("rounded") << 44197.999999999 << NumberLook::DateTime << false << "2021-01-02T00:00:00";
    QTest::newRow("milliseconds") << 44197.0000115741 << NumberLook::DateTime << false
                                  << "2021-01-01T00:00:01";
    QTest::newRow("time") << 0.75 << NumberLook::Time << false << "18:00:00";
    QTest::newRow("stay") << 1.25 << NumberLook::Duration << false << "30:00:00";
    QTest::newRow("negative") << -1.0 << NumberLook::Date << false << "";
    QTest::newRow("year 10000") << 2958466.0 << NumberLook::Date << false << "";
}

void WorkbookTest::daysBecomeDates()
{
    QFETCH(const double, serial);
    QFETCH(const NumberLook, look);
    QFETCH(const bool, since1904);
    QFETCH(const QString, text);
    QCOMPARE(QString::fromStdString(isoDate(serial, look, since1904).value_or("")), text);
}

void WorkbookTest::numbersAreWrittenInTheFewestDigits_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("0.1") << 0.1 << "0.1";
    QTest::newRow("sum") << 0.1 + 0.2 << "0.30000000000000004";
    QTest::newRow("an id") << 100000.0 << "100000";
    QTest::newRow("a long id") << 123456789012345.0 << "123456789012345";
    QTest::newRow("small") << 1.5e-7 << "1.5e-07";
    QTest::newRow("large") << 1e300 << "1e+300";
    QTest::newRow("negative") << -2.5 << "-2.5";
}

void WorkbookTest::numbersAreWrittenInTheFewestDigits()
{
    QFETCH(const double, value);
    QFETCH(const QString, text);
    QCOMPARE(QString::fromStdString(shortest(value)), text);
    QCOMPARE(text.toDouble(), value);
}

void WorkbookTest::aRowThatIsWiderThanTheFirstWidensAll()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.csv"));
    PlainTable table(path, 1 << 20);
    QVERIFY(table.open());
    table.cell("a");
    table.endRow(2);
    table.cell("1");
    table.cell("2, \"3\"");
    table.endRow(3);
    table.cell("");
    table.cell("");
    table.endRow(4);
    table.cell("x\ny");
    table.cell("");
    table.cell("z");
    table.endRow(6);
    QVERIFY(table.finish());
    QCOMPARE(bytesOf(path), QByteArray("\na,,\n1,\"2, \"\"3\"\"\",\n\n\nx y,,z\n"));
}

void WorkbookTest::xmlThatIsNoSheetIsRefused_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<bool>("ods");
    const QByteArray cell = "<c><v>1</v></c>";
    QTest::newRow("rows out of order")
        << QByteArray("<row r=\"2\">" + cell + "</row><row r=\"1\">" + cell + "</row>") << false;
    QTest::newRow("a row too many") << QByteArray("<row r=\"1048577\">" + cell + "</row>") << false;
    QTest::newRow("cells out of order")
        << QByteArray("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>") << false;
    QTest::newRow("a column too many") << QByteArray("<row><c r=\"XFE1\"><v>1</v></c></row>") << false;
    QTest::newRow("a cell of another row")
        << QByteArray("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>") << false;
    QTest::newRow("no XML") << QByteArray("<row><c></row>") << false;
    QTest::newRow("cut off") << QByteArray("<row><c>") << false;
    QTest::newRow("entities") << QByteArray("&lol;") << false;
    const QByteArray text = "<text:p>1</text:p></table:table-cell></table:table-row></table:table>";
    QTest::newRow("repeated rows") << QByteArray("<table:table table:name=\"a\"><table:table-row "
                                                 "table:number-rows-repeated=\"2000000\"><table:table-cell>"
        + text) << true;
    QTest::newRow("repeated cells") << QByteArray(
        "<table:table table:name=\"a\"><table:table-row><table:table-cell "
        "table:number-columns-repeated=\"9999999999\">"
        + text) << true;
}

void WorkbookTest::xmlThatIsNoSheetIsRefused()
{
    QFETCH(const QByteArray, xml);
    QFETCH(const bool, ods);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t"));
    if (ods)
        writeOds(path, xml);
    else
        writeXlsx(path, "<sheetData>" + xml + "</sheetData>");
    const Conversion made = conversionOf(path);
    QVERIFY(made.hasErrors());
    QVERIFY2(made.lines().contains("damaged"), made.lines().constData());
}

void WorkbookTest::aBombIsRefused()
{
    // A row of 16,384 long cells, a million times: 500 bytes that ask for a terabyte.
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bomb.ods"));
    writeOds(path,
        R"(<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000"><text:p>)"
            + QByteArray(1000, 'x') + "</text:p></table:table-cell></table:table-row></table:table>");
    const Conversion made = conversionOf(path);
    QVERIFY2(made.lines().contains("over 268,435,456 bytes"), made.lines().constData());
}

void WorkbookTest::damagedFilesAreReadOrRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("Excel") << "sheets.xlsx";
    QTest::newRow("OpenDocument") << "sheets.ods";
}

void WorkbookTest::damagedFilesAreReadOrRefused()
{
    QFETCH(const QString, file);
    int refused = 0;
    forDamaged(file, 40, 200, [&refused](const QString& path, bool cut) {
        const ReadResult result = readCohort(path);
        QCOMPARE(result.hasErrors(), !result.cohort.has_value());
        QVERIFY(!cut || result.hasErrors());
        refused += result.hasErrors() ? 1 : 0;
    });
    QVERIFY(refused > 150);
}

QTEST_GUILESS_MAIN(WorkbookTest)
#include "tst_workbook.moc"
