// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/importflow.h"

#include "ui/pages/import/columnscard.h"
#include "ui/pages/import/columnstable.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/importview.h"
#include "workspace/jobs/queue.h"

#include <QFileInfo>
#include <QPushButton>
#include <QScopedValueRollback>

#include <algorithm>
#include <utility>

namespace btw::pages {

using State = ImportView::State;

namespace {

bool hasErrors(const std::vector<io::Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
}

} // namespace

ImportFlow::ImportFlow(jobs::Queue& queue, ImportView& view, QObject* parent)
    : QObject(parent)
    , m_queue(queue)
    , m_view(view)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_rest, &QTimer::timeout, this, &ImportFlow::read);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_passing = !m_shown;
        showView();
    });
    connect(&queue, &jobs::Queue::importPreviewed, this, &ImportFlow::previewed);
    connect(&queue, &jobs::Queue::importProgress, this, [this](double share) {
        if (m_stage == Stage::Choosing && m_unanswered == 1)
            m_view.setProgress(share);
    });
    connect(&queue, &jobs::Queue::importRead, this, &ImportFlow::readDone);
    connect(&queue, &jobs::Queue::importCancelled, this, &ImportFlow::readStopped);
    connect(&queue, &jobs::Queue::importFailed, this, &ImportFlow::failed);
    connect(&view, &ImportView::openRequested, this, &ImportFlow::take);
    connect(&view, &ImportView::readRequested, this, &ImportFlow::read);
    connect(&view, &ImportView::discardRequested, this, &ImportFlow::discard);
    connect(&view, &ImportView::cancelRequested, this, [this] {
        m_rest.stop();
        m_passing = false;
        m_queue.cancelImport();
    });
    connect(&view.draft(), &ImportDraft::changed, this, [this] {
        if (m_stage != Stage::Choosing || m_settingUp)
            return;
        m_passing = false;
        release(); // it is of other choices
        guessAgain();
        m_view.setState(m_view.draft().missing().isEmpty() ? State::Reading : State::Waiting);
        m_rest.start();
    });
}

void ImportFlow::open(const QString& path, Ask ask)
{
    m_recipe = {};
    begin(path, ask);
}

void ImportFlow::change(const jobs::ImportPlan& plan)
{
    m_recipe = plan.recipe;
    begin(plan.path, Ask::Always);
    showView();
}

void ImportFlow::openAs(const jobs::ImportPlan& plan)
{
    m_recipe = plan.recipe;
    begin(plan.path, Ask::Problems);
}

bool ImportFlow::hasChoices() const
{
    return m_stage == Stage::Choosing && m_shown && !m_view.draft().history().isClean();
}

QString ImportFlow::source() const { return m_preview ? m_preview->path : m_path; }

void ImportFlow::begin(const QString& path, Ask ask)
{
    if (m_unanswered > 0)
        m_queue.cancelImport();
    m_rest.stop();
    m_stage = Stage::Looking;
    m_ask = ask;
    m_shown = false;
    m_passing = false;
    m_isFirst = true;
    m_path = QFileInfo(path).absoluteFilePath();
    m_preview.reset();
    m_report.reset();
    m_view.setSource(m_path);
    m_patience.start();
    m_queue.previewImport(m_path);
}

void ImportFlow::guessAgain()
{
    if (m_view.draft().isGuessOutdated())
        m_queue.previewImport(m_path, m_view.draft().choices().remedies);
}

void ImportFlow::previewed(const std::shared_ptr<const io::ImportPreview>& preview)
{
    if (preview->asked != m_path || m_stage == Stage::None || m_stage == Stage::Taking)
        return;
    const QScopedValueRollback settingUp(m_settingUp, true);
    if (m_stage == Stage::Choosing) {
        const bool lacked = !m_view.draft().missing().isEmpty();
        m_view.draft().setGuess(preview);
        if (lacked && m_view.draft().missing().isEmpty())
            m_rest.start();
        return;
    }
    m_preview = preview;
    m_stage = Stage::Choosing;
    m_view.setPreview(preview, m_recipe.isEmpty() ? preview->recipe : m_recipe);
    if (m_ask == Ask::Always || (m_ask == Ask::Guesses && preview->guessed)) {
        m_passing = false;
        showView();
    }
    guessAgain();
    read();
}

