// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/copytable.h"

#include "workspace/experiments/latextext.h"

#include <algorithm>

namespace btw::models {

using experiments::latexText;

namespace {

/// A cell must not end its line or its column.
QString oneLine(QString text)
{
    for (const QChar sign : { QChar('\t'), QChar('\n'), QChar('\r') })
        text.replace(sign, QLatin1Char(' '));
    return text;
}

QString joinedCells(const QStringList& cells, const QString& between, QString (*written)(const QString&))
{
    QStringList out;
    for (const QString& cell : cells)
        out << written(oneLine(cell));
    return out.join(between);
}

QString markdownText(const QString& plain)
{
    QString out = plain;
    return out.replace(QLatin1Char('\\'), QLatin1String("\\\\"))
        .replace(QLatin1Char('|'), QLatin1String("\\|"));
}

QString asItIs(const QString& plain) { return plain; }

} // namespace

QString CopyTable::tsv() const
{
    // A spreadsheet has no comments: both stand in one cell, above the table.
    QStringList above { oneLine(caption), oneLine(source) };
    above.removeAll(QString());
    QString out = above.isEmpty() ? QString() : above.join(QStringLiteral(" · ")) + QLatin1Char('\n');
    out += joinedCells(head, QStringLiteral("\t"), asItIs) + QLatin1Char('\n');
    for (const auto& row : rows)
        out += joinedCells(row, QStringLiteral("\t"), asItIs) + QLatin1Char('\n');
    return out;
}

QString CopyTable::markdown() const
{
    const QString line = QStringLiteral("| %1 |\n");
    QStringList rule;
    for (qsizetype i = 0; i < head.size(); ++i)
        rule << (i == 0 ? QStringLiteral("---") : QStringLiteral("---:"));
    QString out = caption.isEmpty() ? QString() : markdownText(oneLine(caption)) + QStringLiteral("\n\n");
    out += line.arg(joinedCells(head, QStringLiteral(" | "), markdownText));
    out += line.arg(rule.join(QStringLiteral(" | ")));
    for (const auto& row : rows)
        out += line.arg(joinedCells(row, QStringLiteral(" | "), markdownText));
    if (!source.isEmpty())
        out += QStringLiteral("\n<!-- %1 -->\n")
                   .arg(oneLine(source).replace(QLatin1String("--"), QLatin1String("- -")));
    return out;
}

QString CopyTable::latex() const
{
    const auto line = [](const QStringList& cells) {
        return QStringLiteral("    ") + joinedCells(cells, QStringLiteral(" & "), latexText)
            + QStringLiteral(" \\\\\n");
    };
    QString out = source.isEmpty() ? QString() : QStringLiteral("% %1\n").arg(oneLine(source));
    out += QStringLiteral("\\begin{table}\n  \\centering\n");
    if (!caption.isEmpty())
        out += QStringLiteral("  \\caption{") + latexText(oneLine(caption)) + QStringLiteral("}\n");
    out += QStringLiteral("  \\begin{tabular}{l") + QString(std::max<qsizetype>(0, head.size() - 1), 'r')
        + QStringLiteral("}\n    \\toprule\n") + line(head) + QStringLiteral("    \\midrule\n");
    for (const auto& row : rows)
        out += line(row);
    return out + QStringLiteral("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n");
}

} // namespace btw::models
