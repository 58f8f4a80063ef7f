// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/addschart.h"

#include "ui/charts/believed.h"
#include "ui/charts/modelschart.h"
#include "ui/charts/words.h"
#include "ui/models/intervalcolumn.h"
#include "ui/models/words.h"
#include "ui/widgets/names.h"
#include "workspace/experiments/words.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace btw::charts {

namespace {

using experiments::AddedByModality;

bool hasPlacebo(const experiments::StudyFacts& study)
{
    return std::any_of(study.adds.begin(), study.adds.end(),
        [](const AddedByModality& one) { return one.placebo.has_value(); });
}

bool hasAmong(const experiments::StudyFacts& study)
{
    return std::any_of(study.adds.begin(), study.adds.end(),
        [](const AddedByModality& one) { return one.added.among.has_value(); });
}

bool isDecided(analysis::Verdict verdict)
{
    return verdict == analysis::Verdict::Helps || verdict == analysis::Verdict::HelpsWithinMargin
        || verdict == analysis::Verdict::Harms;
}

/// "helps-here" where the difference may be claimed of these fitted models only.
QString verdictName(const analysis::Contribution& added)
{
    const auto name = QString::fromStdString(std::string(analysis::toString(added.verdict)));
    return isDecided(added.verdict) && !added.isClaim() ? name + QStringLiteral("-here") : name;
}

/// Of those who have the modality; empty cells where everybody has it, and where nothing can be said of them.
QStringList amongCells(const std::optional<analysis::Among>& among)
{
    if (!among)
        return { {}, {}, {}, {}, {} };
    const QString people = QString::number(among->people);
    if (among->known != analysis::Among::Known::Yes)
        return { people, {}, {}, {}, {} };
    const auto name = QString::fromStdString(std::string(analysis::toString(among->verdict)));
    const auto& added = among->difference;
    return { people, cell(added.estimate), cell(added.low), cell(added.high),
        isDecided(among->verdict) ? name + QStringLiteral("-here") : name };
}

std::vector<QStringList> rows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.study)
        return rows;
    rows.reserve(data.study->adds.size());
    for (const auto& one : data.study->adds) {
        const auto& added = one.added.difference;
        rows.push_back(
            { QString::fromStdString(one.modality), one.key, QString::fromStdString(data.study->metric),
                cell(added.estimate), cell(added.low), cell(added.high), cell(one.added.adjustedP),
                verdictName(one.added), one.placebo ? cell(one.placebo->estimate) : QString(),
                one.placebo ? cell(one.placebo->low) : QString(),
                one.placebo ? cell(one.placebo->high) : QString(), QString::number(added.n),
                QString::number(one.added.people) });
        rows.back() << amongCells(one.added.among);
    }
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.study)
        return {};
    const auto& study = *data.study;
    const QString metric = models::metricShort(study.metric);
    QString text = study.lowerIsBetter
        ? AddsChart::tr("%1 without each modality less that with all of them, in this model beside the other "
                        "modalities: above zero it helps.")
              .arg(metric)
        : AddsChart::tr(
            "%1 with all modalities less that without each, in this model beside the other modalities: "
            "above zero it helps.")
              .arg(metric);
    text += QLatin1Char(' ')
        + AddsChart::tr("95% bootstrap intervals over %1 people; %2.")
              .arg(QString::number(study.people), trainingsWords(study));
    if (hasPlacebo(study))
        text += QLatin1Char(' ')
            + AddsChart::tr("Grey: the interval of the same modality with its rows shuffled (placebo).");
    if (hasAmong(study))
        text += QLatin1Char(' ')
            + AddsChart::tr(
                "Hollow: the same among those who have the modality alone, exploratory (p not corrected).");
    return text + whichPeople(study);
}

bool anyHas(const FigureData& data, const std::function<bool(const AddedByModality&)>& isTrue)
{
    return data.study && std::any_of(data.study->adds.begin(), data.study->adds.end(), isTrue);
}

QString aloneLegend(const FigureData& data)
{
    return anyHas(data, [](const AddedByModality& one) { return one.alone.has_value(); })
        ? AddsChart::tr("Alone: %1 of a model of that modality only.")
              .arg(models::metricShort(data.study->metric))
        : QString();
}

QString believedPart(const FigureData& data)
{
    return anyHas(data, [](const AddedByModality& one) { return one.believed.has_value(); })
        ? believedLegend()
        : QString();
}

models::Interval intervalOf(const analysis::FoldDifference& figure)
{
    return { figure.estimate, figure.low, figure.high };
}

QString valueOf(const models::IntervalWords& words)
{
    return AddsChart::tr("%1 (%2 to %3)").arg(words.estimate, words.low, words.high);
}

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// What may not be claimed with other training people, too, is said of these fitted models alone.
QString spokenVerdict(const analysis::Contribution& added)
{
    const QString verdict = experiments::verdictWords(added);
    return !isDecided(added.verdict) || added.isClaim()
        ? verdict
        : AddsChart::tr("%1, in these fitted models; that it would with other training people is not shown "
                        "(p %2, corrected for the number of questions)")
              .arg(verdict, QString::number(added.adjustedP, 'g', 2));
}

} // namespace

void AddsChart::addAmong(const analysis::Among& among, const models::Interval& interval, const QString& value)
{
    const Row& all = m_rows.back();
    Row row;
    row.name = tr("among %1").arg(experiments::whoHaveIt(among));
    row.nameColour = theme().dim;
    row.colour = all.colour;
    row.hollow = true;
    row.at = interval.estimate;
    row.low = interval.low;
    row.high = interval.high;
    if (among.known == analysis::Among::Known::Yes)
        row.value = value;
    if (!all.verdict.isEmpty()) {
        row.verdict = experiments::verdictWords(among);
        row.isVerdictQuiet = !isDecided(among.verdict);
    }
    row.words = tr("%1, %2", "a modality, and those who have it").arg(all.name, row.name)
        + (row.value.isEmpty() ? QString() : QStringLiteral(": ") + row.value)
        + (row.verdict.isEmpty() ? QString() : QStringLiteral(", ") + row.verdict);
    m_rows.push_back(std::move(row));
}