void ImportFlow::read()
{
    if (m_stage != Stage::Choosing || !m_preview)
        return;
    release();
    if (!m_view.draft().missing().isEmpty()) {
        if (m_unanswered > 0)
            m_queue.cancelImport();
        m_view.showUnread();
        m_view.setState(State::Waiting);
        showView();
        return;
    }
    // A recipe that stays as it is needs no second file.
    const bool asKept = m_preview->format == QLatin1String("recipe") && m_view.draft().history().isClean();
    m_plan = asKept ? jobs::ImportPlan { m_path, {} } : m_view.draft().plan();
    ++m_unanswered;
    m_view.setState(State::Reading);
    m_queue.readImport(m_plan);
}

bool ImportFlow::canBeMended(const std::vector<io::Problem>& problems) const
{
    return !m_view.draft().tables().empty()
        || std::any_of(problems.begin(), problems.end(),
            [](const io::Problem& problem) { return !problem.remedies.empty(); });
}

void ImportFlow::readDone(const std::shared_ptr<const jobs::ImportReport>& report)
{
    m_unanswered = std::max(0, m_unanswered - 1);
    if (m_stage != Stage::Choosing || !m_preview || m_unanswered > 0 || m_rest.isActive())
        return; // of choices that have changed since
    m_report = report;
    m_view.setReport(report);
    m_view.setState(State::Done);
    const bool good = report->cohort && !hasErrors(report->problems);
    if (m_shown && !(m_passing && good)) {
        // Where nothing is left to decide, one key opens it.
        if (std::exchange(m_isFirst, false) && m_view.openButton()->isEnabled()
            && m_view.columns()->table()->hasFocus())
            m_view.openButton()->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (good) {
        take();
    } else if (canBeMended(report->problems)) {
        showView();
    } else {
        m_patience.stop();
        m_stage = Stage::None;
        release();
        Q_EMIT unusable(m_path, report->problems);
    }
}

void ImportFlow::readStopped()
{
    m_unanswered = std::max(0, m_unanswered - 1);
    if (m_stage != Stage::Choosing || m_unanswered > 0 || m_rest.isActive()
        || m_view.state() != State::Reading)
        return;
    m_view.setState(State::Waiting);
    m_view.say(tr("Reading was cancelled; nothing was changed."));
}

void ImportFlow::take()
{
    if (!m_report || !m_report->cohort)
        return;
    m_patience.stop();
    m_stage = Stage::Taking;
    m_view.setState(State::Taking);
    m_queue.acceptImport(m_plan, m_report->cohort, QString::fromStdString(m_report->cohort->name));
}

void ImportFlow::showView()
{
    m_patience.stop();
    if (m_shown || m_stage == Stage::None)
        return;
    m_shown = true;
    Q_EMIT viewWanted();
    m_view.columns()->table()->setFocus(Qt::OtherFocusReason);
}

void ImportFlow::discard()
{
    if (m_stage == Stage::None || m_stage == Stage::Taking)
        return;
    if (m_unanswered > 0)
        m_queue.cancelImport();
    m_rest.stop();
    m_patience.stop();
    m_stage = Stage::None;
    release();
    Q_EMIT discarded();
}

std::shared_ptr<const jobs::ImportReport> ImportFlow::reportOf(
    const std::shared_ptr<const data::Cohort>& cohort) const
{
    return m_report && cohort && m_report->cohort == cohort ? m_report : nullptr;
}

void ImportFlow::taken()
{
    m_stage = Stage::None;
    m_patience.stop();
    release();
}

/// A cohort may take gigabytes: none stays in memory that is no longer wanted.
void ImportFlow::release()
{
    m_report.reset();
    m_view.releaseReport();
}

void ImportFlow::failed(const QString& sentence)
{
    if (m_stage != Stage::Looking && m_stage != Stage::Taking)
        return; // of one that was left
    const bool wasRead = m_stage == Stage::Taking && m_report;
    m_stage = Stage::Choosing;
    m_view.setState(wasRead ? State::Done : State::Waiting);
    m_view.say(sentence);
    showView();
}

} // namespace btw::pages
