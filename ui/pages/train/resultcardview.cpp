// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/resultcardview.h"

#include "ui/models/subgroupsmodel.h"
#include "ui/models/words.h"
#include "ui/pages/train/verdict.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/intervalplot.h"
#include "ui/widgets/plaintable.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::pages {

using Kind = jobs::ResultLine::Kind;

namespace {

constexpr int kWidest = 1240;
constexpr int kSideBySide = 960; // narrower, the two tables stand below each other

QColor colourOf(const jobs::ResultLine& line, std::size_t modality, const widgets::Theme& theme)
{
    switch (line.kind) {
    case Kind::Modality:
        return theme.modality(modality);
    case Kind::Weighted:
        return theme.accent;
    case Kind::Baseline:
        return theme.baseline;
    case Kind::ReferenceAll:
    case Kind::ReferenceBest:
    case Kind::Trees:
    case Kind::Constant:
        break;
    }
    return theme.dim;
}

QColor toneColour(VerdictSentence::Tone tone, const widgets::Theme& theme)
{
    switch (tone) {
    case VerdictSentence::Tone::Good:
        return theme.corrections;
    case VerdictSentence::Tone::Caution:
        return theme.mistakes;
    case VerdictSentence::Tone::Neutral:
        break;
    }
    return theme.baseline;
}

/// "recall 0.81 (AD), 0.74 (control)": classification, for the reference model.
QString recallWords(const jobs::ResultCard& card, const std::vector<jobs::SubgroupLine>& classes)
{
    if (card.reference >= card.lines.size())
        return {};
    const auto& recall = card.lines[card.reference].perClass;
    QStringList parts;
    for (std::size_t c = 0; c < recall.size() && c < classes.size(); ++c)
        if (!classes[c].hidden && std::isfinite(recall[c]))
            parts << ResultCardView::tr("%1 %2", "a class and its recall")
                         .arg(QString::fromStdString(classes[c].label), models::number(recall[c]));
    return parts.isEmpty() ? QString()
                           : ResultCardView::tr("Share of each class that this model finds (recall): %1.")
                                 .arg(parts.join(QStringLiteral(", ")));
}

} // namespace

