// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/xlsxparts.h"

#include <QDir>

#include <set>
#include <utility>

namespace btw::io {

std::string unescapedXml(QString text)
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

bool isTrue(QStringView text) { return text == u"1" || text.compare(u"true", Qt::CaseInsensitive) == 0; }

bool XlsxParts::readParts()
{
    return openArchive() && readRelations() && readWorkbook() && readStyles() && readStrings();
}

bool XlsxParts::readRelations()
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

QString XlsxParts::partOf(const char* type) const
{
    for (const auto& [id, relation] : m_relations)
        if (relation.type == QLatin1String(type))
            return relation.target;
    return {};
}

bool XlsxParts::readWorkbook()
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

void XlsxParts::takeSheet(const QXmlStreamAttributes& attributes)
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

bool XlsxParts::readStyles()
{
    const QString member = partOf("styles");
    if (member.isEmpty() || !m_archive.find(member))
        return true;
    return readXml(member, [this](QXmlStreamReader& xml) {
        std::map<int, NumberLook> custom;
        std::set<int> percent { 9, 10 }; // built in
        bool cells = false;
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (xml.name() == u"cellXfs")
                cells = token == QXmlStreamReader::StartElement;
            if (token != QXmlStreamReader::StartElement)
                continue;
            const QXmlStreamAttributes attributes = xml.attributes();
            const int id = attributes.value(QLatin1String("numFmtId")).toInt();
            if (xml.name() == u"numFmt") {
                const QStringView code = attributes.value(QLatin1String("formatCode"));
                custom[id] = lookOfCode(code);
                if (code.contains(u'%'))
                    percent.insert(id);
            } else if (cells && xml.name() == u"xf") {
                const auto own = custom.find(id);
                m_looks.push_back(own == custom.end() ? lookOfBuiltIn(id) : own->second);
                m_percents.push_back(percent.contains(id));
            }
        }
        return true;
    });
}

bool XlsxParts::readStrings()
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

std::string XlsxParts::readText(QXmlStreamReader& xml)
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
    return unescapedXml(std::move(text));
}

} // namespace btw::io
