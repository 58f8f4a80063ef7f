// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/lines.h"

#include "engine/analysis/contribution.h"
#include "workspace/experiments/words.h"
#include "workspace/io/tablewords.h"

#include <algorithm>
#include <cmath>

namespace btw::experiments {

namespace {

using Outcome = WeightingFinding::Outcome;

QString gainText(const Gain& gain)
{
    const auto& by = gain.difference;
    return withInterval(by.estimate, by.low, by.high);
}

std::vector<const WeightingFinding*> those(const std::vector<WeightingFinding>& findings, Outcome outcome)
{
    std::vector<const WeightingFinding*> some;
    for (const auto& one : findings)
        if (one.outcome == outcome)
            some.push_back(&one);
    return some;
}

/// "held-out weights by 0.012 (0.004 to 0.020), p 0.03"
QString listOf(const std::vector<const WeightingFinding*>& some)
{
    QStringList words;
    for (const auto* one : some)
        words << QStringLiteral("*%1* by %2, p %3")
                     .arg(one->model.plainName(), gainText(one->gains.front()), pText(one->adjustedP));
    return words.join(QStringLiteral("; "));
}

/// Which controls a weighting does not beat, or could not be compared with.
QString notBeyond(const WeightingFinding& finding)
{
    QStringList notBeaten, missing;
    for (const auto& gain : finding.gains)
        if (!(gain.difference.low > 0))
            notBeaten << QStringLiteral("%1 (%2)").arg(controlWords(gain.control), gainText(gain));
    for (const auto control : finding.notCompared)
        missing << controlWords(control);
    QStringList parts;
    if (!notBeaten.isEmpty())
        parts << QStringLiteral("it is not clearly better than %1").arg(notBeaten.join(QStringLiteral(", ")));
    if (!missing.isEmpty())
        parts << QStringLiteral("there is no comparison with %1")
                     .arg(missing.join(QStringLiteral(", nor with ")));
    return QStringLiteral("*%1* does better than %2 by %3, but %4: that the weighting helps is not shown.")
        .arg(finding.model.plainName(), controlWords(finding.gains.front().control),
            gainText(finding.gains.front()), parts.join(QStringLiteral(", and ")));
}

QString cannotTell(const std::vector<const WeightingFinding*>& some)
{
    std::vector<double> could; // have been shown
    QStringList words;
    for (const auto* one : some) {
        const auto& gain = one->gains.front();
        if (std::isfinite(gain.difference.standardError))
            could.push_back(analysis::kDetectable * gain.difference.standardError);
        words << QStringLiteral("*%1* (%2)").arg(one->model.plainName(), gainText(gain));
    }
    const QString list = QStringLiteral("Not told apart from the unweighted model: %1.")
                             .arg(words.join(QStringLiteral("; ")));
    if (could.empty())
        return list;
    const auto [least, most] = std::minmax_element(could.begin(), could.end());
    return QStringLiteral("%1 These people could have shown a difference of %2.")
        .arg(list,
            decimals(*least) == decimals(*most)
                ? decimals(*most)
                : QStringLiteral("%1 to %2").arg(decimals(*least), decimals(*most)));
}

} // namespace

QString metricTitle(const std::string& metric)
{
    if (metric == "auroc")
        return QStringLiteral("AUROC");
    if (metric == "mae")
        return QStringLiteral("mean absolute error");
    return QString::fromStdString(metric).replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString decimals(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 3) : QStringLiteral("-");
}

QString pText(double p)
{
    if (!std::isfinite(p))
        return QStringLiteral("-");
    constexpr double kLeast = 0.001;
    return p < kLeast ? QStringLiteral("< 0.001") : decimals(p);
}

void addHead(QStringList& out, const QStringList& cells)
{
    addRow(out, cells, cells.size());
    QString rule = QStringLiteral("|");
    for (qsizetype i = 0; i < cells.size(); ++i)
        rule += i == 0 ? QStringLiteral("---|") : QStringLiteral("---:|");
    out << rule;
}

void addRow(QStringList& out, QStringList cells, qsizetype columns)
{
    while (cells.size() < columns)
        cells << QString();
    for (auto& cell : cells)
        cell.replace(QLatin1Char('|'), QLatin1String("\\|"));
    out << QStringLiteral("| %1 |").arg(cells.join(QStringLiteral(" | ")));
}

QString readingOf(const std::vector<WeightingFinding>& findings, const std::string& metric)
{
    QStringList out {
        QStringLiteral("What these results say about the weightings (late fusion, alone or beside the "
                       "mixture of experts, is compared with the mean of five unweighted models; p is "
                       "the largest over a weighting's controls, corrected for %1):")
            .arg(tablewords::counted(findings.size() - those(findings, Outcome::NotCompared).size(),
                QStringLiteral("weighting"), QStringLiteral("weightings"))),
        QString()
    };
    const auto helps = those(findings, Outcome::Helps);
    out << (helps.empty()
            ? QStringLiteral(
                "- **No weighting is shown to help** by %1: none beats the unweighted model and every "
                "control with a p of at most 0.05.")
                  .arg(metricTitle(metric))
            : QStringLiteral("- **Shown to help** by %1, against the unweighted model and every control: %2.")
                  .arg(metricTitle(metric), listOf(helps)));
    if (const auto here = those(findings, Outcome::HelpsHere); !here.empty())
        out << QStringLiteral(
            "- Better than the unweighted model and every control in these fitted models; that "
            "they would be with other training people is not shown: %1.")
                   .arg(listOf(here));
    for (const auto* one : those(findings, Outcome::NotBeyondControls))
        out << QStringLiteral("- ") + notBeyond(*one);
    if (const auto some = those(findings, Outcome::CannotTell); !some.empty())
        out << QStringLiteral("- ") + cannotTell(some);
    if (const auto worse = those(findings, Outcome::Worse); !worse.empty()) {
        QStringList words;
        for (const auto* one : worse) {
            const auto by = one->gains.front().difference.reversed();
            words << QStringLiteral("*%1* by %2")
                         .arg(one->model.plainName(), withInterval(by.estimate, by.low, by.high));
        }
        out << QStringLiteral("- Worse than the unweighted model in these fitted models: %1.")
                   .arg(words.join(QStringLiteral("; ")));
    }
    for (const auto* one : those(findings, Outcome::NotCompared))
        out << QStringLiteral("- Nothing can be said of *%1*: it could not be compared with %2.")
                   .arg(one->model.plainName(), controlWords(one->notCompared.front()));
    return out.join(QLatin1Char('\n'));
}

} // namespace btw::experiments
