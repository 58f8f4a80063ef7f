// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/importview.h"

#include "ui/models/words.h"
#include "ui/pages/import/columnscard.h"
#include "ui/pages/import/columnstable.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/labelsection.h"
#include "ui/pages/import/modalitysection.h"
#include "ui/pages/import/readwords.h"
#include "ui/pages/import/remedylist.h"
#include "ui/pages/import/rowsection.h"
#include "ui/pages/import/sourcefacts.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/scrolledpage.h"

#include <QAction>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using models::count;
using widgets::Theme;

namespace {

constexpr int kSideNarrowest = 320;
constexpr int kSteps = 1000;

} // namespace

ImportView::ImportView(QWidget* parent)
    : QWidget(parent)
    , m_draft(new ImportDraft(this))
    , m_title(new QLabel(this))
    , m_line(new widgets::ElidedLabel(this))
    , m_status(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(this))
    , m_discard(new QPushButton(this))
    , m_open(new QPushButton(this))
    , m_columns(new ColumnsCard(*m_draft, this))
    , m_side(new widgets::ScrolledPage(this))
    , m_remedies(new RemedyList(*m_draft))
    , m_modalities(new ModalitySection(*m_draft))
    , m_label(new LabelSection(*m_draft))
    , m_rows(new RowSection(*m_draft))
{
    setProperty("page", true);
    m_title->setProperty("role", QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText);
    m_line->setProperty("role", QStringLiteral("caption"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    m_status->setMinimumHeight(m_cancel->sizeHint().height());
    m_progress->setTextVisible(false);
    m_progress->setRange(0, kSteps);
    for (auto* widget : std::initializer_list<QWidget*> { m_progress, m_cancel }) {
        auto policy = widget->sizePolicy();
        policy.setRetainSizeWhenHidden(true); // nothing moves when a reading begins or ends
        widget->setSizePolicy(policy);
    }
    m_open->setProperty("kind", QStringLiteral("primary"));
    m_discard->setProperty("kind", QStringLiteral("quiet"));

    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_line);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addLayout(words, 1);
    top->addWidget(m_discard, 0, Qt::AlignTop);
    top->addWidget(m_open, 0, Qt::AlignTop);
    auto* state = new QHBoxLayout;
    state->setSpacing(8);
    state->addWidget(m_status, 1);
    state->addWidget(m_cancel);

    auto* cards = new QVBoxLayout(m_side->content());
    cards->setSpacing(Theme::kCardGap);
    for (auto* card : std::initializer_list<QWidget*> { m_remedies, m_modalities, m_label, m_rows })
        cards->addWidget(card);
    cards->addStretch(1);
    m_side->setPageMargins({ 0, 0, 12, 0 });
    m_side->setMinimumWidth(kSideNarrowest);
    auto* both = new QHBoxLayout;
    both->setSpacing(Theme::kCardGap);
    both->addWidget(m_columns, 5);
    both->addWidget(m_side, 3);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kPage, 18, Theme::kPage - 12, Theme::kPage);
    column->setSpacing(6);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(0, 0, 12, 0);
    head->setSpacing(6);
    head->addLayout(top);
    head->addLayout(state);
    head->addWidget(m_progress);
    head->addSpacing(4);
    column->addLayout(head);
    column->addLayout(both, 1);

    connect(m_open, &QPushButton::clicked, this, [this] {
        if (canOpen())
            Q_EMIT openRequested();
        else
            Q_EMIT readRequested();
    });
    connect(m_cancel, &QPushButton::clicked, this, &ImportView::cancelRequested);
    connect(m_discard, &QPushButton::clicked, this, &ImportView::discardRequested);
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, [this] {
        if (m_state == State::Reading)
            Q_EMIT cancelRequested();
    });
    connect(m_remedies, &RemedyList::placeChosen, this,
        [this](const io::Remedy& place) { m_columns->showColumn(io::fileOf(place), io::columnOf(place)); });
    connect(m_modalities, &ModalitySection::modalityChosen, m_columns, &ColumnsCard::showModality);
    retranslate();
}

void ImportView::retranslate()
{
    setAccessibleName(tr("Import"));
    m_status->setAccessibleName(tr("State of the import"));
    m_progress->setAccessibleName(tr("Share read"));
    m_cancel->setText(tr("&Cancel reading"));
    m_discard->setText(tr("&Discard"));
    m_discard->setToolTip(tr("Leaves this source as it is and goes back."));
    m_side->setAccessibleName(tr("Choices"));
    showSource();
    showState();
}

