// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/modalitycards.h"

#include "ui/pages/data/modalitycard.h"

#include <QGridLayout>

namespace btw::pages {

using widgets::Theme;

namespace {
constexpr int kTwoColumns = 900 - 2 * Theme::kPage; // on a page that is 900 wide
} // namespace

ModalityCards::ModalityCards(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(Theme::kCardGap);
}

void ModalityCards::setTheme(const Theme& theme)
{
    m_theme = theme;
    for (auto* card : m_cards)
        card->setTheme(theme);
}

void ModalityCards::setSummary(const std::shared_ptr<const jobs::CohortSummary>& summary)
{
    for (auto* card : m_cards)
        delete card;
    m_cards.clear();
    for (std::size_t m = 0; summary && m < summary->modalities.size(); ++m) {
        m_cards.push_back(new ModalityCard(summary, m, this));
        m_cards.back()->setTheme(m_theme);
    }
    place();
}

void ModalityCards::place()
{
    const int columns = width() >= kTwoColumns ? 2 : 1;
    for (std::size_t m = 0; m < m_cards.size(); ++m) {
        const int at = static_cast<int>(m);
        m_grid->addWidget(m_cards[m], at / columns, at % columns); // moves it when it is there already
    }
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, columns == 2 ? 1 : 0);
    // What is left of the height goes below the last row of cards.
    const int rows = (static_cast<int>(m_cards.size()) + columns - 1) / columns;
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, 0);
    m_grid->setRowStretch(rows, 1);
}

void ModalityCards::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

} // namespace btw::pages
