// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/comparisontable.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/comparisonmarkup.h"
#include "workspace/experiments/comparisonrecords.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/overhead.h"
#include "workspace/experiments/words.h"
#include "workspace/io/tablewords.h"

#include <algorithm>
#include <cmath>

namespace btw::experiments {

using tablewords::counted;
using tablewords::figure;
using tablewords::text;

namespace {

using Rows = std::vector<ComparisonRow>;

/// Published figures of a metric, and where in the rows of its model each stands; past the end: none has it.
struct Published
{
    const PublishedRow* row = nullptr;
    std::size_t place = 0;
};

bool isOf(const PublishedRow& row, const Model& model)
{
    return model.isWhole() && model.system == row.system && model.variant == row.variant
        && model.settings == row.settings;
}

std::vector<Published> publishedOf(
    const Comparison& comparison, const Rows& rows, std::size_t begin, std::size_t end)
{
    std::vector<Published> all;
    for (const auto& row : comparison.published) {
        if (row.metric != rows[begin].metric)
            continue;
        std::size_t place = begin;
        while (place < end) {
            if (isOf(row, rows[place].model))
                break;
            ++place;
        }
        all.push_back({ &row, place });
    }
    return all;
}

const QStringList& emptyCells()
{
    static const QStringList kCells { QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("-"),
        QStringLiteral("-"), QStringLiteral("-") };
    return kCells;
}

/// With the p values that btw train prints, under its names.
QStringList shownCells(const ComparisonRow& row)
{
    const QString mean = figureText(row.mean, row.std);
    if (!row.difference)
        return QStringList { mean } << emptyCells().mid(1);
    const auto& difference = *row.difference;
    const auto p = [](double value) {
        return std::isfinite(value) ? QString::number(value, 'g', 2) : QStringLiteral("-");
    };
    return { mean, withInterval(difference.estimate, difference.low, difference.high), p(difference.p),
        p(difference.tP), p(row.adjustedP) };
}

/// "auroc on 90 test rows, 5 folds, 1 seed; higher is better; exploratory: subgroup young"
QString captionOf(const ComparisonRow& first, const Comparison& comparison)
{
    QString caption = QStringLiteral("%1 on %2, %3, %4; %5")
                          .arg(text(first.metric),
                              counted(first.rows, QStringLiteral("test row"), QStringLiteral("test rows")),
                              counted(first.folds, QStringLiteral("fold"), QStringLiteral("folds")),
                              counted(first.seeds, QStringLiteral("seed"), QStringLiteral("seeds")))
                          .arg(sense(first.metric));
    if (const auto note = subgroupNote(comparison); !note.isEmpty())
        caption += QStringLiteral("; ") + note;
    const auto& people = comparison.people;
    return people.empty() ? caption : QStringLiteral("Rows %1: %2").arg(text(people), caption);
}

/// Figures of metrics that were not asked for stand by themselves.
void addOnlyPublished(QStringList& out, const Comparison& comparison, bool latex)
{
    std::vector<std::string> metrics;
    for (const auto& row : comparison.published) {
        const auto isIt = [&](const auto& one) { return one.metric == row.metric; };
        if (std::none_of(comparison.rows.begin(), comparison.rows.end(), isIt)
            && std::none_of(comparison.times.begin(), comparison.times.end(), isIt)
            && std::find(metrics.begin(), metrics.end(), row.metric) == metrics.end())
            metrics.push_back(row.metric);
    }
    for (const auto& metric : metrics) {
        MarkupTable table(latex, true);
        table.begin(QStringLiteral("%1: published figures only").arg(text(metric)), text(metric));
        for (const auto& row : comparison.published)
            if (row.metric == metric)
                table.add(nameOf(row), emptyCells(), Standing::None, publishedText(row));
        out << QString() << table.end();
    }
}

/// The rows [begin, end) of one metric, each beside what a paper gives of its model.
void addTable(QStringList& out, const Comparison& comparison, const Rows& rows, std::size_t begin,
    std::size_t end, const std::vector<Standing>& standings, const QString& caption, bool latex)
{
    const auto published = publishedOf(comparison, rows, begin, end);
    MarkupTable table(latex, !published.empty());
    table.begin(caption, text(rows[begin].metric));
    for (std::size_t i = begin; i < end; ++i) {
        QStringList figures;
        for (const auto& one : published)
            if (one.place == i)
                figures << publishedText(*one.row);
        table.add(latex ? rows[i].model.plainName() : rows[i].model.plainNameWithKey(), shownCells(rows[i]),
            standings[i - begin],
            figures.isEmpty() ? QStringLiteral("-") : figures.join(QStringLiteral(", ")));
    }
    for (const auto& one : published)
        if (one.place == end)
            table.add(nameOf(*one.row), emptyCells(), Standing::None, publishedText(*one.row));
    if (!out.isEmpty())
        out << QString();
    out << table.end();
}

/// What weighting costs, and of which trainings that is not known. No difference, interval or p.
void addTimesTable(QStringList& out, const Comparison& comparison, bool latex)
{
    const auto& times = comparison.times;
    if (times.empty())
        return;
    QString caption = QStringLiteral("%1: %2").arg(text(times.front().metric), timeExplained());
    if (!comparison.people.empty())
        caption = QStringLiteral("Rows %1: %2").arg(text(comparison.people), caption);
    const std::vector<Standing> standings(times.size(), Standing::None);
    addTable(out, comparison, times, 0, times.size(), standings, caption, latex);
    if (!comparison.timesNote.isEmpty())
        out << QString() << (latex ? QStringLiteral("% ") : QString()) + comparison.timesNote;
}

void addTables(QStringList& out, const Comparison& comparison, bool latex)
{
    const auto& rows = comparison.rows;
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
        while (end < rows.size() && rows[end].metric == rows[begin].metric)
            ++end;
        std::vector<QString> means;
        for (std::size_t i = begin; i < end; ++i)
            means.push_back(figure(rows[i].mean));
        addTable(out, comparison, rows, begin, end, standingsOf(rows, begin, end, means),
            captionOf(rows[begin], comparison), latex);
    }
    addTimesTable(out, comparison, latex);
}

QString tables(const std::vector<Comparison>& comparisons, TableFormat format)
{
    const bool latex = format == TableFormat::Latex;
    QStringList out;
    for (const auto& comparison : comparisons)
        addTables(out, comparison, latex);
    if (!comparisons.empty())
        addOnlyPublished(out, comparisons.front(), latex);
    const QString comment = latex ? QStringLiteral("% ") : QString();
    std::size_t folds = 0;
    for (const auto& comparison : comparisons)
        folds = folds == 0 ? foldsCompared(comparison) : folds;
    if (folds > 0)
        out << QString() << comment + intervalAndP(folds, PsShown::Each);
    if (const auto looks = comparisons.empty() ? QString() : looksSentence(comparisons.front());
        !looks.isEmpty())
        out << QString() << comment + looks;
    return out.join(QLatin1Char('\n'));
}

} // namespace

