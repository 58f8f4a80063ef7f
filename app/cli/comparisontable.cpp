// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparisontable.h"

#include "words.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/words.h"

#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace btw::cli {

namespace {

using experiments::ComparisonRow;
using Rows = std::vector<ComparisonRow>;

QJsonArray namesJson(const std::vector<std::string>& names)
{
    QJsonArray list;
    for (const auto& name : names)
        list.append(text(name));
    return list;
}

/// What reads a figure: "lower is better", "1 is calibrated".
QString sense(const std::string& metric)
{
    if (analysis::isDescriptive(metric))
        return QStringLiteral("%1 is calibrated").arg(*analysis::findMetric(metric)->ideal);
    return analysis::lowerIsBetter(metric) ? QStringLiteral("lower is better")
                                           : QStringLiteral("higher is better");
}

/// Places of the best and the second of some rows; a placebo is neither, and a description has none.
std::pair<std::size_t, std::size_t> bestTwo(const Rows& rows, std::size_t begin, std::size_t end)
{
    if (analysis::isDescriptive(rows[begin].metric))
        return { rows.size(), rows.size() };
    std::vector<std::size_t> order;
    for (std::size_t i = begin; i < end; ++i)
        if (std::isfinite(rows[i].mean) && rows[i].model.placebo.empty())
            order.push_back(i);
    const bool lower = analysis::lowerIsBetter(rows[begin].metric);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return lower ? rows[a].mean < rows[b].mean : rows[a].mean > rows[b].mean;
    });
    return { !order.empty() ? order[0] : rows.size(), order.size() > 1 ? order[1] : rows.size() };
}

QString latexText(const QString& plain)
{
    QString out;
    for (const QChar c : plain) {
        if (QStringLiteral("&%$#_{}").contains(c))
            out += QLatin1Char('\\');
        if (c == QLatin1Char('\\'))
            out += QStringLiteral("\\textbackslash{}");
        else if (c == QLatin1Char('~') || c == QLatin1Char('^'))
            out += QLatin1Char('\\') + QString(c) + QStringLiteral("{}");
        else
            out += c;
    }
    return out;
}

QString full(double value) { return std::isfinite(value) ? QString::number(value, 'g', 17) : QString(); }

QString csv(const Rows& rows)
{
    QString out = QStringLiteral("metric,system,variant,settings,modalities,without,placebo,n_seeds,folds,n,"
                                 "people,mean,std,diff,ci_low,"
                                 "ci_high,p,t_p,p_holm,delong_p,log_variance_ratio,log_variance_ratio_low,"
                                 "log_variance_ratio_high\n");
    for (const auto& row : rows) {
        const auto* difference = row.difference ? &*row.difference : nullptr;
        QStringList cells { text(row.metric), row.model.system, row.model.variant, row.model.settings,
            experiments::listed(row.model.modalities), experiments::listed(row.model.without),
            text(row.model.placebo), QString::number(row.seeds), QString::number(row.folds),
            QString::number(row.rows), QString::number(row.people), full(row.mean), full(row.std),
            difference ? full(difference->estimate) : QString(),
            difference ? full(difference->low) : QString(), difference ? full(difference->high) : QString(),
            difference ? full(difference->p) : QString(), difference ? full(difference->tP) : QString(),
            difference ? full(row.adjustedP) : QString(), row.delongP ? full(*row.delongP) : QString() };
        using Difference = analysis::FoldDifference;
        for (const auto member : { &Difference::estimate, &Difference::low, &Difference::high })
            cells << (row.logVarianceRatio ? full((*row.logVarianceRatio).*member) : QString());
        for (auto& cell : cells)
            cell = csvCell(cell);
        out += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return out.chopped(1);
}

QStringList shownCells(const ComparisonRow& row)
{
    const QString spread = std::isfinite(row.std) ? QStringLiteral(" ± ") + figure(row.std) : QString();
    if (!row.difference)
        return { figure(row.mean) + spread, QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("-") };
    const auto& difference = *row.difference;
    const auto p = [](double value) {
        return std::isfinite(value) ? QString::number(value, 'g', 2) : QStringLiteral("-");
    };
    return { figure(row.mean) + spread,
        experiments::withInterval(difference.estimate, difference.low, difference.high),
        p(difference.largerP()), p(row.adjustedP) };
}

QString tables(const Rows& rows, TableFormat format)
{
    const bool latex = format == TableFormat::Latex;
    QStringList out;
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
        while (end < rows.size() && rows[end].metric == rows[begin].metric)
            ++end;
        const auto [best, second] = bestTwo(rows, begin, end);
        const auto& first = rows[begin];
        const QString what
            = QStringLiteral("%1 on %2, %3, %4; %5")
                  .arg(text(first.metric),
                      counted(first.rows, QStringLiteral("test row"), QStringLiteral("test rows")),
                      counted(first.folds, QStringLiteral("fold"), QStringLiteral("folds")),
                      counted(first.seeds, QStringLiteral("seed"), QStringLiteral("seeds")))
                  .arg(sense(first.metric));
        if (latex) {
            out << QStringLiteral("% ") + what << QStringLiteral("\\begin{tabular}{lrrrr}")
                << QStringLiteral("\\toprule")
                << QStringLiteral("System & %1 & difference (95\\% interval) & $p$ & $p$ (Holm) \\\\")
                       .arg(latexText(text(first.metric)))
                << QStringLiteral("\\midrule");
        } else {
            out << what << QString()
                << QStringLiteral("| system | %1 | difference (95% interval) | p | p, Holm |")
                       .arg(text(first.metric))
                << QStringLiteral("|---|---|---|---|---|");
        }
        for (std::size_t i = begin; i < end; ++i) {
            QStringList cells = shownCells(rows[i]);
            QString& mean = cells.front();
            if (latex) {
                mean.replace(QStringLiteral(" ± "), QStringLiteral(" $\\pm$ "));
                if (i == best || i == second)
                    mean = QStringLiteral("\\%1{%2}")
                               .arg(i == best ? QStringLiteral("textbf") : QStringLiteral("underline"), mean);
                out << latexText(nameOf(rows[i].model)) + QStringLiteral(" & ")
                        + cells.join(QStringLiteral(" & ")) + QStringLiteral(" \\\\");
                continue;
            }
            if (i == best || i == second) {
                const QString mark = i == best ? QStringLiteral("**") : QStringLiteral("*");
                mean = mark + mean + mark;
            }
            QString name = nameOf(rows[i].model);
            out << QStringLiteral("| %1 | %2 |")
                       .arg(name.replace(QLatin1Char('|'), QStringLiteral("\\|")),
                           cells.join(QStringLiteral(" | ")));
        }
        if (latex)
            out << QStringLiteral("\\bottomrule") << QStringLiteral("\\end{tabular}");
        if (end < rows.size())
            out << QString();
    }
    return out.join(QLatin1Char('\n'));
}

} // namespace

