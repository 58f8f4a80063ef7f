// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultfigures.h"

#include "ui/models/words.h"
#include "workspace/experiments/words.h"
#include "workspace/jobs/subgroups.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using charts::CurveLine;
using charts::IntervalFigure;
using charts::IntervalMark;
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

/// Place of a modality among the cohort's; -1 for several that were left out together.
int placeOf(const StudyResult& result, const std::string& modality)
{
    const auto& names = result.cohort.modalities;
    const auto found = std::find(names.begin(), names.end(), modality);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

const experiments::AloneFigure* aloneOf(const StudyResult& result, const std::string& modality)
{
    for (const auto& one : result.alone)
        if (one.modality == modality)
            return &one;
    return nullptr;
}

const analysis::Contribution* placeboOf(const StudyResult& result, const std::string& modality)
{
    for (const auto& one : result.answer->placebos)
        if (one.modality == modality)
            return &one;
    return nullptr;
}

void addBelieved(IntervalMark& mark, const StudyResult& result, const std::string& modality)
{
    double most = 0;
    for (const auto& one : result.believed)
        most = std::max(most, one.mean);
    for (const auto& one : result.believed) {
        if (one.modality != modality)
            continue;
        mark.share = most > 1 ? one.mean / most : one.mean;
        mark.shareText = QString::number(one.mean, 'f', 2);
        mark.tip += QLatin1Char('\n')
            + Words::tr(
                "Believed %1 (%2 to %3 over %4 fits): how far its model was right on people whom it had "
                "not seen. That does not say whether it helps.")
                  .arg(mark.shareText, QString::number(one.least, 'f', 2), QString::number(one.most, 'f', 2),
                      counted(one.fits));
    }
}

QString aloneTip(const ResultWords& words, const experiments::AloneFigure& alone)
{
    return words.figureTip(alone.isOwn ? Words::tr("%1 alone").arg(text(alone.modality))
                                       : Words::tr("plain regression on %1 alone").arg(text(alone.modality)),
        alone.figure, alone.rows, alone.people);
}

/// In the order of the estimates.
std::vector<const analysis::Contribution*> ordered(const StudyResult& result)
{
    std::vector<const analysis::Contribution*> all;
    for (const auto& one : result.answer->modalities)
        all.push_back(&one);
    std::stable_sort(all.begin(), all.end(),
        [](const auto* a, const auto* b) { return a->difference.estimate > b->difference.estimate; });
    return all;
}

IntervalMark addsMark(const StudyResult& result, const analysis::Contribution& one)
{
    const ResultWords words(result);
    IntervalMark mark;
    mark.name = text(one.modality);
    mark.modality = placeOf(result, one.modality);
    mark.isLeading = mark.modality < 0;
    mark.value = one.difference.estimate;
    mark.low = one.difference.low;
    mark.high = one.difference.high;
    mark.right = ResultWords::verdict(one);
    mark.isRightQuiet
        = one.verdict == analysis::Verdict::CannotTell || one.verdict == analysis::Verdict::AsGoodWithout;
    mark.tip = experiments::sentenceOf(one, words.metric(), result.lowerIsBetter, result.margin)
        + QLatin1Char('\n') + words.provenance();
    if (const auto* placebo = placeboOf(result, one.modality)) {
        mark.bandLow = placebo->difference.low;
        mark.bandHigh = placebo->difference.high;
        mark.tip += QLatin1Char('\n')
            + Words::tr("Placebo: the same modality with its rows shuffled adds %1.")
                  .arg(ResultWords::interval(placebo->difference, true));
    }
    if (const auto* alone = aloneOf(result, one.modality)) {
        mark.left = figureText(alone->figure.estimate);
        mark.tip += QLatin1Char('\n') + aloneTip(words, *alone);
    }
    addBelieved(mark, result, one.modality);
    return mark;
}

bool isShown(const analysis::CalibrationBin& bin) { return bin.n >= jobs::kSmallestSubgroup; }

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

QString benefitTip(const ResultWords& words, const StudyResult& result, const analysis::NetBenefit& point,
    const analysis::NetBenefit* without)
{
    QString tip = Words::tr("Acting on a risk of %1 or more: net benefit %2 by the model, %3 by acting on "
                            "everybody, 0 by acting on nobody")
                      .arg(QString::number(point.threshold, 'f', 2), figureText(point.value),
                          figureText(point.treatAll));
    if (without != nullptr)
        tip += Words::tr(", %1 without %2").arg(figureText(without->value), text(result.withoutModality));
    return tip + Words::tr(". Test rows of %1.").arg(words.rowsOfPeople(result.rows, result.people));
}

} // namespace

