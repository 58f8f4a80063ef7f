// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/experimentname.h"

#include "ui/pages/experiment/experimentdraft.h"

#include <QCoreApplication>
#include <QStringList>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ExperimentName)
};

} // namespace

QString experimentName(const ExperimentDraft& draft, const QString& data)
{
    QStringList words { data };
    if (draft.asksModalities())
        words << Words::tr("what each modality adds");
    if (draft.systems().size() > 1) // weightings are counted, too, as in the forecast
        words << Words::tr("%n systems", nullptr, static_cast<int>(draft.models().size()));
    if (draft.asksWeighting())
        words << Words::tr("whether weighting helps");
    if (words.size() == 1)
        words << draft.models().join(QStringLiteral(", "));
    if (const QString folds = draft.folds(); !folds.isEmpty()) {
        bool isNumber = false;
        folds.toInt(&isNumber);
        QString cut = isNumber ? Words::tr("%1 folds").arg(folds) : Words::tr("folds by %1").arg(folds);
        if (draft.repeats() > 1)
            cut += QStringLiteral(" × %1").arg(draft.repeats());
        words << cut;
    }
    if (const auto seeds = draft.seeds().size(); seeds > 1)
        words << Words::tr("%n seeds", nullptr, static_cast<int>(seeds));
    return words.join(QStringLiteral(", "));
}

} // namespace btw::pages
