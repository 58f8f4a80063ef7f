// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/overview.h"

#include "ui/help/wordbutton.h"
#include "ui/models/words.h"
#include "ui/pages/data/labelchart.h"
#include "ui/pages/data/patternchart.h"
#include "ui/pages/start/problemlist.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kSideBySide = 880; ///< narrower pages have the cards one below the other

QFrame* card(std::initializer_list<QWidget*> widgets, QWidget* parent)
{
    auto* frame = new QFrame(parent);
    frame->setProperty("card", true);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(6);
    for (auto* widget : widgets)
        column->addWidget(widget);
    column->addStretch(1);
    return frame;
}

/// A heading with what a word below it means.
QWidget* headOf(QLabel* title, const QString& word, QWidget* parent)
{
    auto* head = new QWidget(parent);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(title, 1);
    row->addWidget(new help::WordButton(word, head));
    return head;
}

QLabel* labelOf(const char* role, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setWordWrap(true);
    return label;
}

} // namespace

Overview::Overview(QWidget* parent)
    : QWidget(parent)
    , m_both(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_labelsTitle(labelOf("heading", this))
    , m_labelsCaption(labelOf("caption", this))
    , m_labels(new LabelChart(this))
    , m_patternsTitle(labelOf("heading", this))
    , m_patternsCaption(labelOf("caption", this))
    , m_patterns(new PatternChart(this))
    , m_checksTitle(labelOf("heading", this))
    , m_verdict(labelOf("", this))
    , m_problems(new ProblemList(this))
{
    m_both->setSpacing(Theme::kCardGap);
    m_both->addWidget(
        card({ headOf(m_labelsTitle, QStringLiteral("split"), this), m_labelsCaption, m_labels }, this), 5);
    m_both->addWidget(
        card(
            { headOf(m_patternsTitle, QStringLiteral("absent"), this), m_patternsCaption, m_patterns }, this),
        6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kCardGap);
    column->addLayout(m_both);
    column->addWidget(card({ m_checksTitle, m_verdict, m_problems }, this));
    column->addStretch(1);
    retranslate();
}

void Overview::retranslate()
{
    m_labelsTitle->setText(tr("Labels"));
    m_patternsTitle->setText(tr("Who has what"));
    m_checksTitle->setText(tr("Checks"));
    setProblems(m_found);
    setSummary(m_summary);
}

void Overview::setTheme(const Theme& theme)
{
    m_labels->setTheme(theme);
    m_patterns->setTheme(theme);
}

void Overview::setProblems(const std::vector<io::Problem>& problems)
{
    m_found = problems;
    m_problems->setProblems({}, problems);
    showVerdict();
}

void Overview::showVerdict()
{
    const auto number = [this](data::Severity severity) {
        return std::count_if(m_found.begin(), m_found.end(),
            [severity](const io::Problem& problem) { return problem.severity == severity; });
    };
    const auto errors = number(data::Severity::Error);
    const auto warnings = number(data::Severity::Warning);
    const QString leaks = tr("No person or row is in two splits, and no feature is the label itself.");
    if (errors + warnings == 0)
        m_verdict->setText(tr("This data can be used for training. %1").arg(leaks));
    else if (errors == 0)
        m_verdict->setText(
            tr("Training is possible; look at what is listed here first (warnings: %1).").arg(warnings));
    else
        m_verdict->setText(
            tr("Fix this before training (errors: %1, warnings: %2).").arg(errors).arg(warnings));
}

void Overview::setSummary(std::shared_ptr<const jobs::CohortSummary> summary)
{
    m_summary = std::move(summary);
    m_labels->setSummary(m_summary);
    m_patterns->setSummary(m_summary);
    if (!m_summary) {
        m_labelsCaption->setText(tr("Being counted…"));
        m_patternsCaption->setText(tr("Being counted…"));
        return;
    }
    m_labelsCaption->setText(m_summary->cohort->task == Task::Classification
            ? tr("share of each split's rows, one scale")
            : tr("share of each split's rows over the label, one scale"));
    const auto all = jobs::total(m_summary->rows);
    std::int64_t complete = 0;
    for (const auto& pattern : m_summary->patterns)
        if (std::find(pattern.has.begin(), pattern.has.end(), false) == pattern.has.end())
            complete += jobs::total(pattern.rows);
    m_patternsCaption->setText(complete == all
            ? tr("every row has every modality")
            : tr("%1 of %2 rows have every modality; a row of dots is one combination")
                  .arg(models::count(complete), models::count(all)));
}

void Overview::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_both->setDirection(width() >= kSideBySide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

QString Overview::checksText() const
{
    return (QStringList { m_verdict->text() } + m_problems->texts()).join(QLatin1Char('\n'));
}

} // namespace btw::pages
