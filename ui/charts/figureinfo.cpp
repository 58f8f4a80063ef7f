// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figureinfo.h"

#include "ui/charts/words.h"

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {

const QLatin1String kModality("{modality}");
const QLatin1String kMetric("{metric}");

QString line(QStringList cells)
{
    static const QString kSpecial = QStringLiteral(",\"\n\r");
    for (QString& text : cells) {
        const bool quoted
            = std::any_of(text.cbegin(), text.cend(), [](QChar c) { return kSpecial.contains(c); });
        if (quoted)
            text
                = QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    }
    return cells.join(QLatin1Char(',')) + QLatin1Char('\n');
}

} // namespace

QString cell(double value) { return std::isfinite(value) ? QString::number(value, 'g', 17) : QString(); }

QString classCell(const jobs::RunDigest& digest, std::size_t index)
{
    return index < digest.classes.size() ? QString::fromStdString(digest.classes[index])
                                         : QString::number(index);
}

QStringList columnsOf(const FigureInfo& figure, const jobs::RunDigest& digest)
{
    QStringList columns;
    for (qsizetype i = 0; i < figure.columns.size();) {
        qsizetype end = i;
        while (end < figure.columns.size() && figure.columns[end].contains(kModality))
            ++end;
        for (const auto& modality : digest.modalities)
            for (qsizetype k = i; k < end; ++k)
                columns << QString(figure.columns[k]).replace(kModality, QString::fromStdString(modality));
        if (end == i) {
            columns << QString(figure.columns[i]).replace(kMetric, QString::fromStdString(digest.metric));
            ++end;
        }
        i = end;
    }
    return columns;
}

QString figureCsv(const FigureInfo& figure, const jobs::RunDigest& digest)
{
    QString text = line(columnsOf(figure, digest));
    for (const QStringList& row : figure.rows(digest))
        text += line(row);
    if (usesEvaluationLabels(digest))
        text += QStringLiteral("# uses evaluation labels\n");
    if (figure.showsErrors && digest.looks > 0)
        text += QStringLiteral("# %1\n").arg(looksNote(digest));
    return text;
}

} // namespace btw::charts
