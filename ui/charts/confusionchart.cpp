// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/confusionchart.h"

#include "ui/charts/words.h"
#include "ui/widgets/names.h"

#include <algorithm>
#include <numeric>

namespace btw::charts {

namespace {

std::vector<QStringList> rows(const jobs::RunDigest& digest)
{
    std::vector<QStringList> rows;
    rows.reserve(digest.confusion.size() * digest.confusion.size());
    for (std::size_t row = 0; row < digest.confusion.size(); ++row) {
        for (std::size_t column = 0; column < digest.confusion[row].size(); ++column) {
            rows.push_back({ classCell(digest, row), classCell(digest, column),
                QString::number(digest.confusion[row][column]) });
        }
    }
    return rows;
}

QString legend(const jobs::RunDigest& digest)
{
    std::int64_t n = 0;
    for (const auto& row : digest.confusion)
        n += std::accumulate(row.begin(), row.end(), std::int64_t { 0 });
    return ConfusionChart::tr("Predicted against true classes of %1 %2 by %3; shares are of the row.")
        .arg(QString::number(n), rowsWords(digest), runInSentence(digest.run));
}

} // namespace

void ConfusionChart::rebuildWithoutRun()
{
    clearCells();
    setWords(figure().title, {});
    setEmpty(noEpochSentence(nullptr));
}

void ConfusionChart::rebuild(const jobs::RunDigest& digest)
{
    const std::size_t count = digest.confusion.size();
    if (count == 0) {
        clearCells();
        setWords(figure().title, {});
        setEmpty(digest.task == Task::Regression
                ? tr("Labels of this cohort are numbers: there is no confusion matrix.")
                : noConfusionSentence(digest));
        return;
    }
    QStringList names;
    std::vector<Cell> cells;
    for (std::size_t row = 0; row < count; ++row) {
        names << (row < digest.classes.size() ? widgets::shownName(digest.classes[row])
                                              : QString::number(row));
        std::int64_t total = 0;
        for (const std::int64_t n : digest.confusion[row]) {
            total += n;
        }
        for (std::size_t column = 0; column < count; ++column) {
            const std::int64_t n = column < digest.confusion[row].size() ? digest.confusion[row][column] : 0;
            Cell cell;
            cell.share = total > 0 ? static_cast<double>(n) / static_cast<double>(total) : 0;
            cell.text = QString::number(n);
            cell.second = total > 0 ? tr("%1%").arg(tickText(100 * cell.share, 0)) : QString();
            cell.frame = row == column;
            cells.push_back(cell);
        }
    }
    setCells(names, names, std::move(cells),
        !namesLabel() ? tr("true class") : tr("true class (%1)").arg(labelWords(data())),
        tr("predicted class"));
    QString caption = digest.errors || digest.errorEpoch > 0
        ? tr("%1, %2").arg(runLabel(digest.run), splitWords(digest))
        : runLabel(digest.run);
    setWords(figure().title, caption);
}

QString ConfusionChart::cellWords(qsizetype row, qsizetype column) const
{
    const Cell& c = cell(row, column);
    return tr("true %1, predicted %2: %3 (%4)")
        .arg(rows()[row], columns()[column], c.text, c.second.isEmpty() ? QStringLiteral("0%") : c.second);
}

bool ConfusionChart::hasPeople() const
{
    const auto& run = drawn();
    return run && !run->confusionIds.empty()
        && run->confusionIds.size() == run->confusion.size() * run->confusion.size();
}

const std::vector<std::string>& ConfusionChart::idsOf(qsizetype row, qsizetype column) const
{
    return drawn()->confusionIds[static_cast<std::size_t>(row * columns().size() + column)];
}

qsizetype ConfusionChart::selectedIn(qsizetype row, qsizetype column) const
{
    if (!hasPeople() || selected().empty()) {
        return 0;
    }
    const auto& ids = idsOf(row, column);
    return std::count_if(ids.begin(), ids.end(), [this](const std::string& id) { return isSelected(id); });
}

std::vector<std::string> ConfusionChart::peopleAt(const QPointF& pixel) const
{
    const auto at = hasPeople() ? cellAt(pixel) : std::nullopt;
    return at ? idsOf(at->first, at->second) : std::vector<std::string>();
}

std::vector<std::string> ConfusionChart::peopleIn(const QRectF& pixels) const
{
    std::vector<std::string> all;
    for (qsizetype row = 0; row < rows().size(); ++row) {
        for (qsizetype column = 0; column < columns().size(); ++column) {
            if (cellRect(row, column).intersects(pixels)) {
                const auto& ids = idsOf(row, column);
                all.insert(all.end(), ids.begin(), ids.end());
            }
        }
    }
    return all;
}

std::vector<std::string> ConfusionChart::allPeople() const
{
    std::vector<std::string> all;
    if (hasPeople()) {
        for (const auto& ids : drawn()->confusionIds) {
            all.insert(all.end(), ids.begin(), ids.end());
        }
    }
    return all;
}

FigureInfo confusionFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("confusion");
    figure.title = ConfusionChart::tr("Confusion matrix");
    figure.needs = ConfusionChart::tr("a baseline or weighted run on labels that are classes");
    figure.explanation = ConfusionChart::tr(
        "Each row is a true class: counts and their share of the row. The framed diagonal is right.");
    figure.columns = { QStringLiteral("true"), QStringLiteral("predicted"), QStringLiteral("count") };
    figure.aspect = figure.wideAspect = 0.82; // a matrix wants to be nearer to a square
    figure.suits = [](const jobs::RunDigest& digest) { return digest.task == Task::Classification; };
    figure.showsErrors = true;
    figure.rows = ofRun(rows);
    figure.legend = ofRun(legend);
    figure.make = makerOf<ConfusionChart>();
    return figure;
}

} // namespace btw::charts
