// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/differenceschart.h"

#include "engine/analysis/contribution.h"
#include "engine/analysis/fewestpeople.h"
#include "ui/charts/modelschart.h"
#include "ui/charts/words.h"
#include "ui/models/intervalcolumn.h"
#include "ui/models/words.h"
#include "ui/widgets/names.h"

namespace btw::charts {

namespace {

QStringList columns()
{
    return { QStringLiteral("model"), QStringLiteral("baseline"), QStringLiteral("metric"),
        QStringLiteral("diff"), QStringLiteral("ci_low"), QStringLiteral("ci_high"),
        QStringLiteral("p_bootstrap"), QStringLiteral("p_corrected_t"), QStringLiteral("p_holm"),
        QStringLiteral("n"), QStringLiteral("people") };
}

std::vector<QStringList> rows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.study)
        return rows;
    const auto& study = *data.study;
    for (const auto& one : study.models) {
        if (!one.fromBaseline)
            continue;
        const auto& by = *one.fromBaseline;
        rows.push_back({ one.key, study.baseline, QString::fromStdString(study.metric), cell(by.estimate),
            cell(by.low), cell(by.high), cell(by.p), cell(by.tP), cell(one.adjustedP), QString::number(one.n),
            QString::number(one.people) });
    }
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.study)
        return {};
    const auto& study = *data.study;
    QString text
        = DifferencesChart::tr("%1 of each model less that of %2 on test rows of %3 people (%4), with "
                               "95% bootstrap intervals, which hold for these fitted models.")
              .arg(models::metricShort(study.metric), study.baseline, QString::number(study.people),
                  trainingsWords(study));
    text += QLatin1Char(' ')
        + (study.lowerIsBetter ? DifferencesChart::tr("Left of zero is better.")
                               : DifferencesChart::tr("Right of zero is better."));
    text += QLatin1Char(' ')
        + DifferencesChart::tr("Filled marks: over folds, the corrected p is at most %1.")
              .arg(analysis::kClaim);
    return text + whichPeople(study);
}

} // namespace

void DifferencesChart::rebuildWithoutRun()
{
    clearRows();
    setWords(figure().title, {});
    setEmpty(tr("No two models yet that could be compared. Once an experiment with several has ended, this "
                "shows how they differ."));
}

void DifferencesChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.study)
        return;
    const auto& study = *data.study;
    std::vector<const experiments::FigureModel*> shown;
    std::vector<models::Interval> intervals;
    for (const auto& one : study.models)
        if (one.fromBaseline) {
            shown.push_back(&one);
            intervals.push_back(
                { one.fromBaseline->estimate, one.fromBaseline->low, one.fromBaseline->high });
        }
    if (shown.empty())
        return;
    setEmpty({});
    m_mark = 0;
    const QString metric = models::metricShort(study.metric);
    const auto written = models::intervalColumn(intervals);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto& one = *shown[i];
        Row row;
        row.name = widgets::shownName(one.name);
        row.at = intervals[i].estimate;
        row.low = intervals[i].low;
        row.high = intervals[i].high;
        row.hollow = one.people < analysis::kFewestPeople
            || !analysis::mayBeClaimed(*one.fromBaseline, one.adjustedP);
        row.colour = one.isReference ? theme().baseline : theme().accent;
        row.value = tr("%1 (%2 to %3)").arg(written[i].estimate, written[i].low, written[i].high);
        row.words = tr("%1 less %2: %3 %4").arg(row.name, study.baseline, metric, row.value);
        if (!row.hollow)
            row.words += tr(", which may be claimed with other training people, too");
        m_rows.push_back(std::move(row));
    }
    setRange({ 0 },
        study.lowerIsBetter ? tr("%1 less that of %2 (lower is better)").arg(metric, study.baseline)
                            : tr("%1 less that of %2").arg(metric, study.baseline));
    setWords(figure().title, tr("%1, 95% intervals").arg(metric));
}

FigureInfo differencesFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("differences");
    figure.title = DifferencesChart::tr("Each model less the baseline");
    figure.needs = DifferencesChart::tr("an experiment, or trainings, that have ended");
    figure.explanation = DifferencesChart::tr("Each row is a model: its figure less the baseline's on the "
                                              "same test rows, with the interval that resampled "
                                              "people give to the difference. An interval that holds zero "
                                              "cannot tell the two apart. Filled marks are those "
                                              "that may be claimed with other training people, too: the "
                                              "larger p, corrected for the number of models.");
    figure.columns = columns();
    figure.need = experiments::FigureNeed::Differences;
    figure.aspect = 0.5;
    figure.wideAspect = 0.3;
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.rows = rows;
    figure.legend = legend;
    figure.make = makerOf<DifferencesChart>();
    return figure;
}

} // namespace btw::charts
