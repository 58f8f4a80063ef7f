// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/routingchart.h"

#include "engine/error.h"
#include "ui/charts/words.h"
#include "ui/widgets/names.h"

#include <algorithm>

namespace btw::charts {

void RoutingChart::setRouting(const std::vector<float>& routing, std::int64_t experts)
{
    if (experts < 0 || (experts == 0) != routing.empty()
        || (experts > 0 && routing.size() % static_cast<std::size_t>(experts) != 0)) {
        throw Error("Expert routing of " + std::to_string(routing.size()) + " shares does not divide into "
            + std::to_string(experts) + " experts; pass the epoch's own expert count.");
    }
    m_routing = routing;
    m_experts = experts;
    schedule();
}

void RoutingChart::rebuildWithoutRun()
{
    clearCells();
    setWords(tr("Expert routing"), {});
    setEmpty(noEpochSentence(nullptr));
}

void RoutingChart::rebuild(const jobs::RunDigest& digest)
{
    const std::size_t modalities = digest.modalities.size();
    const auto experts = static_cast<std::size_t>(m_experts);
    const std::size_t layer = modalities * experts;
    if (layer == 0 || m_routing.size() % layer != 0) {
        clearCells();
        setWords(tr("Expert routing"), {});
        setEmpty(digest.run.epochs > 0 ? tr("This run kept no routing for its last epoch.")
                                       : noEpochSentence(&digest));
        return;
    }
    const std::size_t layers = m_routing.size() / layer;
    std::vector<double> shares(layer, 0.0);
    double deepest = 0;
    for (std::size_t i = 0; i < layer; ++i) {
        for (std::size_t l = 0; l < layers; ++l) {
            shares[i] += static_cast<double>(m_routing[l * layer + i]) / static_cast<double>(layers);
        }
        deepest = std::max(deepest, shares[i]);
    }
    QStringList rows;
    QStringList columns;
    std::vector<Cell> cells;
    for (std::size_t m = 0; m < modalities; ++m) {
        rows << widgets::shownName(digest.modalities[m]);
        for (std::size_t e = 0; e < experts; ++e) {
            if (m == 0) {
                columns << QString::number(e + 1);
            }
            const double share = shares[m * experts + e];
            cells.push_back({ deepest > 0 ? share / deepest : 0, tickText(100 * share, 0), {}, false });
        }
    }
    setCells(rows, columns, std::move(cells), tr("modality"), tr("expert"));
    setWords(tr("Expert routing"), tr("percent of a modality's tokens, mean over layers"),
        tr("Which experts each modality's embedding is sent to, validation rows."));
}

QString RoutingChart::cellWords(qsizetype row, qsizetype column) const
{
    return tr("%1 to expert %2: %3%").arg(rows()[row], columns()[column], cell(row, column).text);
}

} // namespace btw::charts
