// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/trainpage.h"

#include "ui/models/words.h"
#include "ui/pages/train/awaitedrun.h"
#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/courseview.h"
#include "ui/pages/train/explanation.h"
#include "ui/pages/train/hiddentest.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/result/runchooser.h"
#include "ui/pages/train/result/savereport.h"
#include "ui/pages/train/trainhead.h"
#include "ui/widgets/banner.h"

#include <QStackedWidget>
#include <QToolTip>
#include <QVBoxLayout>

#include <utility>

namespace btw::pages {

using widgets::Theme;

namespace {

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
    , m_banner(new widgets::Banner(this))
    , m_head(new TrainHead(actions, this))
    , m_bodies(new QStackedWidget(this))
    , m_study(new ResultView(canAsk))
    , m_course(new CourseView(figures))
{
    setAccessibleName(tr("Train"));
    m_bodies->addWidget(m_study);
    m_bodies->addWidget(m_course);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kCardGap);
    top->setSpacing(12);
    top->addWidget(m_head);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addLayout(top);
    page->addWidget(m_bodies, 1);
    page->addWidget(widgets::atFoot(m_banner));
    connect(m_head, &TrainHead::viewChanged, this, &TrainPage::showView);
    connect(m_head, &TrainHead::followWanted, this, &TrainPage::followRequested);
    connect(m_head, &TrainHead::startWanted, this, &TrainPage::startWanted);
    const auto save = [this] { saveReport(*m_study, *m_banner); };
    connect(m_head, &TrainHead::reportWanted, this, save);
    connect(m_study, &ResultView::reportWanted, this, save);
    tellSaved(*this, *m_banner);
    connect(m_head, &TrainHead::copyWanted, this, [this] { copyFirstTable(*m_study); });
    const auto tellResult = [this] {
        m_head->setResult(m_study->title(), m_study->basis(), m_study->result() != nullptr);
        m_redraw.request(); // perhaps of other people
        tellShown();
    };
    connect(m_study, &ResultView::wordsChanged, this, tellResult);
    connect(&m_people, &SubgroupDigest::counted, this, [this] { m_redraw.request(); });
    connect(&m_people, &SubgroupDigest::failed, this, [this](const QString& sentence) {
        if (m_study->result()) // where it is said why a result could not be had of others
            m_study->showRefusal(sentence);
    });
    tellResult();
    refresh();
    showView();
}

void TrainPage::countWith(experiments::StoreLookup& lookup)
{
    m_people.countWith(lookup);
    m_redraw.request();
}

void TrainPage::setAnyTrained(bool any)
{
    m_anyTrained = any;
    m_redraw.request();
}

void TrainPage::offerResult() { m_head->offerResult(); }

void TrainPage::setStudy(const experiments::Study& study)
{
    m_ofStudy.setStudy(study);
    m_redraw.request();
    wantCourse();
}

bool TrainPage::isLiveOfStudy() const
{
    return m_live.progress.isLive() && m_ofStudy.hasTraining(m_liveTraining);
}

void TrainPage::wantCourse()
{
    if (!isVisible() || showsResult() || m_ofStudy.isEmpty())
        return;
    if (m_following && m_live.progress.isLive() && (m_isWatched || isLiveOfStudy()))
        return;
    const qint64 wanted = m_ofStudy.chosen();
    if (m_ofStudy.hasRun(shownRun())) {
        // What was watched to its end still says that the test rows are hidden, and may be a placebo's.
        const bool isStale = m_live.digest && m_live.digest->run.status == store::RunStatus::Finished
            && m_live.digest->errorSplit == Split::Validation;
        const bool isAnother = m_ofStudy.hasLeading() && wanted != shownRun();
        if (!m_following || !m_ofStudy.isOpen() || (!isStale && !isAnother))
            return;
    } else if (isLiveOfStudy()) {
        Q_EMIT followRequested();
        return;
    }
    if (wanted != 0 && std::exchange(m_courseWanted, wanted) != wanted)
        Q_EMIT courseWanted(wanted);
}

void TrainPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    wantCourse();
}

void TrainPage::showResult(bool shown) { m_head->setView(shown ? TrainHead::Result : TrainHead::Course); }

bool TrainPage::showsResult() const { return m_head->view() == TrainHead::Result; }

void TrainPage::showView()
{
    m_bodies->setCurrentWidget(showsResult() ? static_cast<QWidget*>(m_study) : m_course);
    if (showsResult())
        m_isWatched = false;
    m_head->setCanFollow(m_live.progress.isLive() && (!m_following || showsResult()));
    tellShown();
    wantCourse();
}

