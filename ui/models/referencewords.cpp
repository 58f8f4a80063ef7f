// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/referencewords.h"

#include "engine/analysis/contribution.h"
#include "ui/models/words.h"
#include "workspace/experiments/words.h"
#include "workspace/jobs/systemnames.h"

#include <QCoreApplication>

namespace btw::models {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ReferenceWords)
};

/// Whether the reference is the very system: "cannot tell it from itself" says nothing.
bool isItself(const QString& reference, const QString& system)
{
    return jobs::systemTitle(reference).compare(jobs::systemTitle(system), Qt::CaseInsensitive) == 0;
}

QString nameOf(const QString& system)
{
    return system == QLatin1String("constant") ? Words::tr("predicting the same for everybody")
                                               : jobs::midSentence(jobs::systemTitle(system));
}

} // namespace

QStringList referenceSentences(const std::vector<AgainstReference>& references, const QString& system)
{
    QStringList worse, worseHere, alike, better, betterHere;
    bool hasFolds = false;
    for (const auto& one : references) {
        const auto& by = one.modelIsBetterBy;
        if (isItself(one.system, system))
            continue;
        if (!by.isClear()) {
            alike << nameOf(one.system);
            continue;
        }
        hasFolds = hasFolds || by.hasFolds();
        const bool isBetter = by.low > 0;
        const auto shown = isBetter ? by : by.reversed();
        const QString size = experiments::withInterval(shown.estimate, shown.low, shown.high);
        if (analysis::mayBeClaimed(by, one.adjustedP))
            (isBetter ? better : worse) << Words::tr("%1 (by %2)").arg(nameOf(one.system), size);
        else
            (isBetter ? betterHere : worseHere)
                << (by.hasFolds() ? Words::tr("%1 (by %2, p %3, corrected for the number of models)")
                                        .arg(nameOf(one.system), size, QString::number(one.adjustedP, 'g', 2))
                                  : Words::tr("%1 (by %2)").arg(nameOf(one.system), size));
    }
    QStringList said;
    if (!worse.isEmpty())
        said << Words::tr("The simpler choice does better than this model: %1.").arg(joined(worse));
    const QString notShown = hasFolds
        ? QLatin1Char(' ') + Words::tr("That it would with other training people is not shown.")
        : QString(); // of one split that is said once
    if (!worseHere.isEmpty())
        said << Words::tr("In these fitted models the simpler choice does better: %1.").arg(joined(worseHere))
                + notShown;
    if (!alike.isEmpty())
        said << Words::tr("These people cannot tell this model from %1.").arg(joined(alike));
    if (!better.isEmpty())
        said << Words::tr("It does better than %1.").arg(joined(better));
    if (!betterHere.isEmpty())
        said << Words::tr("In these fitted models it does better than %1.").arg(joined(betterHere))
                + notShown;
    return said;
}

} // namespace btw::models
