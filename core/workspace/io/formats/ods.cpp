// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/workbook.h"

#include <QRegularExpression>

#include <set>

namespace btw::io {

namespace {

/// "PT10H30M05S" as "10:30:05"; itself where it is something else.
std::string clockOf(const QString& duration)
{
    static const QRegularExpression kDuration(
        QStringLiteral("^PT(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+)(?:[.,](\\d+))?S)?$"));
    const QRegularExpressionMatch match = kDuration.match(duration);
    if (!match.hasMatch())
        return duration.toStdString();
    const auto part = [&match](int group) { return match.captured(group).rightJustified(2, u'0'); };
    QString text = part(1) + u':' + part(2) + u':' + part(3);
    QString fraction = match.captured(4);
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    if (!fraction.isEmpty())
        text += u'.' + fraction;
    return text.toStdString();
}

class OdsReader : public WorkbookReader
{
public:
    using WorkbookReader::WorkbookReader;

    bool read()
    {
        if (!openArchive() || isEncrypted())
            return false;
        std::string wrong;
        const bool good = readXml(QStringLiteral("content.xml"), [&](QXmlStreamReader& xml) {
            while (!xml.atEnd() && wrong.empty()) {
                if (xml.readNext() != QXmlStreamReader::StartElement)
                    continue;
                if (xml.name() == u"style")
                    m_style = xml.attributes().value(QLatin1String("style:name")).toString();
                else if (xml.name() == u"table-properties"
                    && xml.attributes().value(QLatin1String("table:display")) == u"false")
                    m_hiddenStyles.insert(m_style);
                else if (xml.name() == u"table" && !readTable(xml, wrong))
                    return false;
            }
            return wrong.empty();
        });
        return good && (wrong.empty() || damaged(QStringLiteral("content.xml"), wrong)) && finish();
    }

private:
    struct Cell
    {
        std::string text;
        std::int64_t times = 1;
        bool formulaWithoutResult = false;
        bool error = false;
        bool isText = false;
        bool isNumber = false;
        bool isPercent = false;
        std::int64_t spannedColumns = 1;
        std::int64_t spannedRows = 1;
    };

    bool isEncrypted()
    {
        bool encrypted = false;
        const QString manifest = QStringLiteral("META-INF/manifest.xml");
        if (m_archive.find(manifest))
            readXml(manifest, [&encrypted](QXmlStreamReader& xml) {
                while (!xml.atEnd())
                    encrypted = (xml.readNext() == QXmlStreamReader::StartElement
                                    && xml.name() == u"encryption-data")
                        || encrypted;
                return true;
            });
        if (encrypted)
            m_problems.error(
                "password", m_name, "the spreadsheet is protected by a password", "save it without one");
        return encrypted || m_problems.hasErrors();
    }

    /// False where the whole reading stops.
    bool readTable(QXmlStreamReader& xml, std::string& wrong)
    {
        const QXmlStreamAttributes attributes = xml.attributes();
        const QString name = attributes.value(QLatin1String("table:name")).toString();
        if (m_hiddenStyles.count(attributes.value(QLatin1String("table:style-name")).toString()) > 0) {
            m_hiddenSheets.push_back(name.toStdString());
            xml.skipCurrentElement();
            return true;
        }
        Sheet* const sheet = beginSheet(name);
        if (!sheet)
            return false;
        SheetWriter& writer = *sheet->writer;
        m_row = 0;
        int depth = 1;
        bool enough = false;
        while (depth > 0 && !xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::EndElement)
                --depth;
            if (token != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"table-row" && !enough) {
                if (!readRow(xml, writer, wrong))
                    return false;
                enough = hasEnough(writer);
            } else if (xml.name() == u"table-column") {
                takeColumns(xml.attributes(), writer);
                xml.skipCurrentElement();
            } else if (xml.name() == u"table-row" || xml.name() == u"shapes" || xml.name() == u"forms"
                || xml.name() == u"named-expressions") {
                xml.skipCurrentElement();
            } else {
                ++depth; // groups of rows and columns
            }
        }
        return true;
    }

    static void takeColumns(const QXmlStreamAttributes& attributes, SheetWriter& writer)
    {
        const std::int64_t times = std::max<qlonglong>(
            1, attributes.value(QLatin1String("table:number-columns-repeated")).toLongLong());
        if (attributes.value(QLatin1String("table:visibility")) == u"collapse"
            && times < kMostSheetColumns / 2)
            writer.report().hiddenColumns(times);
    }

