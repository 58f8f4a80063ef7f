// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/routingchart.h"

#include "ui/charts/words.h"
#include "ui/widgets/names.h"

#include <algorithm>

namespace btw::charts {

namespace {

/// The modality of a row of `digest.routing`: a run of one modality has that row alone.
QString modalityOf(const jobs::RunDigest& digest, std::size_t row)
{
    if (digest.run.step == training::Step::Unimodal)
        return digest.run.modality;
    const auto& used = digest.run.spec.modalities;
    if (used.empty())
        return QString::fromStdString(digest.modalities[row]);
    // In the cohort's order, whatever the order in which they were asked for.
    std::vector<std::string> inOrder;
    for (const auto& modality : digest.modalities)
        if (std::find(used.begin(), used.end(), modality) != used.end())
            inOrder.push_back(modality);
    return QString::fromStdString(inOrder.at(row));
}

std::vector<QStringList> rows(const jobs::RunDigest& digest)
{
    std::vector<QStringList> rows;
    for (std::size_t m = 0; m < digest.routing.size(); ++m) {
        for (std::size_t e = 0; e < digest.routing[m].size(); ++e) {
            rows.push_back({ modalityOf(digest, m), QString::number(e + 1), cell(digest.routing[m][e]) });
        }
    }
    return rows;
}

QString legend(const jobs::RunDigest& digest)
{
    return RoutingChart::tr(
        "Percentage of each modality's tokens that the router of %1 sends to each expert: mean over "
        "the layers, validation rows, epoch %2.")
        .arg(runInSentence(digest.run), QString::number(digest.errorEpoch));
}

} // namespace

void RoutingChart::rebuildWithoutRun()
{
    clearCells();
    setWords(figure().title, {});
    setEmpty(tr("No run yet. Start one and its expert routing appears here."));
}

void RoutingChart::rebuild(const jobs::RunDigest& digest)
{
    if (digest.routing.empty()) {
        clearCells();
        setWords(figure().title, {});
        setEmpty(digest.run.epochs > 0 ? tr("No expert routing was saved with this run.")
                                       : noEpochSentence(&digest));
        return;
    }
    double most = 0;
    for (const auto& shares : digest.routing) {
        most = std::max(most, *std::max_element(shares.begin(), shares.end()));
    }
    QStringList modalities;
    QStringList experts;
    std::vector<Cell> cells;
    for (std::size_t e = 0; e < digest.routing.front().size(); ++e) {
        experts << QString::number(e + 1);
    }
    for (std::size_t m = 0; m < digest.routing.size(); ++m) {
        modalities << widgets::shownName(modalityOf(digest, m));
        for (const double share : digest.routing[m]) {
            cells.push_back({ most > 0 ? share / most : 0, tickText(100 * share, 0), {}, false });
        }
    }
    setCells(modalities, experts, std::move(cells), tr("modality"), tr("expert"));
    const QString what = digest.people.isEmpty()
        ? tr("percent of a modality's tokens, mean over layers, validation rows")
        : tr("percent of a modality's tokens, mean over layers, all validation rows");
    setWords(
        figure().title, digest.errorEpoch > 0 ? tr("%1, epoch %2").arg(what).arg(digest.errorEpoch) : what);
}

QString RoutingChart::cellWords(qsizetype row, qsizetype column) const
{
    return tr("%1 to expert %2: %3%").arg(rows()[row], columns()[column], cell(row, column).text);
}

FigureInfo routingFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("routing");
    figure.title = RoutingChart::tr("Expert routing");
    figure.needs = RoutingChart::tr("a run of the mixture of experts with at least one epoch");
    figure.explanation
        = RoutingChart::tr("Each row is a modality, each column an expert of the mixture: the percentage of "
                           "the modality's tokens that the router sends to that expert. Rows that look alike "
                           "share their experts; a row with few dark cells keeps some for itself.");
    figure.columns = { QStringLiteral("modality"), QStringLiteral("expert"), QStringLiteral("share") };
    figure.aspect = 0.5;
    figure.wideAspect = 0.3;
    figure.suits = [](const jobs::RunDigest& digest) { return digest.run.model == QLatin1String("moe"); };
    figure.rows = ofRun(rows);
    figure.legend = ofRun(legend);
    figure.make = makerOf<RoutingChart>();
    return figure;
}

} // namespace btw::charts
