// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/treesnote.h"

#include "engine/trees/referencetrees.h"

#include <QStringList>

namespace btw::jobs {

QString treesNote(const std::vector<store::ReferenceRecord>& models)
{
    const trees::ReferenceLimits limits;
    QStringList cut;
    QStringList late;
    QStringList large;
    for (const auto& model : models) {
        if (!model.isTrees() || model.strength >= trees::referenceRounds())
            continue;
        if (model.strength > 0)
            cut << QStringLiteral("%1 (%2 of %3 rounds)")
                       .arg(model.part())
                       .arg(model.strength)
                       .arg(trees::referenceRounds());
        else
            (model.strength < 0 ? large : late) << model.part();
    }
    QStringList sentences;
    const auto say = [&](const QString& sentence, const QStringList& parts) {
        if (!parts.isEmpty())
            sentences << sentence.arg(parts.join(QStringLiteral(", ")));
    };
    say(QStringLiteral("The time limit for boosted trees, %1 s, cut these short: %2.")
            .arg(limits.seconds)
            .arg(QStringLiteral("%1")),
        cut);
    say(QStringLiteral("The time limit for boosted trees, %1 s, was over before these began: %2.")
            .arg(limits.seconds)
            .arg(QStringLiteral("%1")),
        late);
    say(QStringLiteral("Boosted trees were left out where rows times features exceed %1: %2.")
            .arg(limits.values)
            .arg(QStringLiteral("%1")),
        large);
    return sentences.join(QLatin1Char(' '));
}

} // namespace btw::jobs