void ImportView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_columns->retranslate();
        m_remedies->retranslate();
        m_modalities->retranslate();
        m_label->retranslate();
        m_rows->retranslate();
        retranslate();
    }
    QWidget::changeEvent(event);
}

void ImportView::setTheme(const Theme& theme)
{
    m_columns->setTheme(theme);
    m_modalities->setTheme(theme);
}

void ImportView::setSource(const QString& path)
{
    m_path = path;
    setPreview(nullptr);
    setState(State::Looking);
}

void ImportView::setPreview(std::shared_ptr<const io::ImportPreview> preview, const io::Recipe& recipe)
{
    m_preview = std::move(preview);
    setReport(nullptr);
    m_draft->setPreview(m_preview);
    if (!recipe.isEmpty())
        m_draft->startFrom(recipe);
    m_remedies->setProblems(m_preview ? m_preview->problems : std::vector<io::Problem>());
    showSource();
}

void ImportView::showSource()
{
    m_title->setText(QFileInfo(m_path).fileName());
    QStringList facts;
    if (m_preview)
        facts = sourceFacts(*m_preview, *m_draft,
            m_report && m_report->cohort ? static_cast<std::int64_t>(m_report->cohort->size()) : -1);
    facts << m_path;
    m_line->setText(facts.join(QStringLiteral(" · ")));
}

bool ImportView::canOpen() const { return m_state == State::Done && m_report && m_report->cohort; }

void ImportView::setState(State state)
{
    m_state = state;
    m_said.clear();
    if (state == State::Reading)
        m_share = 0;
    showState();
}

void ImportView::setProgress(double share)
{
    m_share = std::clamp(share, 0.0, 1.0);
    if (m_state == State::Reading)
        showState();
}

void ImportView::setReport(std::shared_ptr<const jobs::ImportReport> report)
{
    m_report = std::move(report);
    auto* focus = focusWidget();
    const bool wasAtRemedy = focus && m_remedies->isAncestorOf(focus);
    if (m_report)
        m_remedies->setProblems(m_report->problems);
    m_modalities->setReport(m_report);
    m_label->setReport(m_report);
    m_rows->setReport(m_report);
    showSource();
    showState();
    if (m_report && wasAtRemedy) {
        const auto buttons = m_remedies->remedyButtons();
        (buttons.empty() ? m_open : buttons.front())->setFocus(Qt::OtherFocusReason);
    }
}

void ImportView::showUnread()
{
    m_label->setReport(nullptr);
    m_remedies->setProblems(m_preview ? m_preview->problems : std::vector<io::Problem>());
    showState();
}

void ImportView::releaseReport()
{
    m_report.reset();
    m_label->releaseReport();
    m_rows->releaseReport();
}

void ImportView::say(const QString& sentence)
{
    m_said = sentence;
    showState();
}

void ImportView::showState()
{
    const bool reading = m_state == State::Reading;
    m_progress->setVisible(reading);
    m_progress->setValue(static_cast<int>(m_share * kSteps));
    m_cancel->setVisible(reading);
    m_discard->setEnabled(m_state != State::Taking);
    const QString missing = m_draft->missing();
    QString words = m_said;
    if (words.isEmpty()) {
        switch (m_state) {
        case State::Looking:
            words = tr("Looking at it…");
            break;
        case State::Reading:
            words = m_share > 0 ? tr("Reading: %1%").arg(qRound(100 * m_share)) : tr("Reading…");
            break;
        case State::Waiting:
            words = missing.isEmpty() ? tr("Not read yet.") : missing;
            break;
        case State::Done:
            words = canOpen() ? warningWords(static_cast<std::int64_t>(m_remedies->warnings()))
                              : errorWords(static_cast<std::int64_t>(m_remedies->errors()));
            break;
        case State::Taking:
            words = tr("Opening…");
            break;
        }
    }
    m_status->setText(words);
    if (canOpen()) {
        m_open->setText(
            tr("&Open %1 instances").arg(count(static_cast<std::int64_t>(m_report->cohort->size()))));
    } else {
        const bool unread = m_state == State::Waiting && missing.isEmpty();
        m_open->setText(unread ? tr("R&ead it") : tr("&Open"));
    }
    m_open->setEnabled(canOpen() || (m_state == State::Waiting && missing.isEmpty() && m_preview));
}

QString ImportView::title() const { return m_title->text(); }

QString ImportView::factsLine() const { return m_line->text(); }

QString ImportView::status() const { return m_status->text(); }

} // namespace btw::pages
