// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/workbookwriter.h"

#include "engine/error.h"

#include <QBuffer>

#include <quazip.h>
#include <quazipfile.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::io {

namespace {

constexpr const char* kHead = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr const char* kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr const char* kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr const char* kPackage = "http://schemas.openxmlformats.org/package/2006";
constexpr int kHeaderStyle = 1; // styles before those of numbers: plain, bold
constexpr int kFirstFormat = 164; // below are Excel's own

/// XML has no place for most control characters.
QByteArray escaped(const QString& text)
{
    QString clean;
    std::copy_if(text.begin(), text.end(), std::back_inserter(clean),
        [](QChar c) { return c >= QLatin1Char(' ') || c == QLatin1Char('\n') || c == QLatin1Char('\t'); });
    return clean.toHtmlEscaped().toUtf8();
}

/// 0 -> "A", 26 -> "AA".
QByteArray columnName(int column)
{
    QByteArray name;
    for (; column >= 0; column = column / 26 - 1)
        name.prepend(static_cast<char>('A' + column % 26));
    return name;
}

QByteArray whole(qsizetype n) { return QByteArray::number(n); }

} // namespace

void WorkbookWriter::addSheet(
    const QString& name, const QStringList& columns, const std::vector<double>& widths)
{
    Sheet sheet;
    sheet.name = name;
    for (std::size_t c = 0; c < widths.size(); ++c) {
        const QByteArray place = whole(static_cast<qsizetype>(c) + 1);
        sheet.widths += "<col min=\"" + place + "\" max=\"" + place + "\" width=\""
            + QByteArray::number(widths[c]) + R"(" customWidth="1"/>)";
    }
    m_sheets.push_back(std::move(sheet));
    for (const auto& column : columns)
        addText(column, kHeaderStyle);
    endRow();
}

QByteArray WorkbookWriter::nextCell()
{
    auto& sheet = m_sheets.back();
    return columnName(sheet.column++) + whole(sheet.row);
}

void WorkbookWriter::addText(const QString& text, int style)
{
    const QByteArray place = nextCell();
    m_sheets.back().open += "<c r=\"" + place + "\" s=\"" + whole(style)
        + R"(" t="inlineStr"><is><t xml:space="preserve">)" + escaped(text) + "</t></is></c>";
}

void WorkbookWriter::text(const QString& text) { addText(text, 0); }

void WorkbookWriter::number(double value, const QByteArray& format)
{
    const QByteArray place = nextCell();
    if (std::isfinite(value))
        m_sheets.back().open += "<c r=\"" + place + "\" s=\"" + whole(styleOf(format)) + "\"><v>"
            + QByteArray::number(value, 'g', 17) + "</v></c>";
}

void WorkbookWriter::endRow()
{
    auto& sheet = m_sheets.back();
    sheet.rows += "<row r=\"" + whole(sheet.row++) + "\">" + sheet.open + "</row>";
    sheet.open.clear();
    sheet.column = 0;
}

int WorkbookWriter::styleOf(const QByteArray& format)
{
    const auto known = std::find(m_formats.begin(), m_formats.end(), format);
    const auto place = static_cast<int>(known - m_formats.begin());
    if (known == m_formats.end())
        m_formats.push_back(format);
    return kHeaderStyle + 1 + place;
}