ResultCardView::ResultCardView(QWidget* parent)
    : QFrame(parent)
    , m_theme(widgets::Theme::light())
    , m_subtitle(new widgets::ElidedLabel(this))
    , m_sentences(new QLabel(this))
    , m_plot(new widgets::IntervalPlot(this))
    , m_recall(new QLabel(this))
    , m_byClass(makeGroup())
    , m_byPattern(makeGroup())
    , m_groups(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_note(new QLabel(this))
{
    setProperty("card", true);
    setAccessibleName(tr("Result"));
    auto* title = new QLabel(tr("Result"), this);
    title->setProperty("role", QStringLiteral("heading"));
    m_subtitle->setProperty("role", QStringLiteral("caption"));
    m_recall->setProperty("role", QStringLiteral("caption"));
    m_recall->setWordWrap(true);
    m_note->setProperty("role", QStringLiteral("caption"));
    m_note->setWordWrap(true);
    m_note->setText(tr("Corrected: wrong or further off in the baseline, right or closer with weights. "
                       "Groups of fewer than 10 people are not shown."));
    // One text for all sentences: selected and copied together, and laid out in a fraction of the time.
    m_sentences->setWordWrap(true);
    m_sentences->setTextFormat(Qt::RichText);
    m_sentences->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(title);
    head->addWidget(m_subtitle, 1);
    m_groups->setSpacing(widgets::Theme::kPage);
    for (const auto& group : { m_byClass, m_byPattern }) {
        auto* column = new QVBoxLayout;
        column->setSpacing(2);
        column->addWidget(group.title);
        group.table->setMaximumWidth(kWidest / 2);
        column->addWidget(group.table);
        column->addStretch(1);
        m_groups->addLayout(column, 1);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 14);
    column->setSpacing(10);
    column->addLayout(head);
    column->addWidget(m_sentences);
    // Longer rows are hard to follow across a wide screen.
    m_plot->setMaximumWidth(kWidest);
    column->addWidget(m_plot);
    column->addWidget(m_recall);
    column->addLayout(m_groups);
    column->addWidget(m_note);
}

ResultCardView::Group ResultCardView::makeGroup()
{
    Group group { new QLabel(this), new widgets::PlainTable(this), new models::SubgroupsModel(this) };
    group.title->setProperty("role", QStringLiteral("section"));
    group.table->setModel(group.model);
    group.table->setChoosable(true);
    connect(group.table, &widgets::PlainTable::rowChosen, this, [this, model = group.model](int row) {
        if (const auto& ids = model->lineAt(row).ids;
            !ids.empty()) // those that are too few are not pointed at
            Q_EMIT peopleChosen(ids);
    });
    return group;
}

void ResultCardView::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    m_groups->setDirection(width() < kSideBySide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ResultCardView::setTheme(const widgets::Theme& theme)
{
    m_theme = theme;
    m_plot->setTheme(theme);
    refresh();
}

void ResultCardView::setCard(std::shared_ptr<const jobs::ResultCard> card, Task task, const QString& oneOf)
{
    if (card == m_card && oneOf == m_oneOf)
        return;
    m_oneOf = oneOf;
    m_card = std::move(card);
    m_task = task;
    refresh();
}

void ResultCardView::showGroup(const Group& group, const QString& title,
    const std::vector<jobs::SubgroupLine>& lines, const QString& heading)
{
    group.title->setText(title);
    group.model->setLines(lines, heading);
    group.table->setAccessibleName(title);
    group.table->setColumnHidden(models::SubgroupsModel::People, !group.model->hasPeople());
    const bool any = group.model->rowCount() > 0;
    group.title->setVisible(any);
    group.table->setVisible(any);
}

void ResultCardView::refresh()
{
    if (!m_card)
        return;
    const auto& card = *m_card;
    const QString subtitle
        = (card.lowerIsBetter ? tr("%1 on %2, lower is better", "a metric on so many rows")
                              : tr("%1 on %2, higher is better", "a metric on so many rows"))
              .arg(models::metricName(card.metric), testRowsWords(card.n, card.people));
    m_subtitle->setText(subtitle);

    const Verdict verdict(card, m_oneOf);
    m_said.clear();
    QString html;
    for (const auto& sentence : verdict.sentences()) {
        m_said << sentence.text;
        // A hanging indent: further lines start where the first one's words do.
        html += QStringLiteral("<p style='margin:0 0 4px 18px; text-indent:-18px'>"
                               "<span style='color:%1'>●</span>&nbsp; %2</p>")
                    .arg(toneColour(sentence.tone, m_theme).name(), sentence.text.toHtmlEscaped());
    }
    m_sentences->setText(html);
    m_sentences->setAccessibleName(m_said.join(QLatin1Char(' ')));

    std::vector<widgets::IntervalRow> rows;
    const auto placeOf = [&card](const jobs::ResultLine& line) {
        const auto& all = card.modalities;
        return static_cast<std::size_t>(std::find(all.begin(), all.end(), line.label) - all.begin());
    };
    for (std::size_t i = 0; i < card.lines.size(); ++i) {
        const auto& line = card.lines[i];
        rows.push_back({ verdict.lineName(line), line.value, line.low, line.high, models::count(line.n),
            verdict.comparisonWords(line), colourOf(line, placeOf(line), m_theme), i == card.reference });
    }
    m_plot->setRows(rows, models::metricShort(card.metric));

    const bool weighted
        = card.reference < card.lines.size() && card.lines[card.reference].kind == Kind::Weighted;
    const std::vector<jobs::SubgroupLine> none;
    const bool byClass = m_task == Task::Classification;
    showGroup(m_byClass, byClass ? tr("For whom: by class") : tr("For whom: by label"),
        weighted ? card.byClass : none, byClass ? tr("Class") : tr("Label"));
    showGroup(m_byPattern, tr("For whom: by what is known about them"),
        // One pattern is everyone, and says nothing new.
        weighted && card.byPattern.size() > 1 ? card.byPattern : none, tr("Has"));
    m_note->setVisible(weighted && (!card.byClass.empty() || !card.byPattern.empty()));
    m_recall->setText(byClass ? recallWords(card, card.byClass) : QString());
    m_recall->setVisible(!m_recall->text().isEmpty());
}

} // namespace btw::pages
