// SPDX-License-Identifier: GPL-3.0-or-later
// A result as its figures draw it.
#include "ui/pages/train/result/resultfigures.h"

#include "ui/models/words.h"
#include "ui/pages/train/result/resultparts.h"
#include "workspace/experiments/groupwords.h"
#include "workspace/experiments/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using experiments::StudyResult;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ResultFigures)
};

QString text(const std::string& name) { return QString::fromStdString(name); }

/// Place of a modality among the cohort's; behind them for several that were left out together.
std::size_t placeOf(const StudyResult& result, const std::string& modality)
{
    const auto& names = result.cohort.modalities;
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), modality) - names.begin());
}

QString believedTip(const experiments::Believed& one)
{
    return Words::tr("Believed %1 (%2 to %3 over %4 fits): how far its model was right on people it had not "
                     "seen. That does not say whether it helps.")
        .arg(shareText(one.mean), shareText(one.least), shareText(one.most),
            models::count(static_cast<std::int64_t>(one.fits)));
}

QString aloneTip(const ResultWords& words, const experiments::AloneFigure& alone)
{
    return words.figureTip(alone.isOwn ? Words::tr("%1 alone").arg(text(alone.modality))
                                       : Words::tr("plain regression on %1 alone").arg(text(alone.modality)),
        alone.figure, alone.rows, alone.people);
}

/// Everything that is known of what a modality adds, a sentence a line.
QString addsTip(const StudyResult& result, const analysis::Contribution& one)
{
    const ResultWords words(result);
    QStringList lines { experiments::sentenceOf(one, words.metric(), result.lowerIsBetter, result.margin),
        words.provenance() };
    if (const auto* placebo = placeboOf(result, one.modality))
        lines << Words::tr("Placebo: the same modality with its rows shuffled adds %1.")
                     .arg(ResultWords::interval(placebo->difference, true));
    if (const auto* alone = aloneOf(result, one.modality))
        lines << aloneTip(words, *alone);
    if (const auto* believed = believedOf(result, one.modality))
        lines << believedTip(*believed);
    return lines.join(QLatin1Char('\n'));
}

template <typename Value> std::optional<Value> copied(const Value* value)
{
    return value ? std::optional(*value) : std::nullopt;
}

std::vector<experiments::AddedByModality> addsOf(const StudyResult& result)
{
    std::vector<experiments::AddedByModality> rows;
    for (const auto* one : ordered(result)) {
        experiments::AddedByModality row;
        row.modality = one->modality;
        row.colour = placeOf(result, one->modality);
        row.added = *one;
        if (const auto* placebo = placeboOf(result, one->modality))
            row.placebo = placebo->difference;
        row.alone = copied(aloneOf(result, one->modality));
        row.believed = copied(believedOf(result, one->modality));
        row.words = addsTip(result, *one);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<experiments::AloneModality> aloneRows(const StudyResult& result)
{
    const ResultWords words(result);
    std::vector<experiments::AloneModality> rows;
    for (const auto& alone : result.alone) {
        experiments::AloneModality row;
        row.alone = alone;
        row.colour = placeOf(result, alone.modality);
        row.believed = copied(believedOf(result, alone.modality));
        row.words = aloneTip(words, alone) + QLatin1Char('\n') + words.provenance();
        if (row.believed)
            row.words += QLatin1Char('\n') + believedTip(*row.believed);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<experiments::FigureModel> modelRows(const StudyResult& result)
{
    const ResultWords words(result);
    std::vector<experiments::FigureModel> rows;
    for (std::size_t i = 0; i < result.models.size(); ++i) {
        const auto& one = result.models[i];
        experiments::FigureModel row;
        row.name = one.model.plainName();
        row.key = one.model.fullName();
        row.isReference = one.isReference();
        row.isLeading = i == *result.choice.leading;
        row.mean = one.figure.estimate;
        row.std = std::nan("");
        row.low = one.figure.low;
        row.high = one.figure.high;
        row.seeds = one.seeds;
        row.folds = one.folds;
        row.n = one.rows;
        row.people = one.people;
        QStringList lines { words.figureTip(row.name, one.figure, one.rows, one.people) };
        if (one.leadingIsBetterBy)
            lines << Words::tr("Difference in favour of the model in blue: %1.")
                         .arg(ResultWords::interval(*one.leadingIsBetterBy, true));
        row.words = (lines << words.provenance()).join(QLatin1Char('\n'));
        rows.push_back(std::move(row));
    }
    return rows;
}

std::shared_ptr<experiments::RunProbabilities> probabilitiesOf(const StudyResult& result)
{
    auto found = std::make_shared<experiments::RunProbabilities>();
    const auto& first = result.pictures.front();
    found->calibration.push_back({ result.cohort.classes.back(), first.calibration });
    found->calibration.back().curve.slope = result.calibrationSlope; // over all folds, repeats and seeds
    found->calibration.back().curve.intercept = result.calibrationIntercept;
    for (std::size_t i = 1; i < result.pictures.size(); ++i)
        found->others.push_back(result.pictures[i].calibration.smooth);
    found->decision = first.benefit;
    if (!first.benefitWithout.empty()) {
        found->baseline = first.benefitWithout;
        found->baselineName = Words::tr("without %1").arg(text(result.withoutModality));
        if (const auto place = placeOf(result, result.withoutModality);
            place < result.cohort.modalities.size())
            found->baselineColour = place;
    }
    found->n = first.rows;
    found->people = result.people;
    return found;
}

} // namespace

experiments::FigureData figureDataOf(const StudyResult& result)
{
    auto facts = std::make_shared<experiments::StudyFacts>();
    facts->experiment = result.study.experiment;
    facts->split = result.study.split;
    facts->name = result.name;
    facts->rows = text(result.choice.rows);
    if (!result.subgroup.isEmpty()) {
        facts->rows = result.subgroup;
        facts->warning = experiments::subgroupWarning(result.subgroup, result.chosenBy);
        facts->mayClaim = experiments::mayClaim(result.chosenBy);
    }
    facts->metric = result.metric;
    facts->lowerIsBetter = result.lowerIsBetter;
    facts->seeds = result.seeds;
    facts->folds = result.folds * result.repeats;
    facts->n = result.rows;
    facts->people = result.people;
    if (result.answer)
        facts->adds = addsOf(result);
    facts->models = modelRows(result);
    facts->alone = aloneRows(result);
    experiments::FigureData data;
    data.study = std::move(facts);
    if (!result.pictures.empty())
        data.probabilities = probabilitiesOf(result);
    data.source.data = result.cohort.name;
    data.source.hash = result.cohort.hash;
    data.source.looks = result.looks;
    data.source.run = result.name.isEmpty() ? result.leading().model.plainName() : result.name;
    if (!result.subgroup.isEmpty())
        data.source.run
            = Words::tr("%1, %2", "a question and the people it is of").arg(data.source.run, result.subgroup);
    return data;
}

experiments::FigureData forWhomFigureData(
    const StudyResult& result, const experiments::ForWhomResult& forWhom, const QString& kind)
{
    auto data = figureDataOf(result);
    auto facts = std::make_shared<experiments::StudyFacts>(*data.study);
    for (const auto* one : shownGroups(result, forWhom, kind))
        facts->groups.push_back({ one->modality, placeOf(result, one->modality), one->kind, one->group,
            one->metric, one->difference, one->adjustedP,
            result.hasGroups() ? one->difference.units : one->difference.n, one->isOtherHalf,
            experiments::addedInGroup(*one, models::metricShort(one->metric)) });
    data.study = std::move(facts);
    return data;
}

} // namespace btw::pages
