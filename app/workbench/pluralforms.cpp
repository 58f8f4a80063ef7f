// SPDX-License-Identifier: GPL-3.0-or-later
#include "pluralforms.h"

#include <QFile>
#include <QStringList>
#include <QXmlStreamReader>

namespace btw::app {

PluralForms::PluralForms(const QString& path, QObject* parent)
    : QTranslator(parent)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    QXmlStreamReader xml(&file);
    QString context, source;
    QStringList forms;
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == QLatin1String("message")) {
            if (forms.size() == 2)
                m_forms.insert({ context, source }, { forms[0], forms[1] });
            forms.clear();
        }
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("source"))
            source = xml.readElementText();
        else if (xml.name() == QLatin1String("numerusform"))
            forms << xml.readElementText();
    }
}

QString PluralForms::translate(
    const char* context, const char* source, const char* /*disambiguation*/, int n) const
{
    if (n < 0) // not a count
        return {};
    const auto found = m_forms.constFind({ QString::fromUtf8(context), QString::fromUtf8(source) });
    if (found == m_forms.constEnd())
        return {};
    return n == 1 ? found->first : found->second; // whoever asked puts the number in
}

} // namespace btw::app