void TrainPage::setTheme(const Theme& theme)
{
    m_head->setTheme(theme);
    m_course->setTheme(theme);
    m_study->setTheme(theme);
}

void TrainPage::expect(std::optional<Task> task, weighting::Variant variant, std::uint64_t seed)
{
    m_following = true;
    m_isWatched = true;
    begin(task, variant, seed);
}

void TrainPage::begin(
    std::optional<Task> task, weighting::Variant variant, std::uint64_t seed, std::int64_t trainingId)
{
    if (m_following && !m_isWatched && m_live.digest && !m_ofStudy.hasTraining(trainingId)) {
        m_opened = m_live;
        m_following = false;
        Q_EMIT kept(shownRun());
    }
    m_liveTraining = trainingId;
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
        m_liveTraining = start->training.id;
        m_task = start->task;
        m_live.digest = awaitedDigest(start->run, m_live.progress.variant(), m_task);
        m_live.card.reset();
    } else if (const auto* epoch = std::get_if<jobs::EpochDone>(&event)) {
        m_live.digest = epoch->digest;
    } else if (const auto* done = std::get_if<jobs::RunDone>(&event)) {
        if (done->digest)
            m_live.digest = m_live.progress.isLastRun() ? done->digest : withTestHidden(*done->digest);
    } else if (const auto* training = std::get_if<jobs::TrainingDone>(&event)) {
        m_live.card = training->card;
        if (m_following)
            m_course->scrollToTop();
    }
    if (m_following)
        m_redraw.request();
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
    m_isWatched = false;
    m_courseWanted = 0;
    QToolTip::hideText(); // of the run before
    m_opened.progress.show(*digest);
    m_opened.digest = std::move(digest);
    m_opened.card = std::move(card);
    m_course->scrollToTop();
    m_redraw.request();
    m_redraw.flush(); // the words at once; charts and card in turns of their own
}

void TrainPage::takeCourse(
    std::shared_ptr<const jobs::RunDigest> digest, std::shared_ptr<const jobs::ResultCard> card)
{
    // Whoever has gone on to a result, or to another question, is not led back.
    const auto run = digest ? digest->run.id : 0;
    if (run == 0 || run != std::exchange(m_courseWanted, 0) || showsResult() || !m_ofStudy.hasRun(run))
        return;
    openRun(std::move(digest), std::move(card));
    Q_EMIT kept(run);
}

void TrainPage::followTraining()
{
    m_following = true;
    m_isWatched = true;
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
    m_course->showNow();
}

void TrainPage::refresh()
{
    const auto& now = shown();
    using State = TrainingProgress::State;
    m_head->setCourse(now.progress, m_following);
    m_head->setNothingTrained(!m_anyTrained && !now.digest && now.progress.state() == State::Idle);
    const auto digest = m_people.of(now.digest, m_ofStudy.hasRun(shownRun()) ? m_study->result() : nullptr);
    m_course->setSubject({ digest, now.card, m_task, cardWords(m_ofStudy.oneOf(shownRun()), digest.get()),
        m_people.withNote(explainNow(now.progress, now.digest.get())) });
    m_head->setCanFollow(m_live.progress.isLive() && (!m_following || showsResult()));
    const bool wasStopped = now.progress.state() == State::Stopped || now.progress.state() == State::Failed;
    m_head->setCanResume(!m_live.progress.isLive()
        && (m_following ? wasStopped : now.digest && canResume(now.digest->run.status)));
    runChooser()->setRun(shownRun());
    tellShown();
}

void TrainPage::tellShown()
{
    const auto& digest = shown().digest;
    if (showsResult() && m_study->result())
        Q_EMIT resultShown(m_study->result()->cohort.name, static_cast<qint64>(m_study->result()->trainings));
    else if (!showsResult() && digest)
        Q_EMIT runShown(digest->run.id, digest->cohortName, digest->run.seed, digest->run.stepKey);
}

RunChooser* TrainPage::runChooser() const { return m_head->chooser(); }
ResultCardView* TrainPage::resultCard() const { return m_course->resultCard(); }
ChartGrid* TrainPage::charts() const { return m_course->charts(); }
QString TrainPage::title() const { return m_head->title(); }
QString TrainPage::statusLine() const { return m_head->statusLine(); }
QString TrainPage::explanation() const { return m_course->explanation(); }
QString TrainPage::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

} // namespace btw::pages
