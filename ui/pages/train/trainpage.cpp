// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/trainpage.h"

#include "engine/analysis/metrics.h"
#include "ui/models/words.h"
#include "ui/pages/actions.h"
#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/closedtest.h"
#include "ui/pages/train/explanation.h"
#include "ui/pages/train/result/resultreport.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/result/runchooser.h"
#include "ui/pages/train/resultcardview.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/existingfolder.h"
#include "ui/widgets/scrolledpage.h"
#include "ui/widgets/stepbar.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFrame>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kResult = 0; // the two views
constexpr int kCourse = 1;
constexpr int kBetweenMs = 12; // as long as a chart waits for the one before it
constexpr int kButtonWidth = 92; // "Pause" and "Resume" in the same place

/// A button that is an action: state and help follow it. \param isShown asked whenever the action changes
QPushButton* buttonFor(
    QAction* action, const QString& text, QWidget* parent, const std::function<bool()>& isShown)
{
    auto* button = new QPushButton(text, parent);
    button->setMinimumWidth(kButtonWidth);
    const auto follow = [action, button, isShown] {
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isEnabled() && isShown());
        button->setToolTip(
            TrainPage::tr("%1 (%2)", "help and shortcut")
                .arg(action->toolTip(), action->shortcut().toString(QKeySequence::NativeText)));
    };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

bool canResume(store::RunStatus status)
{
    return status == store::RunStatus::Stopped || status == store::RunStatus::Interrupted
        || status == store::RunStatus::Failed || status == store::RunStatus::Queued;
}

} // namespace

TrainPage::TrainPage(
    const Actions& actions, const charts::FigureRegistry& figures, bool canAsk, QWidget* parent)
    : Page(parent)
    , m_redraw([this] { refresh(); })
    , m_views(new QTabBar(this))
    , m_bodies(new QStackedWidget(this))
    , m_study(new ResultView(canAsk))
    , m_chooser(new RunChooser(this))
    , m_resultTitle(new QLabel(this))
    , m_resultBasis(new widgets::ElidedLabel(this))
    , m_report(new QPushButton(tr("Report (&PDF)…"), this))
    , m_copy(new QPushButton(tr("&Copy table"), this))
    , m_title(new QLabel(this))
    , m_status(new widgets::ElidedLabel(this))
    , m_steps(new widgets::StepBar(this))
    , m_follow(new QPushButton(tr("Back to the &training"), this))
    , m_resume(new QPushButton(tr("&Resume run"), this))
    , m_banner(new widgets::Banner(this))
    , m_scroll(new widgets::ScrolledPage(this))
    , m_result(new ResultCardView)
    , m_charts(new ChartGrid(figures))
    , m_explanation(new QLabel)
{
    setAccessibleName(tr("Train"));
    m_views->setAccessibleName(tr("Result or course"));
    m_views->addTab(tr("Result"));
    m_views->addTab(tr("Course of training"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_views->setCurrentIndex(kCourse);
    m_views->hide();
    m_resultTitle->setProperty("role", QStringLiteral("title"));
    m_resultTitle->setTextFormat(Qt::PlainText);
    m_resultBasis->setProperty("role", QStringLiteral("caption"));
    connect(m_views, &QTabBar::currentChanged, this, &TrainPage::showView);
    connect(m_study, &ResultView::wordsChanged, this, &TrainPage::showView);
    connect(m_chooser, &RunChooser::filled, this, &TrainPage::showView);
    connect(m_report, &QPushButton::clicked, this, &TrainPage::saveReport);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (!m_study->tiles().empty())
            QGuiApplication::clipboard()->setText(m_study->tiles().front()->table().tsv());
    });
    m_title->setProperty("role", QStringLiteral("title"));
    m_status->setProperty("role", QStringLiteral("caption"));
    m_status->setAccessibleName(tr("Progress"));
    const auto isShown = [this] { return showsTraining(); };
    auto* pause = m_pause = buttonFor(actions.pause, tr("&Pause"), this, isShown);
    connect(actions.pause, &QAction::toggled, pause,
        [pause](bool paused) { pause->setText(paused ? tr("&Resume") : tr("&Pause")); });
    auto* stop = m_stop = buttonFor(actions.stop, tr("&Stop"), this, isShown);
    stop->setProperty("kind", QStringLiteral("danger"));
    m_follow->hide();
    m_resume->hide();
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(kBetweenMs);
    connect(&m_cardTimer, &QTimer::timeout, this, &TrainPage::showCard);
    connect(m_follow, &QPushButton::clicked, this, &TrainPage::followRequested);
    connect(m_resume, &QPushButton::clicked, actions.resumeRun, &QAction::trigger);
    buildLayout(pause, stop);
    refresh();
    showView();
}

