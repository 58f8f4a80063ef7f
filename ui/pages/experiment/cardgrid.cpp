// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/cardgrid.h"

#include <QGridLayout>

namespace btw::pages {

namespace {

constexpr int kFourColumns = 1080; // of the page's width: four cards beside each other
constexpr int kTwoBeside = 900; // settings and queue

} // namespace

CardGrid::CardGrid(QGridLayout& grid, const ExperimentCards& cards)
    : m_grid(grid)
    , m_cards(cards)
{
}

void CardGrid::fit(int width)
{
    const std::pair wanted { width >= kFourColumns, width >= kTwoBeside };
    if (m_placed == wanted)
        return;
    m_placed = wanted;
    place(wanted.first, wanted.second);
}

void CardGrid::place(bool isWide, bool isBeside)
{
    constexpr int kColumns = 12;
    auto& grid = m_grid;
    const auto& cards = m_cards;
    for (QWidget* card : { cards.question, cards.systems, cards.modalities, cards.rows, cards.outlook,
             cards.settings, cards.queue })
        grid.removeWidget(card);
    grid.addWidget(cards.question, 0, 0, 1, kColumns);
    int row = 1;
    if (isWide) {
        grid.addWidget(cards.systems, row, 0, 1, 3);
        grid.addWidget(cards.modalities, row, 3, 1, 3);
        grid.addWidget(cards.rows, row, 6, 1, 3);
        grid.addWidget(cards.outlook, row++, 9, 1, 3);
    } else {
        // What it takes stays in sight beside the first choices.
        grid.addWidget(cards.systems, row, 0, 1, 6);
        grid.addWidget(cards.outlook, row++, 6, 1, 6);
        grid.addWidget(cards.modalities, row, 0, 1, 6);
        grid.addWidget(cards.rows, row++, 6, 1, 6);
    }
    grid.addWidget(cards.settings, row, 0, 1, isBeside ? 7 : kColumns);
    row += isBeside ? 0 : 1;
    grid.addWidget(cards.queue, row, isBeside ? 7 : 0, 1, isBeside ? 5 : kColumns);
    for (int column = 0; column < kColumns; ++column)
        grid.setColumnStretch(column, 1);
    for (int at = 0; at < grid.rowCount(); ++at)
        grid.setRowStretch(at, at == row ? 1 : 0);
}

} // namespace btw::pages
