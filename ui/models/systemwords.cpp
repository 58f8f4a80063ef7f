// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/systemwords.h"

#include <QCoreApplication>

namespace btw::models {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SystemWords)
};

} // namespace

QString systemTitle(const QString& name)
{
    const QString system = name.section(QLatin1String(" of "), 0, 0).section(QLatin1Char(':'), 0, 0);
    const QString variant = name.section(QLatin1Char(':'), 1);
    if (system == QLatin1String("late"))
        return Words::tr("Late fusion");
    if (system == QLatin1String("late-equal"))
        return Words::tr("Late fusion, equal weights");
    if (system == QLatin1String("haim"))
        return Words::tr("Boosted trees");
    if (system == QLatin1String("regression"))
        return Words::tr("Plain regression");
    if (variant.isEmpty())
        return name;
    return system == QLatin1String("moe")
        ? weightingTitle(variant)
        : Words::tr("%1 (%2)", "a weighting and its system").arg(weightingTitle(variant), system);
}

QString weightingTitle(const QString& variant)
{
    if (variant == QLatin1String("none"))
        return Words::tr("Unweighted");
    return variant == QLatin1String("btw") ? Words::tr("BTW weighting")
                                           : Words::tr("%1 weighting").arg(variant);
}

} // namespace btw::models
