// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>

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

/// Places them by the room that there is.
class CardGrid
{
public:
    /// \param grid outlives this
    CardGrid(QGridLayout& grid, const ExperimentCards& cards);
    void fit(int width); ///< of the page

private:
    void place(bool isWide, bool isBeside);

    QGridLayout& m_grid;
    ExperimentCards m_cards;
    std::optional<std::pair<bool, bool>> m_placed; ///< as which place() was called last
};

} // namespace btw::pages