void TrainPage::buildLayout(QPushButton* pause, QPushButton* stop)
{
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    for (auto* label : { static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_status),
             static_cast<QWidget*>(m_resultTitle), static_cast<QWidget*>(m_resultBasis) })
        words->addWidget(label);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addLayout(words, 1);
    for (auto* button : { m_report, m_copy, m_follow, m_resume, pause, stop })
        head->addWidget(button, 0, Qt::AlignTop);
    auto* views = new QHBoxLayout;
    views->setSpacing(8);
    views->addWidget(m_views);
    views->addStretch(1);
    views->addWidget(m_chooser, 1);

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
    m_result->hide();
    column->addWidget(m_result);
    column->addWidget(m_charts, 1);
    m_charts->setWords(strip);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kCardGap);
    top->setSpacing(12);
    top->addWidget(m_banner);
    top->addLayout(views);
    top->addLayout(head);
    top->addWidget(m_steps);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addLayout(top);
    m_bodies->addWidget(m_study);
    m_bodies->addWidget(m_scroll);
    page->addWidget(m_bodies, 1);
}

void TrainPage::offerResult()
{
    m_views->show();
    showView();
}

void TrainPage::setStudy(const experiments::Study& study)
{
    m_trainings = study.trainings;
    m_cuts = study.folds * study.repeats;
    m_redraw.request();
}

QString TrainPage::oneOf() const
{
    const auto run = shownRun();
    const auto own = std::find_if(
        m_trainings.begin(), m_trainings.end(), [run](const auto& training) { return training.has(run); });
    if (own == m_trainings.end())
        return {};
    std::set<std::uint64_t> seeds;
    for (const auto& other : m_trainings)
        if (other.cohortId == own->cohortId && other.variant == own->variant && other.spec == own->spec)
            seeds.insert(other.seed);
    QStringList of;
    if (m_cuts > 1)
        of << tr("%1 folds").arg(m_cuts);
    if (seeds.size() > 1)
        of << tr("%1 seeds").arg(seeds.size());
    return of.isEmpty()
        ? QString()
        : tr("This is one of %1: the tab “Result” joins them, and says what they show together.")
              .arg(models::joined(of));
}

void TrainPage::showResult(bool shown)
{
    QToolTip::hideText(); // of what was on show before
    m_views->setCurrentIndex(shown && !m_views->isHidden() ? kResult : kCourse);
}

bool TrainPage::showsResult() const { return m_views->currentIndex() == kResult; }

bool TrainPage::showsTraining() const { return m_following && !showsResult(); }

void TrainPage::showStop()
{
    // They are about the training: beside a result or another run they would stop what is not in sight.
    for (auto* button : { m_pause, m_stop })
        button->setVisible(showsTraining() && button->isEnabled());
}

void TrainPage::showView()
{
    const bool isResult = showsResult();
    m_bodies->setCurrentIndex(isResult ? kResult : kCourse);
    m_title->setVisible(!isResult);
    m_status->setVisible(!isResult);
    m_steps->setVisible(!isResult);
    m_resultTitle->setVisible(isResult);
    m_resultTitle->setText(m_study->title());
    m_resultBasis->setVisible(isResult);
    m_resultBasis->setText(m_study->basis());
    m_report->setVisible(isResult && m_study->result() != nullptr);
    m_copy->setVisible(isResult && m_study->result() != nullptr);
    m_chooser->setVisible(!isResult && m_chooser->count() > 1);
    showStop();
}

void TrainPage::saveReport()
{
    const QString folder = widgets::existingFolder(QStandardPaths::DocumentsLocation);
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save the report"), QDir(folder).filePath(tr("result.pdf")), tr("PDF file (*.pdf)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        path += QLatin1String(".pdf");
    if (const QString error = writeReport(*m_study, path); !error.isEmpty())
        m_banner->warn(error);
    else
        m_banner->say(tr("The report is saved as %1.").arg(QDir::toNativeSeparators(path)));
}

void TrainPage::setTheme(const Theme& theme)
{
    m_steps->setTheme(theme);
    m_charts->setTheme(theme);
    m_result->setTheme(theme);
    m_study->setTheme(theme);
}

void TrainPage::expect(std::optional<Task> task, weighting::Variant variant, std::uint64_t seed)
{
    m_following = true;
    begin(task, variant, seed);
}

void TrainPage::begin(std::optional<Task> task, weighting::Variant variant, std::uint64_t seed)
{
    m_task = task.value_or(m_task);
    m_live = {};
    m_live.progress.expect(variant, seed);
    m_redraw.request();
    m_redraw.flush();
}

