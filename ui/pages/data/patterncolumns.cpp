// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/patterncolumns.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/data/patternchart.h"
#include "ui/widgets/names.h"
#include "ui/widgets/theme.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using models::count;
using widgets::Theme;

namespace {

constexpr double kNarrowest = 22; ///< column of a modality
constexpr double kShortestBar = 72;
constexpr double kSwatchRoom = 13; ///< of a split's colour before its name

QString nameOf(const jobs::ModalitySummary& modality) { return widgets::shownName(modality.name); }

bool isSlanted(const jobs::CohortSummary& summary, double width)
{
    const QFontMetricsF metrics(Theme::labelFont());
    double widest = 0;
    for (const auto& modality : summary.modalities)
        widest = std::max(widest, metrics.horizontalAdvance(nameOf(modality)));
    return (widest + 10) * static_cast<double>(summary.modalities.size())
        > 0.45 * std::max(width, static_cast<double>(PatternColumns::kHint));
}

} // namespace

double PatternColumns::headHeight(const jobs::CohortSummary* summary, double width)
{
    const double plain = 2 * QFontMetricsF(Theme::captionFont()).height() + 8;
    if (!summary || !isSlanted(*summary, width))
        return plain;
    const QFontMetricsF metrics(Theme::labelFont());
    double widest = 0;
    for (const auto& modality : summary->modalities)
        widest = std::max(widest, std::min(kLongestName, metrics.horizontalAdvance(nameOf(modality))));
    return plain + widest * std::sqrt(0.5);
}

PatternColumns::PatternColumns(const jobs::CohortSummary& summary, double width)
{
    const auto modalities = static_cast<double>(summary.modalities.size());
    const QFontMetricsF names(Theme::labelFont());
    const QFontMetricsF heads(Theme::captionFont());
    slanted = isSlanted(summary, width);
    head = headHeight(&summary, width);
    double widest = QFontMetricsF(Theme::captionFont()).horizontalAdvance(QStringLiteral("100%"));
    for (const auto& modality : summary.modalities)
        widest = std::max(widest, slanted ? 0 : names.horizontalAdvance(nameOf(modality)));
    dot = slanted ? std::clamp(0.45 * width / modalities, kNarrowest, 34.0) : widest + 10;

    tight = dot < QFontMetricsF(Theme::tickFont()).horizontalAdvance(QStringLiteral("100%")) + 3;
    const auto rows = jobs::total(summary.rows);
    const double number = widgets::tabularWidth(Theme::textFont(), count(rows));
    const double shareWidth = widgets::tabularWidth(Theme::captionFont(), QStringLiteral(">99%"));
    std::array<double, 3> eachSplit {};
    double allSplits = 0;
    for (std::size_t split = 0; split < eachSplit.size(); ++split) {
        eachSplit.at(split) = kGap
            + std::max(widgets::tabularWidth(Theme::captionFont(), count(summary.rows.at(split))),
                heads.horizontalAdvance(models::splitWord(static_cast<Split>(split))) + kSwatchRoom);
        allSplits += eachSplit.at(split);
    }

    const double dots = dot * modalities + kGap;
    const double figures
        = std::max(number, heads.horizontalAdvance(PatternChart::tr("rows"))) + 8 + shareWidth + kGap;
    bar = dots;
    hasSplits = width - allSplits - figures - dots >= kShortestBar;
    share = width - 4 - (hasSplits ? allSplits : 0);
    double edge = share;
    for (std::size_t split = 0; split < eachSplit.size(); ++split)
        splits.at(split) = edge += eachSplit.at(split);
    total = share - shareWidth - 8;
    barRight = std::max(bar + 8, share - figures);
}

} // namespace btw::pages