QString figureText(double mean, double std)
{
    return std::isfinite(std) ? QStringLiteral("%1 ± %2").arg(figure(mean), figure(std)) : figure(mean);
}

QString publishedText(const PublishedRow& row)
{
    // As many digits as the paper has: more of them would say what it does not.
    constexpr int kDigits = 6;
    QString shown = QString::number(row.mean, 'g', kDigits);
    if (std::isfinite(row.std))
        shown += QStringLiteral(" ± %1").arg(QString::number(row.std, 'g', kDigits));
    return row.data.isEmpty() ? shown : QStringLiteral("%1 (%2)").arg(shown, row.data);
}

QString publishedText(const Comparison& comparison, const ComparisonRow& row)
{
    QStringList all;
    for (const auto& one : comparison.published)
        if (one.metric == row.metric && isOf(one, row.model))
            all << publishedText(one);
    return all.join(QStringLiteral(", "));
}

bool hasCell(const Comparison& comparison, const PublishedRow& row)
{
    const auto isIts
        = [&](const ComparisonRow& one) { return one.metric == row.metric && isOf(row, one.model); };
    return std::any_of(comparison.rows.begin(), comparison.rows.end(), isIts)
        || std::any_of(comparison.times.begin(), comparison.times.end(), isIts);
}

std::size_t foldsCompared(const Comparison& comparison)
{
    std::size_t folds = 0;
    for (const auto& row : comparison.rows)
        if (row.difference)
            folds = folds == 0 ? row.folds : std::min(folds, row.folds);
    return folds;
}

