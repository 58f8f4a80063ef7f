// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/numberformat.h"
#include "workspace/io/formats/xlsxparts.h"

#include <cmath>
#include <optional>

namespace btw::io {

namespace {

/// Row and column of "AB12"; nullopt where it is none.
std::optional<std::pair<std::int64_t, std::int64_t>> placeOf(QStringView name)
{
    constexpr qsizetype kLongest = 12;
    if (name.size() > kLongest)
        return std::nullopt;
    std::int64_t column = 0;
    std::int64_t row = 0;
    for (const QChar c : name) {
        if (c == u'$')
            continue;
        if (row == 0 && c >= u'A' && c <= u'Z')
            column = column * 26 + (c.unicode() - u'A' + 1);
        else if (c >= u'0' && c <= u'9')
            row = row * 10 + (c.unicode() - u'0');
        else
            return std::nullopt;
    }
    if (row == 0 || column == 0 || row > kMostSheetRows || column > kMostSheetColumns)
        return std::nullopt;
    return std::pair { row, column };
}

class XlsxReader : public XlsxParts
{
public:
    using XlsxParts::XlsxParts;

    bool read()
    {
        if (!readParts())
            return false;
        for (const Entry& entry : m_entries)
            if (!readSheet(entry))
                return false;
        return finish();
    }

private:
    bool readSheet(const Entry& entry)
    {
        Sheet* const sheet = beginSheet(entry.name);
        if (!sheet)
            return false;
        SheetWriter& writer = *sheet->writer;
        std::string wrong;
        const bool good = readXml(entry.member, [&](QXmlStreamReader& xml) {
            while (!xml.atEnd()) {
                if (xml.readNext() != QXmlStreamReader::StartElement)
                    continue;
                if (xml.name() == u"row") {
                    if (!readRow(xml, writer, wrong) || hasEnough(writer))
                        return false;
                } else if (xml.name() == u"col") {
                    takeColumns(xml.attributes(), writer);
                } else if (xml.name() == u"mergeCell") {
                    takeMerged(xml.attributes().value(QLatin1String("ref")), writer);
                }
            }
            return true;
        });
        return good && (wrong.empty() || damaged(entry.member, wrong));
    }

    static void takeColumns(const QXmlStreamAttributes& attributes, SheetWriter& writer)
    {
        if (!isTrue(attributes.value(QLatin1String("hidden"))))
            return;
        const qlonglong first = attributes.value(QLatin1String("min")).toLongLong();
        const qlonglong last
            = std::min<qlonglong>(attributes.value(QLatin1String("max")).toLongLong(), kMostSheetColumns);
        // Up to the last column: the sheet's end, not data.
        if (first > 0 && last >= first && last < kMostSheetColumns)
            writer.report().hiddenColumns(last - first + 1);
    }

    static void takeMerged(QStringView range, SheetWriter& writer)
    {
        const qsizetype colon = range.indexOf(u':');
        const auto first = placeOf(range.left(std::max<qsizetype>(colon, 0)));
        const auto last = placeOf(range.mid(colon + 1));
        if (first && last && (*first != *last))
            writer.report().merged(first->first, first->second, last->first, last->second);
    }

    bool readRow(QXmlStreamReader& xml, SheetWriter& writer, std::string& wrong)
    {
        const QXmlStreamAttributes attributes = xml.attributes();
        const QStringView number = attributes.value(QLatin1String("r"));
        if (!writer.beginRow(number.isEmpty() ? writer.row() + 1 : number.toLongLong())) {
            wrong = "row " + std::to_string(writer.row()) + " is followed by one that cannot come after it";
            return false;
        }
        if (isTrue(attributes.value(QLatin1String("hidden"))))
            writer.report().hiddenRow();
        std::int64_t column = 0;
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::EndElement && xml.name() == u"row")
                break;
            if (token != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() != u"c") {
                xml.skipCurrentElement();
                continue;
            }
            if (!readCell(xml, writer, column)) {
                wrong = "the cells of row " + std::to_string(writer.row()) + " are not in order";
                return false;
            }
        }
        writer.endRow();
        return goOn(xml) && writer.table().isGood();
    }

    bool readCell(QXmlStreamReader& xml, SheetWriter& writer, std::int64_t& column)
    {
        const QXmlStreamAttributes attributes = xml.attributes();
        const QStringView name = attributes.value(QLatin1String("r"));
        if (name.isEmpty()) {
            ++column;
        } else {
            const auto place = placeOf(name);
            if (!place || place->first != writer.row())
                return false;
            column = place->second;
        }
        const QString type = attributes.value(QLatin1String("t")).toString();
        const int style = attributes.value(QLatin1String("s")).toInt();
        QString value;
        std::string text;
        bool formula = false;
        bool hasValue = false;
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::EndElement && xml.name() == u"c")
                break;
            if (token != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"v") {
                value = xml.readElementText(QXmlStreamReader::SkipChildElements);
                hasValue = true;
            } else if (xml.name() == u"is") {
                text = readText(xml);
            } else {
                formula = formula || xml.name() == u"f";
                xml.skipCurrentElement();
            }
        }
        if (formula && (!hasValue || (value.isEmpty() && type != u"str")))
            writer.report().formulaWithoutResult(writer.row(), column);
        const std::string cell = textOf(value, type, style, std::move(text), writer, column);
        if (type == u"s" || type == u"inlineStr" || type == u"str")
            writer.report().text(writer.row(), column, cell);
        return writer.cell(column, cell);
    }

    std::string textOf(const QString& value, const QString& type, int style, std::string inlined,
        SheetWriter& writer, std::int64_t column) const
    {
        if (type == u"inlineStr")
            return inlined;
        if (type == u"s") {
            bool good = false;
            const qulonglong index = value.toULongLong(&good);
            if (good && index < m_strings.size())
                return m_strings[index];
            if (!value.isEmpty())
                writer.report().errorCell(writer.row(), column, "#REF!");
            return value.isEmpty() ? "" : "#REF!";
        }
        if (type == u"b")
            return value.isEmpty() ? "" : isTrue(value) ? "TRUE" : "FALSE";
        if (type == u"e") {
            // The usual way to write that there is no value.
            if (value != u"#N/A")
                writer.report().errorCell(writer.row(), column, value.toStdString());
            return value.toStdString();
        }
        if (type == u"str" || type == u"d")
            return unescapedXml(value);
        return numberOf(value, style, writer, column);
    }

    std::string numberOf(const QString& value, int style, SheetWriter& writer, std::int64_t column) const
    {
        std::string text = value.trimmed().toStdString();
        const std::optional<double> number = numberIn(text);
        if (!number)
            return text; // the reader of the table says what is wrong with it
        const NumberLook look = style >= 0 && static_cast<std::size_t>(style) < m_looks.size()
            ? m_looks[static_cast<std::size_t>(style)]
            : NumberLook::Number;
        if (look == NumberLook::Number) {
            const bool percent = style >= 0 && static_cast<std::size_t>(style) < m_percents.size()
                && m_percents[static_cast<std::size_t>(style)];
            writer.report().number(column, std::trunc(*number) != *number, percent);
            return shortest(*number);
        }
        if (auto date = isoDate(*number, look, m_since1904))
            return std::move(*date);
        writer.report().dateThatIsNone(writer.row(), column);
        return shortest(*number);
    }
};

} // namespace

bool readXlsx(const QString& path, const QString& folder, const std::string& name, const ReadLimits& limits,
    std::vector<PlainTableFile>& tables, Problems& problems)
{
    return XlsxReader(path, folder, name, limits, tables, problems).read();
}

} // namespace btw::io
