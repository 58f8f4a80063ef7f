// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/modelschart.h"

#include "ui/charts/words.h"
#include "ui/models/intervalcolumn.h"
#include "ui/models/words.h"
#include "ui/widgets/names.h"

#include <algorithm>

namespace btw::charts {

std::vector<QStringList> modelRows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.study)
        return rows;
    rows.reserve(data.study->models.size());
    for (const auto& one : data.study->models)
        rows.push_back({ one.key, one.isReference ? QStringLiteral("reference") : QStringLiteral("trained"),
            QString::fromStdString(data.study->metric), cell(one.mean), cell(one.std), cell(one.low),
            cell(one.high), QString::number(one.seeds), QString::number(one.folds), QString::number(one.n),
            QString::number(one.people) });
    return rows;
}

QStringList modelColumns()
{
    return { QStringLiteral("model"), QStringLiteral("kind"), QStringLiteral("metric"),
        QStringLiteral("mean"), QStringLiteral("std"), QStringLiteral("ci_low"), QStringLiteral("ci_high"),
        QStringLiteral("seeds"), QStringLiteral("folds"), QStringLiteral("n"), QStringLiteral("people") };
}

QString trainingsWords(const experiments::StudyFacts& study)
{
    const QString folds = study.folds == 1
        ? ModelsChart::tr("one split")
        : ModelsChart::tr("%1 folds").arg(static_cast<qulonglong>(study.folds));
    const QString seeds = study.seeds == 1
        ? ModelsChart::tr("1 seed")
        : ModelsChart::tr("%1 seeds").arg(static_cast<qulonglong>(study.seeds));
    return ModelsChart::tr("%1, %2", "folds and seeds").arg(folds, seeds);
}

QString modelsLegend(const FigureData& data, const QString& marks, const QString& referenceMarks)
{
    if (!data.study)
        return {};
    const auto& study = *data.study;
    const bool hasReferences = std::any_of(
        study.models.begin(), study.models.end(), [](const auto& one) { return one.isReference; });
    const QString what = hasReferences
        ? ModelsChart::tr("%1, %2", "marks of models, those of reference models").arg(marks, referenceMarks)
        : marks;
    QString text = ModelsChart::tr("%1 of each model on test rows of %2 people (%3); %4.")
                       .arg(models::metricShort(study.metric), QString::number(study.people),
                           trainingsWords(study), what);
    text += QLatin1Char(' ')
        + (study.lowerIsBetter ? ModelsChart::tr("Lower is better.") : ModelsChart::tr("Higher is better."));
    return text + whichPeople(study);
}

void ModelsChart::rebuildWithoutRun()
{
    clearRows();
    setWords(figure().title, {});
    setEmpty(tr("No training has ended yet. Then its models are shown here side by side."));
}

void ModelsChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.study || data.study->models.empty())
        return;
    setEmpty({});
    const QString metric = models::metricShort(data.study->metric);
    const auto& all = data.study->models;
    // The answer is about one of them, where somebody has asked; then the others stand beside it.
    const bool anyLeads = std::any_of(all.begin(), all.end(), [](const auto& one) { return one.isLeading; });
    std::vector<models::Interval> intervals;
    for (const auto& one : all)
        intervals.push_back({ one.mean, one.low, one.high });
    const auto written = models::intervalColumn(intervals);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& one = all[i];
        Row row;
        row.name = widgets::shownName(one.name);
        row.at = one.mean;
        row.low = one.low;
        row.high = one.high;
        row.hollow = one.isReference;
        row.isStrong = one.isLeading;
        row.colour = one.isReference     ? theme().baseline
            : anyLeads && !one.isLeading ? theme().dim
                                         : theme().accent;
        row.value = tr("%1 (%2 to %3)").arg(written[i].estimate, written[i].low, written[i].high);
        row.words = one.words.isEmpty() ? tr("%1: %2 %3").arg(row.name, metric, row.value) : one.words;
        m_rows.push_back(std::move(row));
    }
    setRange({}, data.study->lowerIsBetter ? tr("%1 (lower is better)").arg(metric) : metric);
    setWords(figure().title, tr("%1, 95% intervals").arg(metric));
}

FigureInfo modelsFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("models");
    figure.title = ModelsChart::tr("Models side by side");
    figure.needs = ModelsChart::tr("an experiment, or trainings, that have ended");
    figure.explanation = ModelsChart::tr(
        "Each row is a model: its figure on test rows, mean over seeds and folds, with the interval that "
        "resampled "
        "people give. Hollow marks are plain models to compare with. Intervals that overlap do not mean that "
        "the models are alike: for that see their paired difference.");
    figure.columns = modelColumns();
    figure.need = experiments::FigureNeed::Models;
    figure.aspect = 0.5;
    figure.wideAspect = 0.3;
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.rows = modelRows;
    figure.legend = [](const FigureData& data) {
        return modelsLegend(data, ModelsChart::tr("mean and 95% bootstrap interval over people"),
            ModelsChart::tr("reference models hollow"));
    };
    figure.make = makerOf<ModelsChart>();
    return figure;
}

} // namespace btw::charts