QString subgroupNote(const Comparison& comparison)
{
    if (comparison.subgroup.isEmpty())
        return {};
    QString note = QStringLiteral("exploratory: subgroup %1").arg(comparison.subgroup.simplified());
    switch (comparison.chosenBy) {
    case ChosenBy::Errors:
        return note + QStringLiteral(", chosen by how the model did on them");
    case ChosenBy::Outcome:
        return note + QStringLiteral(", told apart by what is to be predicted");
    case ChosenBy::Person:
        break;
    }
    return note;
}

QString looksSentence(const Comparison& comparison)
{
    constexpr qsizetype kShown = 12; // hex digits
    if (comparison.looks.count == 0)
        return {};
    return QStringLiteral("These test rows were opened %1 in this store (chain %2).")
        .arg(counted(comparison.looks.count, QStringLiteral("time"), QStringLiteral("times")),
            comparison.looks.head.left(kShown));
}

QString sense(const std::string& metric)
{
    if (analysis::isDescriptive(metric))
        return QStringLiteral("%1 is calibrated").arg(*analysis::findMetric(metric)->ideal);
    return analysis::lowerIsBetter(metric) ? QStringLiteral("lower is better")
                                           : QStringLiteral("higher is better");
}

std::vector<Standing> standingsOf(
    const Rows& rows, std::size_t begin, std::size_t end, const std::vector<QString>& shown)
{
    std::vector<Standing> standings(end - begin, Standing::None);
    if (begin == end || analysis::isDescriptive(rows[begin].metric))
        return standings;
    std::vector<std::size_t> order; // places in `standings`
    for (std::size_t i = 0; i < standings.size(); ++i)
        if (std::isfinite(rows[begin + i].mean) && rows[begin + i].model.placebo.empty())
            order.push_back(i);
    const bool lower = analysis::lowerIsBetter(rows[begin].metric);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const double first = rows[begin + a].mean;
        const double second = rows[begin + b].mean;
        return lower ? first < second : first > second;
    });
    const auto mark = [&](std::size_t leader, Standing standing) {
        auto next = leader;
        while (next < order.size() && shown[order[next]] == shown[order[leader]])
            standings[order[next++]] = standing;
        return next;
    };
    if (mark(0, Standing::Best) == 1) // several that are best leave no second place
        mark(1, Standing::Second);
    return standings;
}

QString nameOf(const PublishedRow& row)
{
    Model model;
    model.system = row.system;
    model.variant = row.variant;
    model.settings = row.settings;
    return model.plainName();
}

TableFormat tableFormat(const QString& name)
{
    if (name == QLatin1String("md"))
        return TableFormat::Markdown;
    if (name == QLatin1String("csv"))
        return TableFormat::Csv;
    if (name == QLatin1String("tsv"))
        return TableFormat::Tsv;
    if (name == QLatin1String("latex"))
        return TableFormat::Latex;
    if (name == QLatin1String("json"))
        return TableFormat::Json;
    if (name == QLatin1String("xlsx"))
        return TableFormat::Xlsx;
    throw Error("--format is '" + name.toStdString() + "', but must be md, csv, tsv, latex, json or xlsx.");
}

QString comparisonText(const std::vector<Comparison>& comparisons, TableFormat format)
{
    if (format == TableFormat::Csv)
        return separatedValues(comparisons, QLatin1Char(','));
    return format == TableFormat::Tsv ? separatedValues(comparisons, QLatin1Char('\t'))
                                      : tables(comparisons, format);
}

std::size_t leftOutPairs(const std::vector<Comparison>& comparisons)
{
    std::size_t count = 0;
    for (const auto& comparison : comparisons)
        for (const auto& row : comparison.rows)
            count += row.leftOut;
    return count;
}

QString leftOutSentence(std::size_t pairs)
{
    return QStringLiteral("%1 pairs of fold and seed belong to one of two compared systems only, and "
                          "are left out of their difference.")
        .arg(pairs);
}

} // namespace btw::experiments
