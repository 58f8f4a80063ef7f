// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/chartgrid.h"

#include "ui/charts/chart.h"
#include "ui/charts/chartcard.h"
#include "ui/charts/figureregistry.h"

#include <QGridLayout>

#include <algorithm>
#include <utility>

namespace btw::pages {

namespace {

constexpr int kColumns = 2;
constexpr int kNarrowest = 240; // a column
constexpr int kBetweenMs = 12;
constexpr int kLowest = 208; // below this a chart's labels crowd
constexpr int kLowestOfRow = 168; // of one that has the whole width
constexpr int kLowestAbove = 264; // of those above it: the page scrolls then, and need not squeeze them

} // namespace

ChartGrid::ChartGrid(const charts::FigureRegistry& figures, QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(widgets::Theme::kCardGap);
    for (const auto& figure : figures.all()) {
        if (figure.need != experiments::FigureNeed::Digest)
            continue; // made of more than the training tells; the page Figures has them
        auto* chart = figure.make(figure).release();
        chart->setTurn(static_cast<int>(m_cards.size()));
        connect(chart, &charts::Chart::peopleChosen, this, &ChartGrid::peopleChosen);
        connect(chart, &charts::Chart::personWanted, this, &ChartGrid::personWanted);
        auto* card = new charts::ChartCard(chart, this);
        card->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        card->hide();
        m_cards.push_back(card);
    }
    m_waits.assign(m_cards.size(), false);
    m_timer.setInterval(kBetweenMs);
    connect(&m_timer, &QTimer::timeout, this, &ChartGrid::handOn);
    for (int column = 0; column < kColumns; ++column) {
        m_grid->setColumnStretch(column, 1);
        m_grid->setColumnMinimumWidth(column, kNarrowest);
    }
    arrange({});
}

void ChartGrid::arrange(const jobs::RunDigest& digest)
{
    std::vector<bool> suits;
    suits.reserve(m_cards.size());
    for (const auto* card : m_cards)
        suits.push_back(card->chart()->figure().suits(digest));
    if (suits == m_suits)
        return;
    m_suits = std::move(suits);
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, 0);
    const auto count = static_cast<int>(std::count(m_suits.begin(), m_suits.end(), true));
    const bool hasLeftOver = count % kColumns != 0;
    if (m_words) {
        m_grid->removeWidget(m_words);
        m_grid->addWidget(m_words, count / kColumns, 0, 1, kColumns);
    }
    int place = 0;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_grid->removeWidget(m_cards[i]);
        m_cards[i]->setVisible(m_suits[i]);
        if (!m_suits[i])
            continue;
        const bool isLeftOver = hasLeftOver && place + 1 == count;
        const int row = place / kColumns + (isLeftOver ? 1 : 0);
        m_cards[i]->setMinimumHeight(isLeftOver ? kLowestOfRow : hasLeftOver ? kLowestAbove : kLowest);
        m_grid->addWidget(m_cards[i], row, place % kColumns, 1, isLeftOver ? kColumns : 1);
        m_grid->setRowStretch(row, isLeftOver ? 0 : 1);
        ++place;
    }
}

void ChartGrid::setWords(QWidget* words)
{
    m_words = words;
    m_suits.clear(); // lay out anew
    arrange(m_digest ? *m_digest : jobs::RunDigest {});
}

void ChartGrid::setTheme(const widgets::Theme& theme)
{
    for (auto* card : m_cards)
        card->chart()->setTheme(theme);
}

void ChartGrid::setDigest(std::shared_ptr<const jobs::RunDigest> digest)
{
    if (digest)
        arrange(*digest);
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

void ChartGrid::setSelected(const std::unordered_set<std::string>& ids)
{
    for (auto* card : m_cards)
        card->chart()->setSelected(ids);
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
