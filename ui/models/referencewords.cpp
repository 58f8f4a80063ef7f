// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/referencewords.h"

#include "engine/analysis/contribution.h"
#include "engine/analysis/fewestpeople.h"
#include "ui/models/words.h"
#include "workspace/experiments/words.h"
#include "workspace/jobs/systemnames.h"

#include <QCoreApplication>

#include <algorithm>

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

std::vector<std::string> lackingIn(const std::vector<std::string>& some, const std::vector<std::string>& all)
{
    std::vector<std::string> lacking;
    for (const auto& name : all)
        if (!some.empty() && std::find(some.begin(), some.end(), name) == some.end())
            lacking.push_back(name);
    return lacking;
}

QStringList referenceSentences(const std::vector<AgainstReference>& references, const QString& system,
    std::size_t people, const std::vector<std::string>& lacking)
{
    QStringList worse, worseHere, alike, better, betterHere;
    bool hasFolds = false;
    for (const auto& one : references) {
        const auto& by = one.modelIsBetterBy;
        if (isItself(one.system, system))
            continue;
        if (!by.isClear() || people < analysis::kFewestPeople) {
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
    // Than a plain regression only the constant is simpler.
    const bool isSimplest = system == QLatin1String("regression");
    QStringList said;
    if (!worse.isEmpty())
        said << (isSimplest ? Words::tr("Better than this model: %1.")
                            : Words::tr("The simpler choice does better than this model: %1."))
                    .arg(joined(worse));
    const QString notShown = hasFolds
        ? QLatin1Char(' ') + Words::tr("That it would with other training people is not shown.")
        : QString(); // of one split that is said once
    if (!worseHere.isEmpty())
        said << (isSimplest ? Words::tr("In these fitted models better than this one: %1.")
                            : Words::tr("In these fitted models the simpler choice does better: %1."))
                    .arg(joined(worseHere))
                + notShown;
    if (!alike.isEmpty())
        said << (people < analysis::kFewestPeople
                ? Words::tr("%1 people are too few to tell this model from %2.")
                      .arg(QString::number(people), joined(alike))
                : Words::tr("These people cannot tell this model from %1.").arg(joined(alike)));
    if (!better.isEmpty())
        said << Words::tr("It does better than %1.").arg(joined(better));
    if (!betterHere.isEmpty())
        said << Words::tr("In these fitted models it does better than %1.").arg(joined(betterHere))
                + notShown;
    if (!said.isEmpty() && !lacking.empty()) {
        QStringList names;
        for (const auto& name : lacking)
            names << QString::fromStdString(name);
        said << Words::tr(
            "The reference models were fitted on all modalities, with %1, which this model does not have: "
            "the comparison is not like for like.")
                    .arg(joined(names));
    }
    return said;
}

} // namespace btw::models
