// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figureinfo.h"

#include "ui/charts/chart.h"
#include "ui/charts/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(FigureInfo)
};

const QLatin1String kModality("{modality}");
const QLatin1String kMetric("{metric}");
const QLatin1String kLabel("{label}");

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

QString galleryTitle(const FigureInfo& figure)
{
    return figure.inPaper.isEmpty()
        ? figure.title
        : Words::tr("%1 (Fig. %2)", "a figure and its number in the paper").arg(figure.title, figure.inPaper);
}

bool isFoundBy(const FigureInfo& figure, const QString& words)
{
    QStringList texts { figure.title, figure.id, figure.explanation };
    for (const QString& number : figure.inPaper.split(QStringLiteral(", "), Qt::SkipEmptyParts))
        texts << QStringLiteral("Figure %1").arg(number) << QStringLiteral("Fig. %1").arg(number)
              << QStringLiteral("Fig %1").arg(number);
    const QString wanted = words.simplified();
    return std::any_of(texts.cbegin(), texts.cend(),
        [&](const QString& text) { return text.contains(wanted, Qt::CaseInsensitive); });
}

QStringList columnsOf(const FigureInfo& figure, const FigureData& data)
{
    QStringList columns;
    static const jobs::RunDigest kNone;
    const jobs::RunDigest& digest = data.run ? *data.run : kNone;
    for (qsizetype i = 0; i < figure.columns.size();) {
        qsizetype end = i;
        while (end < figure.columns.size() && figure.columns[end].contains(kModality))
            ++end;
        for (const auto& modality : digest.modalities)
            for (qsizetype k = i; k < end; ++k)
                columns << QString(figure.columns[k]).replace(kModality, QString::fromStdString(modality));
        if (end == i) {
            columns << QString(figure.columns[i])
                           .replace(kMetric, QString::fromStdString(digest.metric))
                           .replace(kLabel,
                               digest.task == Task::Classification ? QStringLiteral("true_class_probability")
                                                                   : QStringLiteral("label"));
            ++end;
        }
        i = end;
    }
    return columns;
}

QString figureCsv(const FigureInfo& figure, const FigureData& data)
{
    QString text = line(columnsOf(figure, data));
    for (const QStringList& row : figure.rows(data))
        text += line(row);
    if (data.run && figure.showsErrors && !data.run->people.isEmpty())
        text += QStringLiteral("# people of the subgroup %1 only\n").arg(data.run->people);
    if (data.run && usesEvaluationLabels(*data.run))
        text += QStringLiteral("# uses evaluation labels\n");
    if (figure.showsErrors && looksOf(data) > 0) {
        text += QStringLiteral("# %1\n").arg(looksNote(looksOf(data)));
        if (!data.source.looks.head.isEmpty())
            text += QStringLiteral("# head of their list: %1\n").arg(data.source.looks.head);
    }
    return text;
}

QString captionOf(const FigureInfo& figure, const FigureData& data, bool withBands, const Chart* chart)
{
    QStringList parts { figure.legend ? figure.legend(data)
                                      : figure.title + QStringLiteral(". ") + figure.explanation };
    for (const auto& part : figure.parts)
        if (!chart || chart->shows(part.id))
            parts << part.legend(data);
    if (withBands)
        parts << figure.bandLegend;
    const QString name = data.source.data.isEmpty() && data.run ? data.run->cohortName : data.source.data;
    if (!name.isEmpty() && !data.source.run.isEmpty())
        parts << Words::tr("Data: %1; %2.").arg(name, data.source.run);
    else if (!name.isEmpty())
        parts << Words::tr("Data: %1.").arg(name);
    if (data.run && figure.showsErrors)
        parts << data.run->peopleWarning;
    if (data.run && usesEvaluationLabels(*data.run))
        parts << Words::tr("The weights use evaluation labels.");
    if (figure.showsErrors && looksOf(data) > 0)
        parts << looksNote(looksOf(data)) + QLatin1Char('.');
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

QString asFileName(const QString& name)
{
    QString stem;
    for (const QChar c : name.toLower())
        if (c.isLetterOrNumber())
            stem += c;
        else if (!stem.isEmpty() && !stem.endsWith(QLatin1Char('-')))
            stem += QLatin1Char('-');
    constexpr qsizetype kMost = 80; // a path has room for folder and suffix, too
    stem.truncate(kMost);
    while (stem.endsWith(QLatin1Char('-')))
        stem.chop(1);
    return stem;
}

QString fileStem(const FigureInfo& figure, const FigureData& data)
{
    QStringList parts { data.source.data, data.source.run };
    if (data.source.run.isEmpty() && data.run) {
        const auto& run = data.run->run;
        parts = { data.run->cohortName, run.model, runLabel(run), Words::tr("seed %1").arg(run.seed) };
    }
    // An experiment is often called after its data.
    if (parts.value(1).startsWith(parts.value(0), Qt::CaseInsensitive))
        parts.removeFirst();
    if (data.run && figure.showsErrors)
        parts << data.run->people; // a picture of some people is not one of everybody
    const QString stem = asFileName(parts.join(QLatin1Char(' ')));
    return stem.isEmpty() ? figure.id : stem + QLatin1Char('-') + figure.id;
}

} // namespace btw::charts
