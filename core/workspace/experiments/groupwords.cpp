// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/groupwords.h"

#include "engine/analysis/metrics.h"
#include "workspace/experiments/words.h"

#include <QCoreApplication>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(GroupWords)
};

/// %1 the modality, %2 the size, %3 the metric, %4 the group
QString pattern(bool isLowerBetter, bool isHarm)
{
    if (isLowerBetter)
        return isHarm ? Words::tr("%1 costs %2 %3 for %4") : Words::tr("%1 saves %2 %3 for %4");
    return isHarm ? Words::tr("%1 takes away %2 %3 for %4") : Words::tr("%1 adds %2 %3 for %4");
}

} // namespace

QString addedInGroup(const SubgroupContribution& one, const QString& metric)
{
    const bool isHarm = one.difference.estimate < 0;
    const auto size = isHarm ? one.difference.reversed() : one.difference;
    return pattern(analysis::lowerIsBetter(one.metric), isHarm)
        .arg(QString::fromStdString(one.modality), withInterval(size.estimate, size.low, size.high), metric,
            Words::tr("%1 (%2, %3 people)", "a group of people and its kind")
                .arg(one.group, one.kind)
                .arg(one.difference.units));
}

} // namespace btw::experiments