QString nameOf(const experiments::Model& model)
{
    QString name = model.name();
    if (!model.without.empty())
        name += QStringLiteral(" without ") + experiments::listed(model.without);
    if (!model.placebo.empty())
        name += QStringLiteral(" with %1 shuffled").arg(text(model.placebo));
    if (!model.settings.isEmpty())
        name += QStringLiteral(" (%1)").arg(model.settings);
    return name;
}

TableFormat tableFormat(const QString& name)
{
    if (name == QLatin1String("md"))
        return TableFormat::Markdown;
    if (name == QLatin1String("csv"))
        return TableFormat::Csv;
    if (name == QLatin1String("latex"))
        return TableFormat::Latex;
    if (name == QLatin1String("json"))
        return TableFormat::Json;
    if (name == QLatin1String("xlsx"))
        return TableFormat::Xlsx;
    throw Error("--format is '" + name.toStdString() + "', but must be md, csv, latex, json or xlsx.");
}

QString comparisonText(const Rows& rows, TableFormat format)
{
    return format == TableFormat::Csv ? csv(rows) : tables(rows, format);
}

QJsonArray comparisonJson(const Rows& rows)
{
    QJsonArray list;
    for (const auto& row : rows) {
        QJsonArray runs;
        for (const auto& [cell, run] : row.model.runs)
            if (run > 0)
                runs.append(static_cast<qint64>(run));
        const auto numberOf = [](const auto& difference, auto member) {
            return difference ? jsonNumber((*difference).*member) : QJsonValue();
        };
        const auto number = [&](auto member) { return numberOf(row.difference, member); };
        const auto ratio = [&](auto member) { return numberOf(row.logVarianceRatio, member); };
        using Difference = analysis::FoldDifference;
        list.append(QJsonObject { { QStringLiteral("runs"), runs },
            { QStringLiteral("system"), row.model.system }, { QStringLiteral("variant"), row.model.variant },
            { QStringLiteral("settings"), row.model.settings },
            { QStringLiteral("modalities"), namesJson(row.model.modalities) },
            { QStringLiteral("without"),
                row.model.without.empty() ? QJsonValue() : QJsonValue(namesJson(row.model.without)) },
            { QStringLiteral("placebo"),
                row.model.placebo.empty() ? QJsonValue() : QJsonValue(text(row.model.placebo)) },
            { QStringLiteral("metric"), text(row.metric) },
            { QStringLiteral("n_seeds"), static_cast<qint64>(row.seeds) },
            { QStringLiteral("folds"), static_cast<qint64>(row.folds) },
            { QStringLiteral("n"), static_cast<qint64>(row.rows) },
            { QStringLiteral("people"), static_cast<qint64>(row.people) },
            { QStringLiteral("mean"), jsonNumber(row.mean) }, { QStringLiteral("std"), jsonNumber(row.std) },
            { QStringLiteral("diff"), number(&Difference::estimate) },
            { QStringLiteral("ci_low"), number(&Difference::low) },
            { QStringLiteral("ci_high"), number(&Difference::high) },
            { QStringLiteral("p"), number(&Difference::p) },
            { QStringLiteral("t_p"), number(&Difference::tP) },
            { QStringLiteral("p_holm"), row.difference ? jsonNumber(row.adjustedP) : QJsonValue() },
            { QStringLiteral("delong_p"), row.delongP ? jsonNumber(*row.delongP) : QJsonValue() },
            { QStringLiteral("pairs"),
                row.difference ? QJsonValue(static_cast<qint64>(row.difference->pairs)) : QJsonValue() },
            { QStringLiteral("left_out"), static_cast<qint64>(row.leftOut) },
            { QStringLiteral("log_variance_ratio"), ratio(&Difference::estimate) },
            { QStringLiteral("log_variance_ratio_low"), ratio(&Difference::low) },
            { QStringLiteral("log_variance_ratio_high"), ratio(&Difference::high) },
            { QStringLiteral("published"), false } });
    }
    return list;
}

} // namespace btw::cli
