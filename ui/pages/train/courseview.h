// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/digest.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;

namespace btw::charts {
class FigureRegistry;
}

namespace btw::widgets {
class ScrolledPage;
}

namespace btw::pages {

class ChartGrid;
class ResultCardView;

/// The course of one training: its charts, what one looks at, and, once it has ended, its card.
class CourseView : public QWidget
{
    Q_OBJECT

public:
    /// What there is to show.
    struct Subject
    {
        std::shared_ptr<const jobs::RunDigest> digest; ///< null before there is anything
        std::shared_ptr<const jobs::ResultCard> card; ///< null until there is one
        Task task = Task::Regression;
        QString oneOf; ///< what the run is one of, as of Verdict
        QString words; ///< what one looks at
    };

    explicit CourseView(const charts::FigureRegistry& figures, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    /// The words at once, charts and card in turns of their own.
    void setSubject(const Subject& subject);
    void showNow(); ///< what would be shown soon
    void scrollToTop();
    QString explanation() const;
    ResultCardView* resultCard() const { return m_card; } ///< hidden while there is none
    ChartGrid* charts() const { return m_charts; }

private:
    /// Fills the card, lays the page out with it, paints it: a turn of the event loop each, since one turn
    /// for all would be felt.
    void showCard();
    bool isFilled() const;

    Subject m_subject;
    QTimer m_cardTimer; ///< one of showCard()'s steps is due
    widgets::ScrolledPage* m_scroll;
    ResultCardView* m_card;
    ChartGrid* m_charts;
    QLabel* m_explanation;
};

} // namespace btw::pages
