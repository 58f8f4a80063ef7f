// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultfigures.h"

#include "ui/charts/words.h"
#include "ui/models/intervalcolumn.h"
#include "ui/models/words.h"
#include "ui/pages/train/result/resultparts.h"
#include "workspace/experiments/words.h"
#include "workspace/jobs/subgroups.h"

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

QString counted(std::size_t count) { return models::count(static_cast<std::int64_t>(count)); }

/// Three decimals, as figures of one table have; what is too small or too large for them by its own digits.
QString figureText(double value, int decimals = 3)
{
    constexpr double kSmall = 0.01, kLarge = 1000;
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double size = std::abs(value);
    const QString text = size != 0 && (size < kSmall || size >= kLarge)
        ? models::number(size)
        : QString::number(size, 'f', decimals);
    return value < 0 ? QChar(0x2212) + text : text;
}

bool isShown(const analysis::CalibrationBin& bin) { return bin.people >= jobs::kSmallestSubgroup; }

/// "2 tenths of fewer than 10 people are left out"; empty where none is.
QString leftOutTenths(const std::vector<analysis::CalibrationBin>& bins)
{
    const auto hidden
        = std::count_if(bins.begin(), bins.end(), [](const auto& bin) { return !isShown(bin); });
    return hidden == 0 ? QString()
        : hidden == 1  ? Words::tr("1 tenth of fewer than 10 people is left out")
                       : Words::tr("%1 tenths of fewer than 10 people are left out")
                            .arg(counted(static_cast<std::size_t>(hidden)));
}

/// Where a table's numbers come from, for whoever gets the file (evidence: "exports carry the chain's head").
QString sourceOf(const StudyResult& result)
{
    QString source = Words::tr("BTW Workbench: data %1, hash %2").arg(result.cohort.name, result.cohort.hash);
    if (result.looks.count > 0)
        source += Words::tr("; looks at these test rows in this store: %1, head of their list %2")
                      .arg(counted(result.looks.count), result.looks.head);
    return source;
}

models::CopyTable tableOf(const StudyResult& result, const QString& caption)
{
    models::CopyTable table;
    table.caption = caption;
    table.source = sourceOf(result);
    return table;
}

} // namespace

namespace {

/// Of those who have a modality; where everybody has it, nothing else than of all.
QStringList amongCells(const analysis::Contribution& one)
{
    if (!one.among)
        return { Words::tr("all", "people who have a modality"), {}, {}, {}, {} };
    const auto& among = *one.among;
    const QString people
        = among.people < jobs::kSmallestSubgroup ? Words::tr("under 10") : counted(among.people);
    if (among.known != analysis::Among::Known::Yes)
        return { people, {}, {}, {}, experiments::verdictWords(among) };
    const auto& added = among.difference;
    return { people, figureText(added.estimate), figureText(added.low), figureText(added.high),
        experiments::verdictWords(among) };
}

} // namespace

models::CopyTable addsTable(const StudyResult& result)
{
    const ResultWords words(result);
    auto table = tableOf(result,
        result.answer ? Words::tr("What each modality adds. %1").arg(words.provenance())
                      : Words::tr("Each modality alone. %1").arg(words.provenance()));
    if (!result.answer) {
        table.head = { Words::tr("modality"), words.metric(), Words::tr("low"), Words::tr("high"),
            Words::tr("rows"), Words::tr("people") };
        for (const auto& alone : result.alone)
            table.rows << QStringList { text(alone.modality), figureText(alone.figure.estimate),
                figureText(alone.figure.low), figureText(alone.figure.high), counted(alone.rows),
                counted(alone.people) };
        return table;
    }
    table.head
        = { Words::tr("modality"), Words::tr("alone"), Words::tr("adds"), Words::tr("low"), Words::tr("high"),
              Words::tr("p, corrected"), Words::tr("placebo"), Words::tr("believed"), Words::tr("verdict") };
    const auto& all = result.answer->modalities;
    const bool someLack
        = std::any_of(all.begin(), all.end(), [](const auto& one) { return one.among.has_value(); });
    if (someLack)
        table.head << Words::tr("people who have it") << Words::tr("adds among them") << Words::tr("low")
                   << Words::tr("high") << Words::tr("verdict among them");
    for (const auto* one : ordered(result)) {
        const auto* placebo = placeboOf(result, one->modality);
        const auto* alone = aloneOf(result, one->modality);
        const auto* believed = believedOf(result, one->modality);
        const auto& added = one->difference;
        table.rows << QStringList { text(one->modality),
            alone ? figureText(alone->figure.estimate) : QString(), figureText(added.estimate),
            figureText(added.low), figureText(added.high), QString::number(one->adjustedP, 'g', 2),
            placebo ? figureText(placebo->difference.estimate) : QString(),
            believed ? shareText(believed->mean) : QString(), experiments::verdictWords(*one) };
        if (someLack)
            table.rows.back() << amongCells(*one);
    }
    return table;
}

