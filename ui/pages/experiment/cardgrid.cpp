// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/cardgrid.h"

#include <QGridLayout>

namespace btw::pages {

void placeInGrid(QGridLayout& grid, const ExperimentCards& cards, bool isWide, bool isBeside)
{
    constexpr int kColumns = 12;
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