void showAdds(IntervalFigure& figure, const StudyResult& result)
{
    const ResultWords words(result);
    std::vector<IntervalMark> marks;
    if (!result.answer) {
        for (const auto& alone : result.alone) {
            IntervalMark mark;
            mark.name = text(alone.modality);
            mark.modality = placeOf(result, alone.modality);
            mark.value = alone.figure.estimate;
            mark.low = alone.figure.low;
            mark.high = alone.figure.high;
            mark.right = figureText(alone.figure.estimate);
            mark.tip = aloneTip(words, alone) + QLatin1Char('\n') + words.provenance();
            addBelieved(mark, result, alone.modality);
            marks.push_back(std::move(mark));
        }
        figure.setMarks(marks,
            { {}, {}, result.believed.empty() ? QString() : Words::tr("believed"), words.metric(),
                Words::tr("%1 of each modality alone").arg(words.metric()), false, 30 });
        return;
    }
    bool anyAlone = false;
    for (const auto* one : ordered(result)) {
        marks.push_back(addsMark(result, *one));
        anyAlone = anyAlone || !marks.back().left.isEmpty();
    }
    figure.setMarks(marks,
        { anyAlone ? Words::tr("alone") : QString(),
            result.answer->placebos.empty() ? QString() : Words::tr("grey: placebo"),
            result.believed.empty() ? QString() : Words::tr("believed"), Words::tr("in these people"),
            result.lowerIsBetter
                ? Words::tr("what it adds: %1 of everything without it, less %1 of everything")
                      .arg(words.metric())
                : Words::tr("what it adds: %1 of everything, less %1 of everything without it")
                      .arg(words.metric()),
            true, 32 });
}

models::CopyTable addsTable(const StudyResult& result)
{
    const ResultWords words(result);
    models::CopyTable table;
    if (!result.answer) {
        table.caption = Words::tr("Each modality alone. %1").arg(words.provenance());
        table.head = { Words::tr("modality"), words.metric(), Words::tr("low"), Words::tr("high"),
            Words::tr("rows"), Words::tr("people") };
        for (const auto& alone : result.alone)
            table.rows << QStringList { text(alone.modality), figureText(alone.figure.estimate),
                figureText(alone.figure.low), figureText(alone.figure.high), counted(alone.rows),
                counted(alone.people) };
        return table;
    }
    table.caption = Words::tr("What each modality adds. %1").arg(words.provenance());
    table.head
        = { Words::tr("modality"), Words::tr("alone"), Words::tr("adds"), Words::tr("low"), Words::tr("high"),
              Words::tr("p, Holm"), Words::tr("placebo"), Words::tr("believed"), Words::tr("verdict") };
    for (const auto* one : ordered(result)) {
        const auto mark = addsMark(result, *one);
        const auto* placebo = placeboOf(result, one->modality);
        table.rows << QStringList { mark.name, mark.left, figureText(mark.value), figureText(mark.low),
            figureText(mark.high), QString::number(one->adjustedP, 'g', 2),
            placebo ? figureText(placebo->difference.estimate) : QString(), mark.shareText, mark.right };
    }
    return table;
}

void showModels(IntervalFigure& figure, const StudyResult& result)
{
    const ResultWords words(result);
    std::vector<IntervalMark> marks;
    for (std::size_t i = 0; i < result.models.size(); ++i) {
        const auto& one = result.models[i];
        IntervalMark mark;
        mark.name = ResultWords::modelName(one.model);
        mark.isLeading = i == *result.choice.leading;
        mark.value = one.figure.estimate;
        mark.low = one.figure.low;
        mark.high = one.figure.high;
        mark.right = figureText(one.figure.estimate);
        mark.tip = words.figureTip(mark.name, one.figure, one.rows, one.people);
        if (one.leadingIsBetterBy)
            mark.tip += QLatin1Char('\n')
                + Words::tr("The model in blue is better by %1.")
                      .arg(ResultWords::interval(*one.leadingIsBetterBy, true));
        mark.tip += QLatin1Char('\n') + words.provenance();
        marks.push_back(std::move(mark));
    }
    figure.setMarks(marks, { {}, {}, {}, words.metric(), {}, false, 25 });
}