    bool readRow(QXmlStreamReader& xml, SheetWriter& writer, std::string& wrong)
    {
        const QXmlStreamAttributes attributes = xml.attributes();
        const std::int64_t times = std::max<qlonglong>(
            1, attributes.value(QLatin1String("table:number-rows-repeated")).toLongLong());
        const QStringView visibility = attributes.value(QLatin1String("table:visibility"));
        std::vector<Cell> cells;
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::EndElement && xml.name() == u"table-row")
                break;
            if (token != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"table-cell" || xml.name() == u"covered-table-cell")
                cells.push_back(readCell(xml));
            else
                xml.skipCurrentElement();
        }
        const bool any = std::any_of(cells.begin(), cells.end(),
            [](const Cell& cell) { return !cell.text.empty() || cell.formulaWithoutResult; });
        if (!any) {
            m_row += std::min(times, kMostSheetRows);
            return goOn(xml);
        }
        for (std::int64_t i = 0; i < times; ++i) {
            if (!writeRow(cells, writer)) {
                wrong = "the sheet has more rows or columns than a sheet may have";
                return false;
            }
            if (visibility == u"collapse" || visibility == u"filter")
                writer.report().hiddenRow();
            if (!writer.table().isGood() || hasEnough(writer))
                break;
        }
        return goOn(xml);
    }

    bool writeRow(const std::vector<Cell>& cells, SheetWriter& writer)
    {
        if (!writer.beginRow(++m_row))
            return false;
        std::int64_t column = 1;
        for (const Cell& cell : cells) {
            const bool empty = cell.text.empty() && !cell.formulaWithoutResult;
            for (std::int64_t i = 0; i < cell.times && !empty; ++i) {
                if (!writer.cell(column + i, cell.text))
                    return false;
                if (cell.isText)
                    writer.report().text(m_row, column + i, cell.text);
                else if (cell.isNumber)
                    writer.report().number(
                        column + i, cell.text.find_first_of(".e") != std::string::npos, cell.isPercent);
                if (cell.formulaWithoutResult)
                    writer.report().formulaWithoutResult(m_row, column + i);
                if (cell.error)
                    writer.report().errorCell(m_row, column + i, cell.text);
            }
            column += std::min(cell.times, kMostSheetColumns);
        }
        writer.endRow();
        column = 1;
        for (const Cell& cell : cells) {
            if (cell.spannedColumns > 1 || cell.spannedRows > 1)
                writer.report().merged(
                    m_row, column, m_row + cell.spannedRows - 1, column + cell.spannedColumns - 1);
            column += std::min(cell.times, kMostSheetColumns);
        }
        return true;
    }

    static Cell readCell(QXmlStreamReader& xml)
    {
        const QXmlStreamAttributes attributes = xml.attributes();
        const auto count = [&attributes](const char* name) {
            return std::max<std::int64_t>(1, attributes.value(QLatin1String(name)).toLongLong());
        };
        const QString type = attributes.value(QLatin1String("office:value-type")).toString();
        const bool covered = xml.name() == u"covered-table-cell";
        const QString end = xml.name().toString();
        std::string text = readParagraphs(xml, end);
        Cell cell;
        cell.times = count("table:number-columns-repeated");
        cell.spannedColumns = std::min(count("table:number-columns-spanned"), kMostSheetColumns);
        cell.spannedRows = std::min(count("table:number-rows-spanned"), kMostSheetRows);
        // What lies under a merged cell cannot be seen.
        if (covered)
            return cell;
        cell.error = attributes.value(QLatin1String("calcext:value-type")) == u"error";
        if (cell.error) {
            cell.text = text.empty() || text.front() != '#' ? "#VALUE!" : text;
            cell.error = cell.text != "#N/A";
            return cell;
        }
        if (type == u"float" || type == u"percentage" || type == u"currency")
            cell.text = numberOf(attributes.value(QLatin1String("office:value")));
        cell.isNumber = type == u"float" || type == u"percentage" || type == u"currency";
        cell.isPercent = type == u"percentage";
        cell.isText = type == u"string";
        if (cell.isNumber)
            return cell;
        if (type == u"date")
            cell.text = attributes.value(QLatin1String("office:date-value")).toString().toStdString();
        else if (type == u"time")
            cell.text = clockOf(attributes.value(QLatin1String("office:time-value")).toString());
        else if (type == u"boolean")
            cell.text = attributes.value(QLatin1String("office:boolean-value")) == u"true" ? "TRUE" : "FALSE";
        else if (type == u"string" && attributes.hasAttribute(QLatin1String("office:string-value"))
            && text.empty())
            cell.text = attributes.value(QLatin1String("office:string-value")).toString().toStdString();
        else
            cell.text = std::move(text);
        cell.formulaWithoutResult
            = type.isEmpty() && cell.text.empty() && attributes.hasAttribute(QLatin1String("table:formula"));
        return cell;
    }

    static std::string numberOf(QStringView value)
    {
        const std::string text = value.toString().toStdString();
        const std::optional<double> number = numberIn(text);
        return number ? shortest(*number) : text;
    }

    /// The paragraphs of a cell, a blank between them; comments and pictures left out.
    static std::string readParagraphs(QXmlStreamReader& xml, const QString& end)
    {
        QString text;
        int paragraphs = 0;
        int depth = 0; ///< inside a paragraph
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::EndElement) {
                if (depth == 0 && xml.name() == end)
                    break;
                depth -= depth > 0 ? 1 : 0;
            } else if (token == QXmlStreamReader::Characters && depth > 0) {
                text += xml.text();
            } else if (token == QXmlStreamReader::StartElement) {
                if (xml.name() == u"p" && depth == 0) {
                    if (paragraphs++ > 0)
                        text += u' ';
                    ++depth;
                } else if (xml.name() == u"span" || xml.name() == u"a") {
                    ++depth;
                } else if (xml.name() == u"s") {
                    constexpr qlonglong kMostBlanks = 1000;
                    const qlonglong blanks = xml.attributes().value(QLatin1String("text:c")).toLongLong();
                    text += QString(static_cast<qsizetype>(std::clamp(blanks, 1LL, kMostBlanks)), u' ');
                    xml.skipCurrentElement();
                } else {
                    if (xml.name() == u"tab" || xml.name() == u"line-break")
                        text += u' ';
                    xml.skipCurrentElement();
                }
            }
        }
        return text.toStdString();
    }

    QString m_style;
    std::set<QString> m_hiddenStyles;
    std::int64_t m_row = 0; ///< of the sheet
};

} // namespace

bool readOds(const QString& path, const QString& folder, const std::string& name, const ReadLimits& limits,
    std::vector<PlainTableFile>& tables, Problems& problems)
{
    return OdsReader(path, folder, name, limits, tables, problems).read();
}

} // namespace btw::io
