// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/comparisonworkbook.h"

#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/words.h"
#include "workspace/io/formats/workbookwriter.h"
#include "workspace/io/tablewords.h"

namespace btw::experiments {

using tablewords::figure;
using tablewords::text;

namespace {

constexpr double kWide = 30; // characters
constexpr double kNarrow = 14;

/// Excel's format for a number that is shown as this text: "0.000", "0.00E+00".
QByteArray formatOf(const QString& shown)
{
    const auto power = shown.indexOf(QLatin1Char('e'));
    const auto point = shown.indexOf(QLatin1Char('.'));
    const auto end = power < 0 ? shown.size() : power;
    QByteArray format("0");
    if (point >= 0)
        format += '.' + QByteArray(end - point - 1, '0');
    return power < 0 ? format : format + "E+00";
}

/// \param shown as it is written elsewhere: says the digits
void addNumber(io::WorkbookWriter& book, double value, const QString& shown)
{
    book.number(value, formatOf(shown));
}

void addCount(io::WorkbookWriter& book, std::size_t n) { book.number(static_cast<double>(n), "0"); }

void addInterval(io::WorkbookWriter& book, const std::optional<analysis::FoldDifference>& difference)
{
    if (!difference) {
        book.skip(3);
        return;
    }
    const auto texts = intervalTexts(difference->estimate, difference->low, difference->high);
    addNumber(book, difference->estimate, texts.estimate);
    addNumber(book, difference->low, texts.low);
    addNumber(book, difference->high, texts.high);
}

void addP(io::WorkbookWriter& book, double p) { addNumber(book, p, QString::number(p, 'g', 2)); }

/// \param isOfPeople no for a time
void addRow(io::WorkbookWriter& book, const ComparisonRow& row, const QString& people, bool isOfPeople)
{
    book.text(text(row.metric));
    book.text(row.model.plainName());
    addNumber(book, row.mean, figure(row.mean));
    addNumber(book, row.std, figure(row.std));
    addInterval(book, row.difference);
    if (row.difference) {
        addP(book, row.difference->p);
        addP(book, row.difference->tP);
        addP(book, row.adjustedP);
    } else {
        book.skip(3);
    }
    if (row.delongP)
        addP(book, *row.delongP);
    else
        book.skip(1);
    addInterval(book, row.logVarianceRatio);
    addCount(book, row.seeds);
    addCount(book, row.folds);
    if (isOfPeople) {
        addCount(book, row.rows);
        addCount(book, row.people);
    } else {
        book.skip(2);
    }
    book.text(people);
    book.skip(1);
    book.text(row.model.fullName());
    book.endRow();
}

void addPublished(io::WorkbookWriter& book, const PublishedRow& row)
{
    book.text(text(row.metric));
    book.text(nameOf(row));
    addNumber(book, row.mean, figure(row.mean));
    addNumber(book, row.std, figure(row.std));
    book.skip(15);
    book.text(QStringLiteral("published, %1 %2").arg(row.source, row.data).trimmed());
    book.endRow();
}

void addComparisons(io::WorkbookWriter& book, const std::vector<Comparison>& comparisons)
{
    const QStringList columns { QStringLiteral("metric"), QStringLiteral("system"), QStringLiteral("mean"),
        QStringLiteral("std"), QStringLiteral("difference"), QStringLiteral("low"), QStringLiteral("high"),
        QStringLiteral("p, bootstrap"), QStringLiteral("p, corrected t"), QStringLiteral("p, Holm"),
        QStringLiteral("p, DeLong"), QStringLiteral("log variance ratio"), QStringLiteral("low"),
        QStringLiteral("high"), QStringLiteral("seeds"), QStringLiteral("folds"), QStringLiteral("rows"),
        QStringLiteral("people"), QStringLiteral("of whom"), QStringLiteral("published"),
        QStringLiteral("name in commands") };
    std::vector<double> widths(static_cast<std::size_t>(columns.size()), kNarrow);
    widths[1] = kWide;
    book.addSheet(QStringLiteral("comparison"), columns, widths);
    for (const auto& comparison : comparisons) {
        QStringList people;
        for (const auto& words : { text(comparison.people), subgroupNote(comparison) })
            if (!words.isEmpty())
                people << words;
        for (const auto& row : comparison.rows)
            addRow(book, row, people.join(QStringLiteral(", ")), true);
        for (const auto& row : comparison.times)
            addRow(book, row, text(comparison.people), false);
    }
    if (!comparisons.empty())
        for (const auto& row : comparisons.front().published)
            addPublished(book, row);
}

void addLooks(io::WorkbookWriter& book, const std::vector<store::TestRead>& looks)
{
    book.addSheet(QStringLiteral("looks"),
        { QStringLiteral("looks at test rows in this store"), QStringLiteral("when (UTC)"),
            QStringLiteral("by"), QStringLiteral("runs"), QStringLiteral("test rows"),
            QStringLiteral("hash") },
        { kWide, kWide, kWide, kWide, kNarrow, kWide });
    for (std::size_t i = 0; i < looks.size(); ++i) {
        QStringList runs;
        for (const auto run : looks[i].runs)
            runs << QString::number(run);
        addCount(book, i + 1);
        book.text(looks[i].at.toString(Qt::ISODate));
        book.text(looks[i].command);
        book.text(runs.join(QLatin1Char(' ')));
        addCount(book, static_cast<std::size_t>(looks[i].rows));
        book.text(looks[i].hash);
        book.endRow();
    }
    addCount(book, looks.size());
    book.text(QStringLiteral("in all"));
    book.endRow();
}

} // namespace

QByteArray comparisonWorkbook(
    const std::vector<Comparison>& comparisons, const std::optional<std::vector<store::TestRead>>& looks)
{
    io::WorkbookWriter book;
    addComparisons(book, comparisons);
    if (looks)
        addLooks(book, *looks);
    return book.bytes();
}

} // namespace btw::experiments
