// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/chartgrid.h"

#include "ui/charts/chart.h"
#include "ui/charts/chartcard.h"
#include "ui/charts/exportfigure.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace btw::pages {

namespace {

struct Place
{
    const char* kind;
    std::size_t row, column;
    bool regression, classification;
};

constexpr std::array kPlaces {
    Place { "weights", 0, 0, true, true },
    Place { "metric", 0, 1, true, true },
    Place { "density", 1, 0, true, false },
    Place { "scatter", 1, 1, true, false },
    Place { "classes", 1, 0, false, true },
    Place { "confusion", 1, 1, false, true },
};

constexpr int kBetweenMs = 12;
constexpr int kLowest = 208; // below this a chart's labels crowd

bool shownFor(const Place& place, Task task)
{
    return task == Task::Regression ? place.regression : place.classification;
}

} // namespace

ChartGrid::ChartGrid(QWidget* parent)
    : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(widgets::Theme::kCardGap);
    // One holder a cell: a grid drops the gap beside a cell whose last widget is hidden.
    std::array<std::array<QVBoxLayout*, 2>, 2> cells {};
    for (std::size_t row = 0; row < cells.size(); ++row) {
        for (std::size_t column = 0; column < cells[row].size(); ++column) {
            auto* cell = new QWidget(this);
            cells[row][column] = new QVBoxLayout(cell);
            cells[row][column]->setContentsMargins(0, 0, 0, 0);
            grid->addWidget(cell, static_cast<int>(row), static_cast<int>(column));
        }
    }
    for (const auto& place : kPlaces) {
        auto* card
            = new charts::ChartCard(charts::makeChart(QString::fromLatin1(place.kind)).release(), this);
        card->setMinimumHeight(kLowest);
        card->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        card->setVisible(shownFor(place, m_task));
        cells.at(place.row).at(place.column)->addWidget(card);
        m_cards.push_back(card);
    }
    m_waits.assign(m_cards.size(), false);
    m_timer.setInterval(kBetweenMs);
    connect(&m_timer, &QTimer::timeout, this, &ChartGrid::handOn);
    for (const int i : { 0, 1 }) {
        grid->setRowStretch(i, 1);
        grid->setColumnStretch(i, 1);
        grid->setColumnMinimumWidth(i, 240);
    }
}

void ChartGrid::setTheme(const widgets::Theme& theme)
{
    for (auto* card : m_cards)
        card->chart()->setTheme(theme);
}

void ChartGrid::setTask(Task task)
{
    m_task = task;
    for (std::size_t i = 0; i < m_cards.size(); ++i)
        m_cards[i]->setVisible(shownFor(kPlaces.at(i), task));
}

void ChartGrid::setDigest(std::shared_ptr<const jobs::RunDigest> digest)
{
    if (digest && digest->task != m_task)
        setTask(digest->task);
    if (digest == m_digest)
        return;
    m_digest = std::move(digest);
    m_waits.assign(m_cards.size(), true);
    if (!m_timer.isActive())
        m_timer.start();
}

void ChartGrid::flush()
{
    while (m_timer.isActive())
        handOn();
}

void ChartGrid::handOn()
{
    // In turn from the last one on, so that a steady stream of digests starves no chart.
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const std::size_t card = (m_next + i) % m_cards.size();
        if (!m_waits[card])
            continue;
        m_waits[card] = false;
        m_next = card + 1;
        m_cards[card]->chart()->setDigest(m_digest);
        if (!m_cards[card]->isHidden())
            return;
    }
    m_timer.stop();
}

std::vector<charts::Chart*> ChartGrid::shownCharts() const
{
    std::vector<charts::Chart*> shown;
    for (auto* card : m_cards)
        if (!card->isHidden())
            shown.push_back(card->chart());
    return shown;
}

} // namespace btw::pages