models::CopyTable modelsTable(const StudyResult& result)
{
    const ResultWords words(result);
    auto table = tableOf(result, Words::tr("Models side by side. %1").arg(words.provenance()));
    table.head = { Words::tr("model"), words.metric(), Words::tr("low"), Words::tr("high"),
        Words::tr("leading is better by"), Words::tr("low"), Words::tr("high"), Words::tr("rows") };
    for (const auto& one : result.models) {
        const auto* by = one.leadingIsBetterBy ? &*one.leadingIsBetterBy : nullptr;
        table.rows << QStringList { one.model.plainName(), figureText(one.figure.estimate),
            figureText(one.figure.low), figureText(one.figure.high),
            by ? figureText(by->estimate) : QString(), by ? figureText(by->low) : QString(),
            by ? figureText(by->high) : QString(), counted(one.rows) };
    }
    return table;
}

QString calibrationCaption(const StudyResult& result)
{
    const double slope = result.calibrationSlope;
    return std::isfinite(slope) ? Words::tr("slope %1").arg(figureText(slope, 2))
                                : Words::tr("slope undefined");
}

models::CopyTable calibrationTable(const StudyResult& result)
{
    auto table = tableOf(result,
        Words::tr("Calibration, tenths of the people by predicted risk. %1")
            .arg(ResultWords(result).provenance()));
    table.head = { Words::tr("repeat, seed"), Words::tr("n"), Words::tr("predicted"), Words::tr("happened"),
        Words::tr("low"), Words::tr("high") };
    std::vector<analysis::CalibrationBin> all;
    for (const auto& picture : result.pictures)
        all.insert(all.end(), picture.calibration.deciles.begin(), picture.calibration.deciles.end());
    if (const QString hidden = leftOutTenths(all); !hidden.isEmpty())
        table.caption += QStringLiteral(" · ") + hidden;
    for (const auto& picture : result.pictures)
        for (const auto& bin : picture.calibration.deciles)
            if (isShown(bin))
                table.rows << QStringList { Words::tr("%1, %2").arg(picture.repeat + 1).arg(picture.seed),
                    counted(bin.n), figureText(bin.mean), figureText(bin.observed), figureText(bin.low),
                    figureText(bin.high) };
    return table;
}

models::CopyTable benefitTable(const StudyResult& result)
{
    if (result.pictures.empty())
        return {};
    auto table = tableOf(result, Words::tr("Net benefit. %1").arg(ResultWords(result).provenance()));
    const auto& first = result.pictures.front();
    table.head = { Words::tr("threshold"), Words::tr("everything"), Words::tr("low"), Words::tr("high"),
        Words::tr("act on all") };
    if (!first.benefitWithout.empty())
        table.head << Words::tr("without %1").arg(text(result.withoutModality));
    for (std::size_t k = 4; k < first.benefit.size(); k += 5) {
        const auto& point = first.benefit[k];
        QStringList row { QString::number(point.threshold, 'f', 2), figureText(point.value),
            figureText(point.low), figureText(point.high), figureText(point.treatAll) };
        if (!first.benefitWithout.empty())
            row << figureText(first.benefitWithout[k].value);
        table.rows << row;
    }
    return table;
}

