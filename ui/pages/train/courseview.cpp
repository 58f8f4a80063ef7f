// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/courseview.h"

#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/resultcardview.h"
#include "ui/widgets/scrolledpage.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFrame>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::Theme;

namespace {
constexpr int kBetweenMs = 12; // as long as a chart waits for the one before it
}

CourseView::CourseView(const charts::FigureRegistry& figures, QWidget* parent)
    : QWidget(parent)
    , m_scroll(new widgets::ScrolledPage(this))
    , m_card(new ResultCardView)
    , m_charts(new ChartGrid(figures))
    , m_explanation(new QLabel)
{
    auto* strip = new QFrame;
    strip->setProperty("soft", true);
    strip->setAccessibleName(tr("What am I looking at?"));
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::RichText);
    m_explanation->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    // Room for three lines whatever it says, so that new words move nothing.
    m_explanation->setFixedHeight(3 * QFontMetrics(Theme::textFont()).lineSpacing() + 2);
    auto* stripRow = new QVBoxLayout(strip);
    stripRow->setContentsMargins(14, 10, 14, 10);
    stripRow->addWidget(m_explanation);

    auto* column = new QVBoxLayout(m_scroll->content());
    m_scroll->setPageMargins({ Theme::kPage, 0, Theme::kPage, Theme::kPage });
    column->setSpacing(Theme::kCardGap);
    m_card->hide();
    column->addWidget(m_card);
    column->addWidget(m_charts, 1);
    m_charts->setWords(strip);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_scroll);
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(kBetweenMs);
    connect(&m_cardTimer, &QTimer::timeout, this, &CourseView::showCard);
}

void CourseView::setTheme(const Theme& theme)
{
    m_charts->setTheme(theme);
    m_card->setTheme(theme);
}

bool CourseView::isFilled() const
{
    return m_card->card() == m_subject.card && m_card->oneOf() == m_subject.oneOf;
}

void CourseView::setSubject(const Subject& subject)
{
    m_subject = subject;
    m_charts->setDigest(m_subject.digest);
    if (!m_subject.card)
        m_card->hide();
    else if (m_card->isHidden() || !isFilled())
        m_cardTimer.start();
    m_explanation->setText(tr("<b>What am I looking at?</b> %1").arg(m_subject.words.toHtmlEscaped()));
    m_explanation->setToolTip(m_subject.words);
}

void CourseView::showNow()
{
    while (m_cardTimer.isActive()) {
        m_cardTimer.stop();
        showCard();
    }
    m_charts->flush();
}

void CourseView::scrollToTop() { m_scroll->verticalScrollBar()->setValue(0); }

void CourseView::showCard()
{
    const bool isShown = !m_subject.card || (isFilled() && !m_card->isHidden());
    if (isShown) {
        m_scroll->setUpdatesEnabled(true);
    } else if (!isFilled()) {
        m_card->setCard(
            m_subject.card, m_subject.digest ? m_subject.digest->task : m_subject.task, m_subject.oneOf);
        m_cardTimer.start();
    } else {
        // The scroll bar that comes with the card has the page laid out again: paint after that.
        m_scroll->setUpdatesEnabled(false);
        m_card->show();
        for (int pass = 0; pass < 2; ++pass)
            for (QObject* laidOut :
                { static_cast<QObject*>(m_scroll->content()), static_cast<QObject*>(m_scroll) })
                QCoreApplication::sendPostedEvents(laidOut, QEvent::LayoutRequest);
        m_cardTimer.start();
    }
}

QString CourseView::explanation() const { return m_explanation->text(); }

} // namespace btw::pages
