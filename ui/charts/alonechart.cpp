// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/alonechart.h"

#include "ui/charts/believed.h"
#include "ui/charts/modelschart.h"
#include "ui/charts/words.h"
#include "ui/models/intervalcolumn.h"
#include "ui/models/words.h"
#include "ui/widgets/names.h"

#include <algorithm>

namespace btw::charts {

namespace {

using experiments::AloneModality;

std::vector<QStringList> rows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.study)
        return rows;
    rows.reserve(data.study->alone.size());
    for (const auto& one : data.study->alone) {
        const auto& figure = one.alone.figure;
        rows.push_back({ QString::fromStdString(one.alone.modality),
            one.alone.isOwn ? QStringLiteral("own") : QStringLiteral("regression"),
            QString::fromStdString(data.study->metric), cell(figure.estimate), cell(figure.low),
            cell(figure.high), QString::number(one.alone.rows), QString::number(one.alone.people) });
    }
    return rows;
}

QString believedPart(const FigureData& data)
{
    const bool isAny = data.study
        && std::any_of(data.study->alone.begin(), data.study->alone.end(),
            [](const AloneModality& one) { return one.believed.has_value(); });
    return isAny ? believedLegend() : QString();
}

QString legend(const FigureData& data)
{
    if (!data.study)
        return {};
    const auto& study = *data.study;
    QString text = AloneChart::tr("%1 of a model of each modality alone, on the test rows that have it, with "
                                  "95% bootstrap intervals over people; %2.")
                       .arg(models::metricShort(study.metric), trainingsWords(study));
    return text + whichPeople(study);
}

} // namespace

QString believedLegend()
{
    return AloneChart::tr("Believed: how far late fusion trusts the modality's model.");
}

void AloneChart::rebuildWithoutRun()
{
    clearRows();
    setWords(figure().title, {});
    setEmpty(tr("No training has ended yet. Then each of its modalities is shown here on its own."));
}

void AloneChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.study || data.study->alone.empty())
        return;
    setEmpty({});
    const QString metric = models::metricShort(data.study->metric);
    const double most = mostBelieved(data.study->alone);
    std::vector<models::Interval> intervals;
    for (const auto& one : data.study->alone)
        intervals.push_back({ one.alone.figure.estimate, one.alone.figure.low, one.alone.figure.high });
    const auto written = models::intervalColumn(intervals);
    for (std::size_t i = 0; i < written.size(); ++i) {
        const auto& one = data.study->alone[i];
        Row row;
        const auto& figure = one.alone.figure;
        row.name = widgets::shownName(one.alone.modality);
        row.nameColour = theme().modalityText(one.colour);
        row.isStrong = true;
        row.at = figure.estimate;
        row.low = figure.low;
        row.high = figure.high;
        row.colour = theme().modality(one.colour);
        row.hollow = !one.alone.isOwn;
        row.value = tr("%1 (%2 to %3)").arg(written[i].estimate, written[i].low, written[i].high);
        if (one.believed) {
            row.share = one.believed->mean / most;
            row.shareText = QString::number(one.believed->mean, 'f', 2);
            m_heads.share = tr("believed");
        }
        row.words = one.words.isEmpty() ? tr("%1 alone: %2 %3").arg(row.name, metric, row.value) : one.words;
        m_rows.push_back(std::move(row));
    }
    setRange({}, tr("%1 of each modality alone").arg(metric));
    setWords(figure().title, tr("%1, 95% intervals").arg(metric));
}

FigureInfo aloneFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("alone");
    figure.title = AloneChart::tr("Each modality alone");
    figure.needs = AloneChart::tr("an experiment, or trainings, that have ended");
    figure.explanation = AloneChart::tr(
        "Each row is a modality: the figure of a model that has nothing else, on the test rows that have it, "
        "with its interval. Hollow marks are plain regressions, where the system trains no model of one "
        "modality. A modality that says much alone need not add much to the others.");
    figure.columns = { QStringLiteral("modality"), QStringLiteral("model"), QStringLiteral("metric"),
        QStringLiteral("figure"), QStringLiteral("ci_low"), QStringLiteral("ci_high"), QStringLiteral("n"),
        QStringLiteral("people") };
    figure.need = experiments::FigureNeed::Alone;
    figure.aspect = 0.5;
    figure.wideAspect = 0.3;
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.rows = rows;
    figure.legend = legend;
    figure.parts = { { ForestChart::sharePart(), believedPart } };
    figure.make = makerOf<AloneChart>();
    return figure;
}

} // namespace btw::charts