models::CopyTable labelPartsTable(const StudyResult& result)
{
    const bool isRegression = result.cohort.task == Task::Regression;
    auto table = tableOf(result, ResultWords(result).provenance());
    // Without groups each row is a person; and it is people who may be too few to be counted.
    table.head = { isRegression ? Words::tr("label") : Words::tr("class") };
    if (result.hasGroups())
        table.head << Words::tr("rows");
    table.head << Words::tr("people");
    table.head << (isRegression ? Words::tr("off by") : Words::tr("taken for\nanother"));
    if (isRegression)
        table.head << Words::tr("leans");
    for (const auto& part : result.labelParts) {
        // Ranges of a label have real minus signs; a class is written as it is called.
        QStringList row { isRegression ? ResultWords::withMinus(part.group) : part.group };
        if (result.hasGroups())
            row << (part.isHidden ? QStringLiteral("–") : counted(part.rows));
        row << (part.isHidden ? Words::tr("under 10") : counted(part.people));
        row << (isRegression    ? models::number(part.error)
                : part.isHidden ? QStringLiteral("–")
                                : Words::tr("%1%", "a share").arg(QString::number(100 * part.error, 'f', 0)));
        if (isRegression)
            row << models::signedNumber(part.lean);
        table.rows << row;
    }
    return table;
}

std::vector<const experiments::SubgroupContribution*> shownGroups(
    const StudyResult& result, const experiments::ForWhomResult& forWhom, const QString& kind)
{
    // One figure a table: of classes another one than of the others may be told.
    std::string metric = kind.isEmpty() ? result.metric : std::string();
    std::vector<const experiments::SubgroupContribution*> shown;
    for (const auto& one : forWhom.groups) {
        if (!kind.isEmpty() && one.kind != kind)
            continue;
        if (metric.empty())
            metric = one.metric;
        if (one.metric == metric)
            shown.push_back(&one);
    }
    return shown;
}

models::CopyTable forWhomTable(
    const StudyResult& result, const experiments::ForWhomResult& forWhom, const QString& kind)
{
    const auto shown = shownGroups(result, forWhom, kind);
    const auto metric = !shown.empty() ? shown.front()->metric
        : kind.isEmpty()               ? result.metric
                                       : std::string();
    auto table = tableOf(result,
        Words::tr("For whom %1 helps. %2").arg(text(forWhom.modality), ResultWords(result).provenance()));
    table.head = { Words::tr("people"), Words::tr("n") };
    if (result.isTwoClasses())
        table.head << text(result.cohort.classes.back());
    table.head << (metric.empty()
            ? Words::tr("adds")
            : (analysis::lowerIsBetter(metric) ? Words::tr("saves,\n%1", "a metric of which less is better")
                                               : Words::tr("adds,\n%1", "a metric"))
                  .arg(models::metricShort(metric)))
               << Words::tr("95%") << Words::tr("differs,\np corrected");
    std::vector<models::Interval> intervals;
    intervals.reserve(shown.size());
    for (const auto* group : shown)
        intervals.push_back({ group->difference.estimate, group->difference.low, group->difference.high });
    const auto written = models::intervalColumn(intervals);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto& one = *shown[i];
        const auto& texts = written[i];
        QStringList row { one.group, counted(result.hasGroups() ? one.difference.units : one.difference.n) };
        if (result.isTwoClasses())
            row << (one.happened < jobs::kSmallestSubgroup ? Words::tr("under 10") : counted(one.happened));
        row << (one.difference.estimate > 0 ? QStringLiteral("+") : QString()) + texts.estimate
            << Words::tr("%1 to %2", "an interval").arg(texts.low, texts.high)
            << (one.isOtherHalf ? Words::tr("the same", "p of a group, as that of all others")
                                : QString::number(one.adjustedP, 'g', 2));
        table.rows << row;
    }
    for (const auto& small : forWhom.hidden) {
        if (!kind.isEmpty() && small.kind != kind)
            continue;
        QStringList row { small.group, Words::tr("too few") };
        while (row.size() < table.head.size())
            row << QString();
        table.rows << row;
    }
    return table;
}

} // namespace btw::pages
