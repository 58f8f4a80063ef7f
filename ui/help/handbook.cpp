// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/handbook.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace btw::help {

namespace {

const QString kFolder = QStringLiteral(":/docs/handbook/");
const QString kWindow = QStringLiteral("window.md"); // describes the window, a section a page

/// Without what only marks it up.
QString plain(QString heading)
{
    for (const char mark : { '*', '`', '_' })
        heading.remove(QLatin1Char(mark));
    return heading.trimmed();
}

} // namespace

Handbook::Handbook()
{
    read(kFolder + kWindow);
    for (const auto& file : QDir(kFolder).entryList({ QStringLiteral("*.md") }))
        if (file != kWindow && file != QLatin1String("README.md"))
            read(kFolder + file);
    read(QStringLiteral(":/docs/glossary.md"));
    read(QStringLiteral(":/docs/method.md"));
}

void Handbook::read(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QUrl page(QStringLiteral("qrc") + path);
    QString title;
    bool isCode = false;
    const auto lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const auto& line : lines) {
        isCode = isCode != line.startsWith(QLatin1String("```"));
        const auto marks = line.indexOf(QLatin1Char(' '));
        const bool isHeading = !isCode && marks > 0 && line.startsWith(QLatin1Char('#'))
            && line.left(marks).count(QLatin1Char('#')) == marks;
        if (isHeading && marks == 1) {
            title = plain(line.mid(2));
            m_sections.push_back({ page, title, {}, {} });
        } else if (isHeading) {
            m_sections.push_back({ page, title, plain(line.mid(marks + 1)), {} });
        } else if (!m_sections.empty() && m_sections.back().page == page) {
            m_sections.back().text += line + QLatin1Char('\n');
        }
    }
}

std::vector<Handbook::Section> Handbook::find(const QString& words) const
{
    const auto parts = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto hasAll = [&parts](const QString& text) {
        return std::all_of(parts.begin(), parts.end(),
            [&text](const QString& part) { return text.contains(part, Qt::CaseInsensitive); });
    };
    std::vector<Section> found;
    std::copy_if(
        m_sections.begin(), m_sections.end(), std::back_inserter(found), [&](const Section& section) {
            return hasAll(
                section.title + QLatin1Char(' ') + section.heading + QLatin1Char(' ') + section.text);
        });
    std::stable_partition(found.begin(), found.end(), [&](const Section& section) {
        return hasAll(section.heading.isEmpty() ? section.title : section.heading);
    });
    return found;
}

QUrl Handbook::placeOf(const QString& pageId) const
{
    QUrl place(QStringLiteral("qrc") + kFolder + kWindow);
    for (const auto& section : m_sections)
        if (section.page == place && anchor(section.heading) == pageId) {
            place.setFragment(pageId);
            break;
        }
    return place;
}

QString Handbook::textOf(const QUrl& page) const
{
    QFile file(QLatin1Char(':') + page.path());
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString Handbook::anchor(const QString& heading)
{
    QString out;
    for (const QChar letter : heading.toLower())
        if (letter.isLetterOrNumber() || letter == QLatin1Char('-'))
            out += letter;
        else if (letter == QLatin1Char(' '))
            out += QLatin1Char('-');
    return out;
}

} // namespace btw::help