QByteArray WorkbookWriter::stylesXml() const
{
    QByteArray formats, uses;
    for (std::size_t i = 0; i < m_formats.size(); ++i) {
        const QByteArray id = whole(kFirstFormat + static_cast<qsizetype>(i));
        formats += "<numFmt numFmtId=\"" + id + "\" formatCode=\""
            + QString::fromUtf8(m_formats[i]).toHtmlEscaped().toUtf8() + "\"/>";
        uses += "<xf numFmtId=\"" + id
            + R"(" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)";
    }
    const QByteArray font = R"(<sz val="11"/><name val="Calibri"/>)";
    QByteArray xml = kHead + QByteArray("<styleSheet xmlns=\"") + kMain + "\">";
    if (!formats.isEmpty())
        xml += "<numFmts count=\"" + whole(static_cast<qsizetype>(m_formats.size())) + "\">" + formats
            + "</numFmts>";
    return xml + "<fonts count=\"2\"><font>" + font + "</font><font><b/>" + font
        + R"(</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>)"
        + R"(<fill><patternFill patternType="gray125"/></fill></fills>)"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + R"(<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>)"
        + "<cellXfs count=\"" + whole(2 + static_cast<qsizetype>(m_formats.size())) + "\">"
        + R"(<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>)"
        + R"(<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>)" + uses
        + R"(</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>)"
        + "</styleSheet>";
}

QByteArray WorkbookWriter::bytes() const
{
    const QByteArray head(kHead), main(kMain), office(kOffice), package(kPackage);
    const QByteArray type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    QByteArray types, sheets, relations;
    std::vector<std::pair<QByteArray, QByteArray>> parts;
    for (std::size_t i = 0; i < m_sheets.size(); ++i) {
        const auto& sheet = m_sheets[i];
        const QByteArray n = whole(static_cast<qsizetype>(i) + 1);
        types += "<Override PartName=\"/xl/worksheets/sheet" + n + ".xml\" ContentType=\"" + type
            + "worksheet+xml\"/>";
        sheets += "<sheet name=\"" + escaped(sheet.name) + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"/>";
        relations += "<Relationship Id=\"rId" + n + "\" Type=\"" + office
            + "/worksheet\" Target=\"worksheets/sheet" + n + ".xml\"/>";
        parts.emplace_back("xl/worksheets/sheet" + n + ".xml",
            head + "<worksheet xmlns=\"" + main + R"("><sheetViews><sheetView workbookViewId="0">)"
                + R"(<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>)"
                + "</sheetView></sheetViews><cols>" + sheet.widths + "</cols><sheetData>" + sheet.rows
                + "</sheetData></worksheet>");
    }
    const QByteArray stylesId = "rId" + whole(static_cast<qsizetype>(m_sheets.size()) + 1);
    parts.emplace_back("xl/workbook.xml",
        head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\"><sheets>" + sheets
            + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels",
        head + "<Relationships xmlns=\"" + package + "/relationships\">" + relations + "<Relationship Id=\""
            + stylesId + "\" Type=\"" + office + R"(/styles" Target="styles.xml"/></Relationships>)");
    parts.emplace_back("xl/styles.xml", stylesXml());
    parts.emplace_back("_rels/.rels",
        head + "<Relationships xmlns=\"" + package + R"(/relationships"><Relationship Id="rId1" Type=")"
            + office + R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)");
    parts.emplace_back("[Content_Types].xml",
        head + "<Types xmlns=\"" + package + "/content-types\">"
            + R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
            + R"(<Default Extension="xml" ContentType="application/xml"/>)"
            + R"(<Override PartName="/xl/workbook.xml" ContentType=")" + type + "sheet.main+xml\"/>"
            + R"(<Override PartName="/xl/styles.xml" ContentType=")" + type + "styles+xml\"/>" + types
            + "</Types>");
    std::reverse(parts.begin(), parts.end()); // the list of types first, as programs expect it

    QBuffer buffer;
    QuaZip zip(&buffer);
    bool isWhole = zip.open(QuaZip::mdCreate);
    for (const auto& [name, xml] : parts) {
        QuaZipFile file(&zip);
        isWhole = isWhole && file.open(QIODevice::WriteOnly, QuaZipNewInfo(QString::fromLatin1(name)))
            && file.write(xml) == xml.size();
        file.close();
        isWhole = isWhole && file.getZipError() == ZIP_OK;
    }
    zip.close();
    if (!isWhole || zip.getZipError() != ZIP_OK)
        throw Error("The workbook cannot be made: there is not enough memory for it.", Error::Kind::Work);
    return buffer.data();
}

} // namespace btw::io
