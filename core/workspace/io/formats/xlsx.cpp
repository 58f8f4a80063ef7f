// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/numberformat.h"
#include "workspace/io/formats/workbook.h"

#include <QDir>

#include <map>
#include <optional>

namespace btw::io {

namespace {

/// `_x000D_` and the like are characters that XML cannot hold (ECMA-376, 22.9.2.19).
std::string unescaped(QString text)
{
    for (qsizetype at = text.indexOf(QLatin1String("_x")); at >= 0;
         at = text.indexOf(QLatin1String("_x"), at + 1)) {
        bool good = false;
        const ushort code = QStringView(text).mid(at + 2, 4).toUShort(&good, 16);
        if (good && at + 6 < text.size() && text.at(at + 6) == u'_')
            text.replace(at, 7, QChar(code));
    }
    return text.toStdString();
}

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

bool isTrue(QStringView text) { return text == u"1" || text.compare(u"true", Qt::CaseInsensitive) == 0; }

class XlsxReader : public WorkbookReader
{
public:
    using WorkbookReader::WorkbookReader;

    bool read()
    {
        if (!openArchive() || !readRelations() || !readWorkbook() || !readStyles() || !readStrings())
            return false;
        for (const Entry& entry : m_entries)
            if (!readSheet(entry))
                return false;
        return finish();
    }

private:
    struct Entry
    {
        QString name;
        QString member;
    };
    struct Relation
    {
        QString type;
        QString target;
    };

    bool readRelations()
    {
        return readXml(QStringLiteral("xl/_rels/workbook.xml.rels"), [this](QXmlStreamReader& xml) {
            while (!xml.atEnd())
                if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"Relationship") {
                    const QXmlStreamAttributes attributes = xml.attributes();
                    QString target = attributes.value(QLatin1String("Target")).toString();
                    target = target.startsWith(u'/') ? target.mid(1)
                                                     : QDir::cleanPath(QStringLiteral("xl/") + target);
                    m_relations[attributes.value(QLatin1String("Id")).toString()]
                        = { attributes.value(QLatin1String("Type")).toString().section(u'/', -1), target };
                }
            return true;
        });
    }

    QString partOf(const char* type) const
    {
        for (const auto& [id, relation] : m_relations)
            if (relation.type == QLatin1String(type))
                return relation.target;
        return {};
    }

    bool readWorkbook()
    {
        return readXml(QStringLiteral("xl/workbook.xml"), [this](QXmlStreamReader& xml) {
            while (!xml.atEnd()) {
                if (xml.readNext() != QXmlStreamReader::StartElement)
                    continue;
                const QXmlStreamAttributes attributes = xml.attributes();
                if (xml.name() == u"workbookPr")
                    m_since1904 = isTrue(attributes.value(QLatin1String("date1904")));
                else if (xml.name() == u"sheet")
                    takeSheet(attributes);
            }
            return true;
        });
    }

    void takeSheet(const QXmlStreamAttributes& attributes)
    {
        const QString name = attributes.value(QLatin1String("name")).toString();
        QString id;
        for (const QXmlStreamAttribute& attribute : attributes)
            if (attribute.name() == u"id")
                id = attribute.value().toString();
        const auto found = m_relations.find(id);
        // Others are charts, dialogs and macros.
        if (found == m_relations.end() || found->second.type != u"worksheet")
            return;
        const QStringView state = attributes.value(QLatin1String("state"));
        if (state == u"hidden" || state == u"veryHidden")
            m_hiddenSheets.push_back(name.toStdString());
        else
            m_entries.push_back({ name, found->second.target });
    }

    bool readStyles()
    {
        const QString member = partOf("styles");
        if (member.isEmpty() || !m_archive.find(member))
            return true;
        return readXml(member, [this](QXmlStreamReader& xml) {
            std::map<int, NumberLook> custom;
            bool cells = false;
            while (!xml.atEnd()) {
                const auto token = xml.readNext();
                if (xml.name() == u"cellXfs")
                    cells = token == QXmlStreamReader::StartElement;
                if (token != QXmlStreamReader::StartElement)
                    continue;
                const QXmlStreamAttributes attributes = xml.attributes();
                const int id = attributes.value(QLatin1String("numFmtId")).toInt();
                if (xml.name() == u"numFmt")
                    custom[id] = lookOfCode(attributes.value(QLatin1String("formatCode")));
                else if (cells && xml.name() == u"xf") {
                    const auto own = custom.find(id);
                    m_looks.push_back(own == custom.end() ? lookOfBuiltIn(id) : own->second);
                }
            }
            return true;
        });
    }

    bool readStrings()
    {
        const QString member = partOf("sharedStrings");
        if (member.isEmpty() || !m_archive.find(member))
            return true;
        std::uint64_t bytes = 0;
        const bool good = readXml(member, [this, &bytes](QXmlStreamReader& xml) {
            while (!xml.atEnd() && bytes <= m_limits.memoryBytes)
                if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"si") {
                    m_strings.push_back(readText(xml));
                    bytes += m_strings.back().size() + sizeof(std::string);
                    if (!goOn(xml))
                        return false;
                }
            return bytes <= m_limits.memoryBytes;
        });
        if (good && bytes > m_limits.memoryBytes) {
            m_problems.error("over-memory", m_name, "its texts do not fit into the memory that is allowed",
                "save the sheet as CSV");
            return false;
        }
        return good;
    }

    /// The text of the element that the reader stands on, pronunciation left out.
    static std::string readText(QXmlStreamReader& xml)
    {
        QString text;
        int depth = 1;
        while (depth > 0 && !xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::EndElement)
                --depth;
            if (token != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"rPh")
                xml.skipCurrentElement();
            else if (xml.name() == u"t")
                text += xml.readElementText(QXmlStreamReader::SkipChildElements);
            else
                ++depth;
        }
        return unescaped(std::move(text));
    }

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
        return writer.cell(column, textOf(value, type, style, std::move(text), writer, column));
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
            return unescaped(value);
        return numberOf(value, style, writer, column);
    }

    std::string numberOf(const QString& value, int style, SheetWriter& writer, std::int64_t column) const
    {
        const std::string text = value.trimmed().toStdString();
        const std::optional<double> number = numberIn(text);
        if (!number)
            return text; // the reader of the table says what is wrong with it
        const NumberLook look = style >= 0 && static_cast<std::size_t>(style) < m_looks.size()
            ? m_looks[static_cast<std::size_t>(style)]
            : NumberLook::Number;
        if (look == NumberLook::Number)
            return shortest(*number);
        if (auto date = isoDate(*number, look, m_since1904))
            return std::move(*date);
        writer.report().dateThatIsNone(writer.row(), column);
        return shortest(*number);
    }

    std::map<QString, Relation> m_relations;
    std::vector<Entry> m_entries;
    std::vector<NumberLook> m_looks;
    std::vector<std::string> m_strings;
    bool m_since1904 = false;
};

} // namespace

bool readXlsx(const QString& path, const QString& folder, const std::string& name, const ReadLimits& limits,
    std::vector<PlainTableFile>& tables, Problems& problems)
{
    return XlsxReader(path, folder, name, limits, tables, problems).read();
}

} // namespace btw::io
