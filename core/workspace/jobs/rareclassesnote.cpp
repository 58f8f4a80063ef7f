// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/rareclassesnote.h"

#include "engine/analysis/classoutcomes.h"
#include "workspace/store/testset.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace btw::jobs {

namespace {

/// More classes than these share one sentence.
constexpr int kNamedEach = 3;
constexpr int kNamedTogether = 5;

/// "'a' 3, 'b' 4 and 18 more"
QString listed(const QStringList& entries)
{
    const auto more = entries.size() - kNamedTogether;
    return more > 0 ? QStringLiteral("%1 and %2 more")
                          .arg(entries.mid(0, kNamedTogether).join(QStringLiteral(", ")))
                          .arg(more)
                    : entries.join(QStringLiteral(", "));
}

QStringList notesOfFolds(const QStringList& few, const QStringList& none)
{
    QStringList notes;
    // Many classes are not named: folds, each of which has other rare ones, share the sentence.
    if (few.size() > kNamedEach)
        notes << QStringLiteral(
            "In some folds fewer than %1 test rows each are of many classes; figures by class and "
            "macro-F1 are uncertain there.")
                     .arg(analysis::kFewRows);
    else
        for (const QString& name : few)
            notes << QStringLiteral(
                "In some folds fewer than %1 test rows are of class '%2'; figures by class "
                "and macro-F1 are uncertain there.")
                         .arg(analysis::kFewRows)
                         .arg(name);
    if (none.size() > kNamedEach)
        notes << QStringLiteral(
            "In some folds no test row is of one class or another; macro-F1 leaves such classes out there.");
    else
        for (const QString& name : none)
            notes << QStringLiteral(
                "In some folds no test row is of class '%1'; macro-F1 leaves that class out there.")
                         .arg(name);
    return notes;
}

} // namespace

QStringList rareClassNotes(const store::CohortRecord& cohort)
{
    if (cohort.task != Task::Classification)
        return {};
    QStringList few, counts, none;
    std::vector<std::size_t> rows;
    for (const auto& rare : analysis::rareClasses(store::testSet(cohort))) {
        const QString name = QString::fromStdString(cohort.classes[rare.index]);
        (rare.rows == 0 ? none : few) << name;
        if (rare.rows > 0) {
            rows.push_back(rare.rows);
            counts << QStringLiteral("'%1' %2").arg(name).arg(rare.rows);
        }
    }
    if (cohort.derivation.folds > 0)
        return notesOfFolds(few, none);

    QStringList notes;
    if (few.size() > kNamedEach)
        notes << QStringLiteral(
            "%1 classes have fewer than %2 test rows (%3); figures by class and macro-F1 are "
            "uncertain.")
                     .arg(few.size())
                     .arg(analysis::kFewRows)
                     .arg(listed(counts));
    else
        for (int i = 0; i < few.size(); ++i) {
            const auto count = rows[static_cast<std::size_t>(i)];
            notes << QStringLiteral("Only %1 of class '%2'; figures by class and macro-F1 are uncertain.")
                         .arg(count == 1 ? QStringLiteral("1 test row is")
                                         : QStringLiteral("%1 test rows are").arg(count),
                             few[i]);
        }
    if (none.size() > kNamedEach) {
        QStringList quoted;
        std::transform(none.begin(), none.end(), std::back_inserter(quoted),
            [](const QString& name) { return QStringLiteral("'%1'").arg(name); });
        notes << QStringLiteral("%1 classes have no test row (%2); macro-F1 leaves these classes out.")
                     .arg(none.size())
                     .arg(listed(quoted));
    } else {
        for (const QString& name : none)
            notes
                << QStringLiteral("No test row is of class '%1'; macro-F1 leaves that class out.").arg(name);
    }
    return notes;
}

} // namespace btw::jobs
