// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QGridLayout;
class QWidget;

namespace btw::pages {

/// The cards of the Experiment page.
struct ExperimentCards
{
    QWidget* question;
    QWidget* systems;
    QWidget* modalities;
    QWidget* rows;
    QWidget* outlook;
    QWidget* settings;
    QWidget* queue;
};

/// \param isWide room for four cards beside each other \param isBeside room for settings and queue
void placeInGrid(QGridLayout& grid, const ExperimentCards& cards, bool isWide, bool isBeside);

} // namespace btw::pages
