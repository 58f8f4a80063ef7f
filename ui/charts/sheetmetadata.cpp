// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sheetmetadata.h"

#include "ui/charts/sheetpicture.h"

namespace btw::charts {

namespace {

QString subjectOf(const FigureData& data)
{
    if (data.run)
        return QStringLiteral("run %1").arg(data.run->run.id);
    if (data.study && data.study->experiment != 0)
        return QStringLiteral("experiment %1").arg(data.study->experiment);
    return data.study ? QStringLiteral("trainings on split %1").arg(data.study->split) : QString();
}

QString sourceOfPanel(const SheetPicture& picture, std::size_t index)
{
    const auto& panel = picture.panels()[index];
    QString line = QStringLiteral("figure %1; %2").arg(panel.figure.id, sourceLine(panel.data));
    if (panel.data.run && panel.figure.showsErrors && !panel.data.run->people.isEmpty())
        line += QStringLiteral("; people of the subgroup %1 only").arg(panel.data.run->people);
    return picture.panels().size() > 1 ? panelLetter(index) + QLatin1Char(' ') + line : line;
}

bool isXml(char32_t c)
{
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
}

} // namespace

QString sourceLine(const FigureData& data)
{
    const auto& source = data.source;
    QString subject = subjectOf(data);
    if (!source.run.isEmpty())
        subject += QStringLiteral(" (%1)").arg(source.run);
    QStringList parts { subject };
    const QString name = source.data.isEmpty() && data.run ? data.run->cohortName : source.data;
    parts << QStringLiteral("data %1").arg(name)
            + (source.hash.isEmpty() ? QString() : QStringLiteral(", hash %1").arg(source.hash));
    const std::size_t looks = source.looks.count > 0 ? source.looks.count : data.run ? data.run->looks : 0;
    if (looks > 0)
        parts << QStringLiteral("%1 looks at these test rows").arg(looks)
                + (source.looks.head.isEmpty()
                        ? QString()
                        : QStringLiteral(", head of their list %1").arg(source.looks.head));
    return parts.join(QStringLiteral("; "));
}

Metadata metadataOf(const SheetPicture& picture)
{
    QStringList sources;
    for (std::size_t i = 0; i < picture.panels().size(); ++i)
        sources << sourceOfPanel(picture, i);
    return { { QStringLiteral("Title"), picture.title() },
        { QStringLiteral("Description"), captionOf(picture) },
        { QStringLiteral("Software"), QStringLiteral("BTW Workbench") },
        { QStringLiteral("Source"), sources.join(QLatin1Char('\n')) } };
}

QString xmlText(const QString& text)
{
    QString kept;
    for (const char32_t c : text.toUcs4())
        kept += isXml(c) ? QString::fromUcs4(&c, 1) : QString(QChar(QChar::ReplacementCharacter));
    return kept.toHtmlEscaped();
}

QByteArray rdfOf(const Metadata& metadata)
{
    QString body;
    for (const auto& [key, value] : metadata) {
        if (key == QLatin1String("Software"))
            body += QStringLiteral("<xmp:CreatorTool>%1</xmp:CreatorTool>\n").arg(xmlText(value));
        else if (key == QLatin1String("Source"))
            body += QStringLiteral("<dc:source>%1</dc:source>\n").arg(xmlText(value));
        else
            body += QStringLiteral(
                "<dc:%1><rdf:Alt><rdf:li xml:lang=\"x-default\">%2</rdf:li></rdf:Alt></dc:%1>\n")
                        .arg(key.toLower(), xmlText(value));
    }
    return QStringLiteral("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                          "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                          "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n%1</rdf:Description>\n</rdf:RDF>\n")
        .arg(body)
        .toUtf8();
}

QByteArray xmpOf(const Metadata& metadata)
{
    return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta "
           "xmlns:x=\"adobe:ns:meta/\">\n"
        + rdfOf(metadata) + "</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

} // namespace btw::charts
