// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/glossary.h"

#include <QFile>

namespace btw::help {

namespace {

/// The words of a table's first cell: "**absent, missing**".
QStringList wordsOf(QString cell)
{
    QStringList words;
    cell.remove(QLatin1String("**"));
    for (const auto& word : cell.split(QLatin1Char(',')))
        words << word.trimmed();
    return words;
}

} // namespace

Glossary::Glossary()
{
    QFile file(QStringLiteral(":/docs/glossary.md"));
    if (!file.open(QIODevice::ReadOnly))
        return;
    const auto lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const auto& line : lines) {
        if (!line.startsWith(QLatin1String("| **")))
            continue;
        const auto middle = line.indexOf(QLatin1String(" | "));
        const auto end = line.lastIndexOf(QLatin1String(" |"));
        if (middle < 0 || end <= middle)
            continue;
        m_entries.push_back({ wordsOf(line.mid(2, middle - 2)), line.mid(middle + 3, end - middle - 3) });
    }
}

std::optional<Glossary::Entry> Glossary::find(const QString& word) const
{
    for (const auto& entry : m_entries)
        if (entry.words.contains(word, Qt::CaseInsensitive))
            return entry;
    return std::nullopt;
}

} // namespace btw::help
