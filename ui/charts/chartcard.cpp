// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartcard.h"

#include "ui/charts/chart.h"
#include "ui/widgets/names.h"

#include <QBoxLayout>
#include <QFontMetrics>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace btw::charts {

ChartCard::ChartCard(Chart* chart, QWidget* parent)
    : QFrame(parent)
    , m_chart(chart)
    , m_title(new QLabel(this))
    , m_caption(new QLabel(this))
    , m_reset(new QToolButton(this))
    , m_more(new QToolButton(this))
{
    using widgets::Theme;
    setProperty("card", true);
    m_title->setProperty("role", QStringLiteral("heading"));
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setTextFormat(Qt::PlainText); // names may look like markup
    m_caption->setTextFormat(Qt::PlainText);
    m_more->setText(QStringLiteral("\u22ef"));
    connect(m_more, &QToolButton::clicked, this,
        [this] { m_chart->makeMenu()->exec(m_more->mapToGlobal(QPoint(0, m_more->height()))); });

    m_reset->setText(tr("Reset zoom"));
    m_reset->hide();
    connect(m_reset, &QToolButton::clicked, m_chart, &Chart::resetZoom);

    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_caption, 1);
    head->addWidget(m_reset);
    head->addWidget(m_more);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kCardInside, 8, Theme::kCardInside, 8);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_chart, 1);
    connect(m_chart, &Chart::wordsChanged, this, &ChartCard::showWords);
    showWords();
}

void ChartCard::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    showWords();
}

void ChartCard::showWords()
{
    m_title->setText(m_chart->title());
    m_title->setToolTip(m_chart->help().toHtmlEscaped());
    m_title->setAccessibleDescription(m_chart->help());
    m_reset->setAccessibleName(tr("Reset the zoom of %1").arg(m_chart->title()));
    m_reset->setToolTip(tr("Shows all of the figure again (Escape)."));
    m_reset->setVisible(m_chart->isZoomed());
    const QString name = tr("More for %1").arg(m_chart->title());
    m_more->setAccessibleName(name);
    m_more->setToolTip(name);
    const int margins
        = contentsMargins().left() + contentsMargins().right() + 2 * widgets::Theme::kCardInside;
    const int room = width() - margins - m_title->sizeHint().width() - m_more->sizeHint().width()
        - (m_chart->isZoomed() ? m_reset->sizeHint().width() + 10 : 0) - 24;
    const auto widthOf
        = [this](const QString& text) { return m_caption->fontMetrics().horizontalAdvance(text); };
    m_caption->setText(widgets::cutAtWord(m_chart->caption(), std::max(room, 0), widthOf));
    m_caption->setToolTip(m_chart->caption().toHtmlEscaped());
    m_caption->setAccessibleName(m_chart->caption());
}

} // namespace btw::charts