models::CopyTable modelsTable(const StudyResult& result)
{
    const ResultWords words(result);
    models::CopyTable table;
    table.caption = Words::tr("Models side by side. %1").arg(words.provenance());
    table.head = { Words::tr("model"), words.metric(), Words::tr("low"), Words::tr("high"),
        Words::tr("leading is better by"), Words::tr("low"), Words::tr("high"), Words::tr("rows") };
    for (const auto& one : result.models) {
        const auto* by = one.leadingIsBetterBy ? &*one.leadingIsBetterBy : nullptr;
        table.rows << QStringList { ResultWords::modelName(one.model), figureText(one.figure.estimate),
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

void showCalibration(charts::CurveFigure& figure, const StudyResult& result)
{
    if (result.pictures.empty())
        return;
    const auto& first = result.pictures.front();
    double most = 0.1;
    std::vector<charts::CurveDot> dots;
    for (const auto& bin : first.calibration.deciles) {
        if (!isShown(bin))
            continue;
        const double high = std::isfinite(bin.high) ? bin.high : bin.observed;
        most = std::max({ most, bin.mean, high });
        dots.push_back({ QPointF(bin.mean, bin.observed), bin.low, bin.high,
            Words::tr("%1 people to whom the model gave about %2: it happened to %3 of them%4. Test rows of "
                      "repeat %5, seed %6, all folds.")
                .arg(counted(bin.n), figureText(bin.mean), figureText(bin.observed),
                    std::isfinite(bin.low)
                        ? Words::tr(" (95% interval %1 to %2)").arg(figureText(bin.low), figureText(bin.high))
                        : QString(),
                    counted(first.repeat + 1), counted(first.seed)) });
    }
    most = std::min(1.0, most);
    std::vector<CurveLine> lines;
    CurveLine ideal;
    ideal.role = CurveLine::Role::Quiet;
    ideal.isDashed = true;
    ideal.isThin = false;
    ideal.points = { { 0, 0 }, { most, most } };
    lines.push_back(ideal);
    for (const auto& picture : result.pictures) {
        CurveLine line;
        line.isThin = true;
        for (const auto& point : picture.calibration.smooth)
            if (point.p <= most)
                line.points.emplace_back(point.p, point.observed);
        lines.push_back(std::move(line));
    }
    const auto range = charts::niceRange(0, most, 5);
    const double intercept = result.calibrationIntercept;
    QString note = std::isfinite(intercept)
        ? Words::tr("Tenths of the people, 95%; intercept %1").arg(figureText(intercept, 2))
        : Words::tr("Tenths of the people, 95%");
    const QString hidden = leftOutTenths(first.calibration.deciles);
    if (!hidden.isEmpty())
        note += QStringLiteral("; ") + hidden;
    figure.setCurves(lines, dots,
        { Words::tr("predicted risk of %1").arg(text(result.cohort.classes.back())), {}, range, range,
            note });
    figure.setAccessibleDescription(hidden.isEmpty()
            ? calibrationCaption(result)
            : calibrationCaption(result) + QStringLiteral("; ") + hidden);
}

models::CopyTable calibrationTable(const StudyResult& result)
{
    models::CopyTable table;
    table.caption = Words::tr("Calibration, tenths of the people by predicted risk. %1")
                        .arg(ResultWords(result).provenance());
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

void showBenefit(charts::CurveFigure& figure, const StudyResult& result)
{
    if (result.pictures.empty())
        return;
    const ResultWords words(result);
    const auto& first = result.pictures.front();
    double top = 0.02;
    double last = 0.2; // where the curves have come to nothing
    for (const auto& point : first.benefit) {
        top = std::max({ top, point.value, point.treatAll });
        if (point.value > 0.005 || point.treatAll > 0.005)
            last = std::max(last, point.threshold);
    }
    const double lowest = -0.12 * top;
    CurveLine model, all, nobody, without;
    model.name = Words::tr("everything");
    all.name = Words::tr("act on all");
    all.role = CurveLine::Role::Quiet;
    all.isDashed = true;
    nobody.role = CurveLine::Role::Quiet;
    nobody.points = { { 0, 0 }, { last, 0 } };
    nobody.isThin = true;
    without.name = Words::tr("without %1").arg(text(result.withoutModality));
    without.role = CurveLine::Role::Other;
    without.modality = placeOf(result, result.withoutModality);
    without.isDashed = true;
    std::vector<std::pair<double, QString>> tips;
    for (std::size_t k = 0; k < first.benefit.size(); ++k) {
        const auto& point = first.benefit[k];
        if (point.threshold > last + 1e-9)
            break;
        model.points.emplace_back(point.threshold, point.value);
        model.band.emplace_back(std::max(lowest, point.low), point.high);
        all.points.emplace_back(point.threshold, point.treatAll);
        const auto* lesser = k < first.benefitWithout.size() ? &first.benefitWithout[k] : nullptr;
        if (lesser != nullptr)
            without.points.emplace_back(lesser->threshold, lesser->value);
        tips.emplace_back(point.threshold, benefitTip(words, result, point, lesser));
    }
    if (std::any_of(model.band.begin(), model.band.end(),
            [](const auto& ends) { return !std::isfinite(ends.first) || !std::isfinite(ends.second); }))
        model.band.clear();
    std::vector<CurveLine> lines { nobody, all };
    if (!without.points.empty())
        lines.push_back(without);
    lines.push_back(model);
    const auto along = charts::niceRange(0, last, 5);
    figure.setCurves(
        lines, {}, { Words::tr("risk at which one would act"), {}, along, { lowest, top * 1.08 }, {} }, tips);
    figure.setAccessibleDescription(
        Words::tr("Net benefit of acting by the model, beside acting on everybody."));
}

models::CopyTable benefitTable(const StudyResult& result)
{
    models::CopyTable table;
    if (result.pictures.empty())
        return table;
    const auto& first = result.pictures.front();
    table.caption = Words::tr("Net benefit. %1").arg(ResultWords(result).provenance());
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
    models::CopyTable table;
    table.caption = ResultWords(result).provenance();
    table.head = { isRegression ? Words::tr("label") : Words::tr("class"), Words::tr("rows") };
    if (result.hasGroups())
        table.head << Words::tr("people");
    table.head << (isRegression ? Words::tr("off by") : Words::tr("taken for another"));
    if (isRegression)
        table.head << Words::tr("leans");
    for (const auto& part : result.labelParts) {
        QStringList row { part.group, part.isHidden ? Words::tr("under 10") : counted(part.rows) };
        if (result.hasGroups())
            row << (part.isHidden ? QString() : counted(part.people));
        row << (isRegression ? models::number(part.error)
                : part.isHidden
                ? QStringLiteral("–")
                : Words::tr("%1 %", "a share").arg(QString::number(100 * part.error, 'f', 0)));
        if (isRegression)
            row << models::signedNumber(part.lean);
        table.rows << row;
    }
    return table;
}

models::CopyTable forWhomTable(
    const StudyResult& result, const experiments::ForWhomResult& forWhom, const QString& kind)
{
    models::CopyTable table;
    table.caption
        = Words::tr("For whom %1 helps. %2").arg(text(forWhom.modality), ResultWords(result).provenance());
    table.head = { Words::tr("people"), Words::tr("n") };
    if (result.isTwoClasses())
        table.head << text(result.cohort.classes.back());
    table.head << Words::tr("adds") << Words::tr("95%") << Words::tr("differs, p");
    for (const auto& one : forWhom.groups) {
        if (!kind.isEmpty() && one.kind != kind)
            continue;
        const auto texts
            = experiments::intervalTexts(one.difference.estimate, one.difference.low, one.difference.high);
        const auto minus = [](QString words) { return words.replace(QLatin1Char('-'), QChar(0x2212)); };
        QStringList row { one.metric == result.metric ? one.group
                                                      : Words::tr("%1 (%2)", "a group and its metric")
                                                            .arg(one.group, models::metricShort(one.metric)),
            counted(result.hasGroups() ? one.difference.units : one.difference.n) };
        if (result.isTwoClasses())
            row << (one.happened < jobs::kSmallestSubgroup ? Words::tr("under 10") : counted(one.happened));
        row << (one.difference.estimate > 0 ? QStringLiteral("+") : QString()) + minus(texts.estimate)
            << Words::tr("%1 to %2", "an interval").arg(minus(texts.low), minus(texts.high))
            << QString::number(one.adjustedP, 'g', 2);
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