void AddsChart::rebuildWithoutRun()
{
    clearRows();
    setWords(figure().title, {});
    setEmpty(tr("No experiment yet that trains without some modalities. Once one has ended, this shows what "
                "each adds."));
}

void AddsChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.study || data.study->adds.empty())
        return;
    setEmpty({});
    m_mark = 0;
    const QString metric = models::metricShort(data.study->metric);
    const double most = mostBelieved(data.study->adds);
    std::vector<models::Interval> addedIntervals, aloneIntervals, amongIntervals;
    for (const auto& one : data.study->adds) {
        amongIntervals.push_back(one.added.among && one.added.among->known == analysis::Among::Known::Yes
                ? intervalOf(one.added.among->difference)
                : models::Interval { kUnknown, kUnknown, kUnknown });
        addedIntervals.push_back(intervalOf(one.added.difference));
        aloneIntervals.push_back(
            one.alone ? intervalOf(one.alone->figure) : models::Interval { kUnknown, kUnknown, kUnknown });
    }
    auto both = addedIntervals; // one column of numbers
    both.insert(both.end(), amongIntervals.begin(), amongIntervals.end());
    const auto addedWords = models::intervalColumn(both);
    const auto aloneWords = models::intervalColumn(aloneIntervals);
    for (std::size_t i = 0; i < addedIntervals.size(); ++i) {
        const auto& one = data.study->adds[i];
        Row row;
        const auto& added = one.added.difference;
        const QString modality = widgets::shownName(one.modality);
        row.name = one.model.isEmpty() ? modality : tr("%1 (%2)").arg(modality, one.model);
        row.at = added.estimate;
        row.low = added.low;
        row.high = added.high;
        row.colour = theme().modality(one.colour);
        row.nameColour = theme().modalityText(one.colour);
        row.isStrong = true;
        if (data.study->mayClaim) {
            row.verdict = experiments::verdictWords(one.added);
            row.isVerdictQuiet = !isDecided(one.added.verdict);
        }
        if (one.alone)
            row.left = aloneWords[i].estimate;
        if (one.believed) {
            row.share = one.believed->mean / most;
            row.shareText = QString::number(one.believed->mean, 'f', 2);
        }
        row.value = valueOf(addedWords[i]);
        if (one.placebo)
            row.band = std::pair(one.placebo->low, one.placebo->high);
        row.words = one.words.isEmpty()
            ? tr("%1: %2 %3, %4").arg(row.name, metric, row.value, spokenVerdict(one.added))
            : one.words;
        m_rows.push_back(std::move(row));
        if (one.added.among)
            addAmong(*one.added.among, amongIntervals[i], valueOf(addedWords[addedIntervals.size() + i]));
    }
    const auto anyRow = [this](auto has) { return std::any_of(m_rows.begin(), m_rows.end(), has); };
    if (anyRow([](const Row& row) { return !row.left.isEmpty(); }))
        m_heads.left = tr("alone");
    if (anyRow([](const Row& row) { return !row.shareText.isEmpty(); }))
        m_heads.share = tr("believed");
    if (hasPlacebo(*data.study))
        m_heads.plot = tr("grey: placebo");
    m_heads.verdict = tr("in these people");
    setRange({ 0 },
        (data.study->lowerIsBetter ? tr("%1 saved with it", "a metric of which less is better")
                                   : tr("%1 gained with it"))
            .arg(metric));
    m_x.sign = true;
    setWords(figure().title, tr("%1, 95% intervals").arg(metric));
}

FigureInfo addsFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("adds");
    figure.title = AddsChart::tr("What each modality adds");
    figure.needs = AddsChart::tr("an experiment that has ended and trained without some modalities");
    figure.explanation = AddsChart::tr("Each row is a modality: how much better the model is with it than "
                                       "without it, beside the others. Right of "
                                       "the line it helps; an interval that crosses the line cannot tell. "
                                       "The grey band is what the same modality "
                                       "adds with its rows shuffled: what an unrelated modality of that "
                                       "size does; on average it harms a little. Alone: a model of that "
                                       "modality only. Believed: how far late fusion trusts it. Hollow, "
                                       "where some people lack the modality: the same among those who "
                                       "have it.");
    figure.columns = { QStringLiteral("modality"), QStringLiteral("model"), QStringLiteral("metric"),
        QStringLiteral("diff"), QStringLiteral("ci_low"), QStringLiteral("ci_high"), QStringLiteral("p_holm"),
        QStringLiteral("verdict"), QStringLiteral("placebo"), QStringLiteral("placebo_low"),
        QStringLiteral("placebo_high"), QStringLiteral("n"), QStringLiteral("people"),
        QStringLiteral("among_people"), QStringLiteral("among_diff"), QStringLiteral("among_low"),
        QStringLiteral("among_high"), QStringLiteral("among_verdict") };
    figure.need = experiments::FigureNeed::Adds;
    figure.aspect = 0.5;
    figure.wideAspect = 0.3;
    figure.savedMm = 174; // with all its columns
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest&) { return true; };
    figure.rows = rows;
    figure.legend = legend;
    figure.parts = { { ForestChart::leftPart(), aloneLegend }, { ForestChart::sharePart(), believedPart } };
    figure.make = makerOf<AddsChart>();
    return figure;
}

} // namespace btw::charts
