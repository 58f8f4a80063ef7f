// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/runtitle.h"

#include "workspace/jobs/subgroups.h"
#include "workspace/jobs/systemnames.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(RunTitle)
};

/// "fold 2 of 5", where a cohort is a fold; its repeat where there are several.
QString foldWords(const data::Derivation& derivation)
{
    if (derivation.folds == 0)
        return {};
    const QString fold = Words::tr("fold %1").arg(derivation.fold + 1);
    return derivation.repeat == 0 ? fold : Words::tr("%1 of repeat %2").arg(fold).arg(derivation.repeat + 1);
}

} // namespace

QString runTitle(const store::RunRecord& run, const store::CohortRecord& cohort)
{
    QStringList parts;
    if (run.step == training::Step::Unimodal)
        parts << Words::tr("%1 alone").arg(run.modality);
    else
        parts << jobs::systemTitle(jobs::systemOf(run.spec), run.variant);
    if (const QString fold = foldWords(cohort.derivation); !fold.isEmpty())
        parts << fold;
    if (!cohort.derivation.placebo.empty())
        parts << Words::tr("%1 shuffled").arg(QString::fromStdString(cohort.derivation.placebo));
    if (const auto& used = run.spec.modalities; !used.empty() && used.size() < cohort.modalities.size()) {
        std::vector<std::string> without;
        for (const auto& modality : cohort.modalities)
            if (std::find(used.begin(), used.end(), modality) == used.end())
                without.push_back(modality);
        parts << Words::tr("without %1").arg(jobs::listed(without));
    }
    parts << Words::tr("seed %1").arg(static_cast<qulonglong>(run.seed));
    return parts.join(QStringLiteral(", "));
}

} // namespace btw::experiments
