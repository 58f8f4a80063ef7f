// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/comparisonmarkup.h"

#include "workspace/experiments/latextext.h"

#include <QRegularExpression>

namespace btw::experiments {

namespace {

/// A figure, an interval, a p: with signs that are a minus, as in 1e-05.
QString latexFigures(QString plain)
{
    static const QRegularExpression kMinus(QStringLiteral("(?:(?<![\\w.])|(?<=\\de))-(?=\\d)"));
    plain.replace(kMinus, QStringLiteral("$-$"));
    return plain.replace(QStringLiteral(" ± "), QStringLiteral(" $\\pm$ "));
}

} // namespace

void MarkupTable::begin(const QString& caption, const QString& metric)
{
    const QString column = m_hasPublished ? QStringLiteral("r") : QString();
    if (m_latex) {
        m_lines << QStringLiteral("% ") + caption << QStringLiteral("\\begin{tabular}{lrrrrr%1}").arg(column)
                << QStringLiteral("\\toprule")
                << QStringLiteral(
                       "System & %1 & difference (95\\% interval) & $p$ & $p$ of folds & $p$, Holm%2 \\\\")
                       .arg(latexText(metric),
                           m_hasPublished ? QStringLiteral(" & \\emph{published}") : QString())
                << QStringLiteral("\\midrule");
    } else {
        m_lines << caption << QString()
                << QStringLiteral("| system | %1 | difference (95% interval) | p | p of folds | p, Holm |%2")
                       .arg(metric, m_hasPublished ? QStringLiteral(" *published* |") : QString())
                << QStringLiteral("|---|---|---|---|---|---|") + (m_hasPublished ? "---|" : "");
    }
}

void MarkupTable::add(QString name, QStringList cells, Standing standing, const QString& published)
{
    if (m_hasPublished)
        cells << published;
    QString& mean = cells.front();
    if (m_latex) {
        if (m_hasPublished)
            cells.back() = latexText(published);
        for (auto& cell : cells)
            cell = latexFigures(cell);
        if (standing != Standing::None)
            mean = QStringLiteral("\\%1{%2}")
                       .arg(standing == Standing::Best ? QStringLiteral("textbf")
                                                       : QStringLiteral("underline"),
                           mean);
        m_lines << latexText(name) + QStringLiteral(" & ") + cells.join(QStringLiteral(" & "))
                + QStringLiteral(" \\\\");
        return;
    }
    if (standing != Standing::None) {
        const QString sign = standing == Standing::Best ? QStringLiteral("**") : QStringLiteral("*");
        mean = sign + mean + sign;
    }
    m_lines << QStringLiteral("| %1 | %2 |")
                   .arg(name.replace(QLatin1Char('|'), QStringLiteral("\\|")),
                       cells.join(QStringLiteral(" | ")));
}

QStringList MarkupTable::end()
{
    if (m_latex)
        m_lines << QStringLiteral("\\bottomrule") << QStringLiteral("\\end{tabular}");
    return m_lines;
}

} // namespace btw::experiments
