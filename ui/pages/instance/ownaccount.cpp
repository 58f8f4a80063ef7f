// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/instance/ownaccount.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(OwnAccount)
};

const QString kExperts = QStringLiteral("experts");
const QString kUnique = QStringLiteral("unique_");
const QString kTogether = QStringLiteral("synergy");
const QString kEach = QStringLiteral("redundancy");

/// What one modality alone says stands before what several say.
int placeOf(const QString& part) { return part == kEach ? 2 : part == kTogether ? 1 : 0; }

QString partWords(const QString& name, const QString& part)
{
    if (name != kExperts)
        return part;
    if (part == kTogether)
        return Words::tr("what only several together say", "of an expert");
    if (part == kEach)
        return Words::tr("what they repeat", "of an expert; they: the modalities");
    return part.startsWith(kUnique) ? Words::tr("what %1 alone says").arg(part.mid(kUnique.size())) : part;
}

/// \param list "what text alone says 0.31, what they repeat 0.21"
QString sentence(const QString& name, const QString& list)
{
    if (name == kExperts)
        return Words::tr("Its experts count: %1.").arg(list);
    if (name == QLatin1String("certainty"))
        return Words::tr("Its certainty: %1.").arg(list);
    if (name == QLatin1String("confidence"))
        return Words::tr("Its confidence: %1.").arg(list);
    if (name == QLatin1String("attention"))
        return Words::tr("Its attention: %1.").arg(list);
    return Words::tr("Its %1: %2.", "what a model calls what it says of a person").arg(name, list);
}

} // namespace

QString ownAccount(const experiments::InstanceFacts& facts)
{
    std::map<QString, std::vector<std::pair<QString, double>>> byName;
    for (const auto& [key, value] : facts.others) {
        const auto text = QString::fromStdString(key);
        byName[text.section(QLatin1Char(' '), 0, 0)].emplace_back(text.section(QLatin1Char(' '), 1), value);
    }
    QStringList sentences;
    for (auto& [name, parts] : byName) {
        std::stable_sort(parts.begin(), parts.end(),
            [](const auto& a, const auto& b) { return placeOf(a.first) < placeOf(b.first); });
        QStringList said;
        for (const auto& [part, value] : parts)
            said << Words::tr("%1 %2", "what is counted, and how much")
                        .arg(partWords(name, part), QString::number(value, 'f', 2));
        sentences << sentence(name, said.join(Words::tr(", ", "between parts of a list")));
    }
    return sentences.join(QLatin1Char(' '));
}

} // namespace btw::pages
