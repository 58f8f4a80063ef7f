// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/forwhomchart.h"

#include "engine/analysis/metrics.h"
#include "ui/charts/modelschart.h"
#include "ui/charts/words.h"
#include "ui/models/words.h"
#include "ui/widgets/names.h"

namespace btw::charts {

namespace {

QString countText(std::size_t count) { return models::count(static_cast<std::int64_t>(count)); }

std::vector<QStringList> rows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.study)
        return rows;
    rows.reserve(data.study->groups.size());
    for (const auto& one : data.study->groups) {
        const auto& added = one.added;
        rows.push_back({ QString::fromStdString(one.modality), one.kind, one.group,
            QString::fromStdString(one.metric), cell(added.estimate), cell(added.low), cell(added.high),
            cell(one.adjustedP), QString::number(one.people) });
    }
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.study || data.study->groups.empty())
        return {};
    const auto& study = *data.study;
    const auto& first = study.groups.front();
    QString text
        = ForWhomChart::tr("What %1 adds (%2) within groups of people, with 95% bootstrap intervals over "
                           "people; %3. p: whether a group differs from all others, corrected for the number "
                           "of groups. Exploratory.")
              .arg(QString::fromStdString(first.modality), models::metricShort(first.metric),
                  trainingsWords(study));
    return text + whichPeople(study);
}

} // namespace

void ForWhomChart::rebuildWithoutRun()
{
    clearRows();
    setWords(figure().title, {});
    setEmpty(tr("There are no groups of people to compare."));
}

void ForWhomChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.study || data.study->groups.empty())
        return;
    setEmpty({});
    m_mark = 0;
    const auto& first = data.study->groups.front();
    const QString modality = widgets::shownName(first.modality);
    const QString metric = models::metricShort(first.metric);
    for (const auto& one : data.study->groups) {
        Row row;
        row.name = widgets::shownName(one.group);
        row.left = countText(one.people);
        row.at = one.added.estimate;
        row.low = one.added.low;
        row.high = one.added.high;
        row.colour = theme().modality(one.colour);
        const auto words = models::intervalWords(row.at, row.low, row.high);
        row.value = tr("%1 (%2 to %3)").arg(words.estimate, words.low, words.high);
        const QString p = QString::number(one.adjustedP, 'g', 2);
        row.verdict = one.isOtherHalf ? tr("the same", "p of a group, as that of all others") : p;
        row.isVerdictQuiet = true;
        row.words = tr("%1; p of the difference from all others %2, corrected for the number of groups")
                        .arg(widgets::shownName(one.words), p);
        m_rows.push_back(std::move(row));
    }
    m_heads.left = tr("people");
    m_heads.verdict = tr("differs, p corrected");
    setRange({ 0 },
        (analysis::lowerIsBetter(first.metric) ? tr("%1 saved with %2", "a metric and a modality")
                                               : tr("%1 gained with %2", "a metric and a modality"))
            .arg(metric, modality));
    m_x.sign = true;
    setWords(figure().title, tr("%1: %2, 95% intervals").arg(modality, metric));
}

FigureInfo forWhomFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("for-whom");
    figure.title = ForWhomChart::tr("For whom does it help?");
    figure.explanation = ForWhomChart::tr(
        "Each row is a group of people: how much better the model is for them with the modality than without "
        "it. Right of the line it helps. Of many groups some look different by chance.");
    figure.columns = { QStringLiteral("modality"), QStringLiteral("kind"), QStringLiteral("group"),
        QStringLiteral("metric"), QStringLiteral("diff"), QStringLiteral("ci_low"), QStringLiteral("ci_high"),
        QStringLiteral("p_holm"), QStringLiteral("people") };
    figure.aspect = 0.62;
    figure.savedMm = 174; // with all its columns
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.rows = rows;
    figure.legend = legend;
    figure.make = makerOf<ForWhomChart>();
    return figure;
}

} // namespace btw::charts
