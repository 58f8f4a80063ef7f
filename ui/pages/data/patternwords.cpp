// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/patternwords.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/data/datapaint.h"
#include "ui/widgets/names.h"

#include <QCoreApplication>
#include <QStringList>

namespace btw::pages {

using models::count;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(PatternWords)
};

} // namespace

QString patternWords(const jobs::CohortSummary& summary, std::size_t pattern)
{
    const auto& of = summary.patterns[pattern];
    QStringList present;
    for (std::size_t m = 0; m < of.has.size(); ++m)
        if (of.has[m])
            present << widgets::shownName(summary.modalities[m].name);
    const bool all = static_cast<std::size_t>(present.size()) == of.has.size();
    const auto rows = jobs::total(of.rows);
    QString words = all       ? Words::tr("all modalities")
        : present.size() == 1 ? Words::tr("%1 alone").arg(present.first())
                              : models::joined(present);
    words = Words::tr("%1: %2 rows (%3)").arg(words, count(rows), percent(rows, jobs::total(summary.rows)));
    for (std::size_t split = 0; split < of.rows.size(); ++split)
        words += Words::tr(", %1 %2").arg(
            count(of.rows.at(split)), models::splitWord(static_cast<Split>(split)));
    return words;
}

} // namespace btw::pages
