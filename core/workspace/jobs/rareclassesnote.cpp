// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/rareclassesnote.h"

#include "engine/analysis/classoutcomes.h"
#include "workspace/store/testset.h"

namespace btw::jobs {

QStringList rareClassNotes(const store::CohortRecord& cohort)
{
    QStringList notes;
    if (cohort.task != Task::Classification)
        return notes;
    const bool isFold = cohort.derivation.folds > 0;
    for (const auto& rare : analysis::rareClasses(store::testSet(cohort))) {
        const QString name = QString::fromStdString(cohort.classes[rare.index]);
        if (rare.rows == 0)
            notes << (isFold
                    ? QStringLiteral("In some folds no test row is of class '%1'; macro-F1 leaves "
                                     "that class out there.")
                    : QStringLiteral("No test row is of class '%1'; macro-F1 leaves that class out."))
                         .arg(name);
        else if (isFold)
            notes << QStringLiteral(
                "In some folds fewer than %1 test rows are of class '%2'; figures by class "
                "and macro-F1 are uncertain there.")
                         .arg(analysis::kFewRows)
                         .arg(name);
        else
            notes << QStringLiteral("Only %1 of class '%2'; figures by class and macro-F1 are uncertain.")
                         .arg(rare.rows == 1 ? QStringLiteral("1 test row is")
                                             : QStringLiteral("%1 test rows are").arg(rare.rows),
                             name);
    }
    return notes;
}

} // namespace btw::jobs