void TrainPage::apply(const jobs::TrainingEvent& event)
{
    m_live.progress.apply(event);
    if (const auto* start = std::get_if<jobs::RunStarted>(&event)) {
        m_task = start->task;
        m_live.digest = digestWithoutEpochs(start->run);
        m_live.card.reset();
    } else if (const auto* epoch = std::get_if<jobs::EpochDone>(&event)) {
        m_live.digest = epoch->digest;
    } else if (const auto* done = std::get_if<jobs::RunDone>(&event)) {
        if (done->digest)
            m_live.digest = m_live.progress.isLastRun() ? done->digest : withTestClosed(*done->digest);
    } else if (const auto* training = std::get_if<jobs::TrainingDone>(&event)) {
        m_live.card = training->card;
        if (m_following)
            m_scroll->verticalScrollBar()->setValue(0);
    }
    if (m_following)
        m_redraw.request();
}

std::shared_ptr<const jobs::RunDigest> TrainPage::digestWithoutEpochs(const store::RunRecord& run) const
{
    // Lets the charts say what comes in this step until its first epoch is there.
    auto digest = std::make_shared<jobs::RunDigest>();
    digest->run = run;
    digest->run.status = store::RunStatus::Running;
    digest->run.spec.variant = m_live.progress.variant();
    digest->task = m_task;
    digest->metric = analysis::smoothingMetric(digest->task);
    digest->epochsAtMost = run.spec.epochs;
    return digest;
}

void TrainPage::setPaused(bool paused)
{
    m_live.progress.setPaused(paused);
    m_redraw.request();
}

void TrainPage::openRun(
    std::shared_ptr<const jobs::RunDigest> digest, std::shared_ptr<const jobs::ResultCard> card)
{
    if (!digest)
        return;
    m_following = false;
    QToolTip::hideText(); // of the run before
    m_opened.progress.show(*digest);
    m_opened.digest = std::move(digest);
    m_opened.card = std::move(card);
    m_scroll->verticalScrollBar()->setValue(0);
    m_redraw.request();
    m_redraw.flush(); // the words at once; charts and card in turns of their own
}

void TrainPage::followTraining()
{
    m_following = true;
    m_redraw.request();
}

void TrainPage::showMessage(const QString& happened, const QString& safe, const QString& next)
{
    m_banner->warn(happened, safe, next);
}

qint64 TrainPage::shownRun() const
{
    return shown().digest ? shown().digest->run.id : shown().progress.runId();
}

void TrainPage::refreshNow()
{
    m_redraw.request();
    m_redraw.flush();
    while (m_cardTimer.isActive()) {
        m_cardTimer.stop();
        showCard();
    }
    m_charts->flush();
}

void TrainPage::refresh()
{
    const auto& now = shown();
    m_title->setText(now.progress.title());
    m_status->setText(now.progress.statusLine());
    m_steps->setSegments(now.progress.segments());
    m_charts->setDigest(now.digest);
    if (!now.card)
        m_result->hide();
    else if (m_result->isHidden() || m_result->card() != now.card || m_result->oneOf() != oneOf())
        m_cardTimer.start();
    const QString words = now.digest  ? explainWeights(*now.digest)
        : now.progress.isPart()       ? explainPart()
        : now.progress.takesWeights() ? explainStep(now.progress.step(), now.progress.variant())
                                      : explainUnweighted(now.progress.step());
    m_explanation->setText(tr("<b>What am I looking at?</b> %1").arg(words.toHtmlEscaped()));
    m_explanation->setToolTip(words);
    m_follow->setVisible(!m_following && m_live.progress.isLive());
    showStop();
    using State = TrainingProgress::State;
    const bool wasStopped = now.progress.state() == State::Stopped || now.progress.state() == State::Failed;
    m_resume->setVisible(!m_live.progress.isLive()
        && (m_following ? wasStopped : now.digest && canResume(now.digest->run.status)));
    m_chooser->setRun(shownRun());
    if (now.digest)
        Q_EMIT runShown(now.digest->run.id, now.digest->run.seed, now.digest->run.stepKey);
}

void TrainPage::showCard()
{
    const auto& now = shown();
    const bool isFilled = m_result->card() == now.card && m_result->oneOf() == oneOf();
    const bool isShown = !now.card || (isFilled && !m_result->isHidden());
    if (isShown) {
        m_scroll->setUpdatesEnabled(true);
    } else if (!isFilled) {
        m_result->setCard(now.card, now.digest ? now.digest->task : m_task, oneOf());
        m_cardTimer.start();
    } else {
        // The scroll bar that comes with the card has the page laid out again: paint after that.
        m_scroll->setUpdatesEnabled(false);
        m_result->show();
        for (int pass = 0; pass < 2; ++pass)
            for (QObject* laidOut :
                { static_cast<QObject*>(m_scroll->content()), static_cast<QObject*>(m_scroll) })
                QCoreApplication::sendPostedEvents(laidOut, QEvent::LayoutRequest);
        m_cardTimer.start();
    }
}

QString TrainPage::title() const { return m_title->text(); }

QString TrainPage::statusLine() const { return m_status->text(); }

QString TrainPage::explanation() const { return m_explanation->text(); }

QString TrainPage::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

} // namespace btw::pages
