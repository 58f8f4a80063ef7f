// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/cohortsummary.h"

#include <QWidget>

#include <memory>
#include <vector>

class QGridLayout;

namespace btw::pages {

class ModalityCard;

/// A card a modality, in one column or two as there is room.
class ModalityCards : public QWidget
{
    Q_OBJECT

public:
    explicit ModalityCards(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setSummary(const std::shared_ptr<const jobs::CohortSummary>& summary); ///< null: no cards
    const std::vector<ModalityCard*>& all() const { return m_cards; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();

    widgets::Theme m_theme;
    QGridLayout* m_grid;
    std::vector<ModalityCard*> m_cards;
};

} // namespace btw::pages
