// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/session.h"

#include "engine/error.h"
#include "ui/dialogs/removerun.h"
#include "ui/models/runsmodel.h"
#include "ui/models/words.h"
#include "ui/pages/actions.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/import/importflow.h"
#include "ui/pages/import/importview.h"
#include "ui/pages/sidebar.h"
#include "ui/pages/start/startpage.h"
#include "ui/pages/statusline.h"
#include "ui/pages/train/closedtest.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/settings.h"
#include "workspace/io/cohorthash.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>

namespace btw::pages {

using store::RunStatus;

namespace {

bool isUnfinished(RunStatus status)
{
    return status == RunStatus::Stopped || status == RunStatus::Interrupted || status == RunStatus::Failed
        || status == RunStatus::Queued;
}

/// By its metrics; nothing where there are none yet.
std::optional<Task> taskOf(const store::RunRecord& run)
{
    if (run.validation.empty())
        return std::nullopt;
    return run.validation.count("mae") > 0 ? Task::Regression : Task::Classification;
}

} // namespace

Session::Session(const Parts& parts, int threads, const QString& device, QWidget* window)
    : m_parts(parts)
    , m_window(window)
    , m_threads(threads)
    , m_device(device)
{
    wireQueue();
    wireActions();
    wireImport();
    connect(&m_parts.start, &StartPage::trainRequested, this, &Session::train);
    connect(&m_parts.start, &StartPage::recentChosen, this, &Session::openAgain);
    connect(&m_parts.sidebar, &Sidebar::runOpened, this, &Session::openRun);
    connect(&m_parts.sidebar, &Sidebar::selectedRunChanged, this, &Session::updateRunActions);
    connect(&m_parts.train, &TrainPage::runShown, &m_parts.status,
        [this](qint64 /*runId*/, std::uint64_t seed, const QString& specHash) {
            m_parts.status.setRun(seed, specHash);
        });
    connect(
        &m_parts.settings, &widgets::Settings::recentCohortsChanged, &m_parts.start, &StartPage::setRecents);
    m_parts.start.setRecents(m_parts.settings.recentCohorts());
    m_parts.queue.refreshRuns();
}

Session::~Session() { m_pool.waitForDone(); }

void Session::wireQueue()
{
    auto* queue = &m_parts.queue;
    connect(queue, &jobs::Queue::cohortOpened, this, &Session::cohortOpened);
    connect(queue, &jobs::Queue::cohortDescribed, &m_parts.data, &DataPage::setSummary);
    connect(queue, &jobs::Queue::runsChanged, this, [this](const std::vector<store::RunRecord>& runs) {
        m_parts.runs.setRuns(runs);
        updateRunActions();
    });
    connect(queue, &jobs::Queue::runLoaded, this,
        [this](const std::shared_ptr<const jobs::RunDigest>& digest,
            const std::shared_ptr<const jobs::ResultCard>& card) {
            showLoaded(digest, card);
            if (!m_cohort)
                m_parts.header.setCohort(digest->cohortName,
                    models::modalityCount(static_cast<std::int64_t>(digest->modalities.size())));
        });
    connect(queue, &jobs::Queue::yardstickKnown, &m_parts.runs, &models::RunsModel::setYardstick);
    connect(queue, &jobs::Queue::reported, this, &Session::handle);
    connect(queue, &jobs::Queue::busyChanged, this, &Session::setBusy);
    connect(queue, &jobs::Queue::waitingChanged, this, &Session::setWaiting);
    connect(queue, &jobs::Queue::failed, this, &Session::failed);
}

void Session::wireActions()
{
    const auto& actions = m_parts.actions;
    connect(
        actions.demoSentiment, &QAction::triggered, this, [this] { startDemo(QStringLiteral("sentiment")); });
    connect(actions.demoLos, &QAction::triggered, this, [this] { startDemo(QStringLiteral("los")); });
    connect(actions.pause, &QAction::toggled, this, [this](bool paused) {
        m_parts.queue.pause(paused);
        m_parts.train.setPaused(paused);
    });
    connect(actions.stop, &QAction::triggered, this, [this] { m_parts.queue.stop(); });
    connect(actions.openRun, &QAction::triggered, this, [this] { openRun(m_parts.sidebar.selectedRun()); });
    connect(actions.resumeRun, &QAction::triggered, this, &Session::resumeSelected);
    connect(actions.removeRun, &QAction::triggered, this, &Session::removeSelected);
    connect(&m_parts.train, &TrainPage::followRequested, &m_parts.train, &TrainPage::followTraining);
}

void Session::wireImport()
{
    auto* view = m_parts.data.importView();
    m_import = std::make_unique<ImportFlow>(m_parts.queue, *view);
    connect(m_import.get(), &ImportFlow::viewWanted, this, [this] {
        m_parts.header.setCohort(tr("Import"), m_import->path());
        m_parts.data.showImport(true);
        Q_EMIT pageWanted(Page::Data);
    });
    connect(m_import.get(), &ImportFlow::discarded, this, [this] {
        showOpenCohort();
        m_parts.data.showImport(false);
        if (!m_cohort)
            Q_EMIT pageWanted(Page::Start);
    });
    connect(m_import.get(), &ImportFlow::unusable, this,
        [this](const QString& path, const std::vector<io::Problem>& problems) {
            m_parts.data.showImport(false);
            cohortOpened(nullptr, path, problems);
        });
    connect(m_parts.actions.changeReading, &QAction::triggered, this, &Session::changeReading);
    connect(&m_parts.queue, &jobs::Queue::cohortExported, this, [this](const QString& path) {
        m_parts.data.say(tr("Exported to %1.").arg(QDir::toNativeSeparators(path)));
    });
    connect(&m_parts.queue, &jobs::Queue::exportFailed, this, [this](const QString& sentence) {
        m_parts.data.warn(
            sentence, tr("The open data is as it was."), tr("Choose another place and export again."));
    });
}

void Session::showLoaded(
    const std::shared_ptr<const jobs::RunDigest>& digest, const std::shared_ptr<const jobs::ResultCard>& card)
{
    const auto id = digest->run.id;
    m_parts.sidebar.showRun(id);
    const bool again = id == m_closedRun; // its training has ended meanwhile
    const auto* listed = m_parts.runs.run(id);
    m_closedRun = listed && m_parts.runs.isTestClosed(*listed) ? id : 0;
    if (m_closedRun != 0)
        m_parts.train.openRun(withTestClosed(*digest), nullptr);
    else
        m_parts.train.openRun(digest, card);
    if (!again)
        Q_EMIT pageWanted(Page::Train);
}

void Session::openClosedRun()
{
    const bool shown = !m_parts.train.isFollowing() && m_parts.train.shownRun() == m_closedRun;
    if (m_closedRun != 0 && shown)
        m_parts.queue.loadRun(m_closedRun);
}

void Session::openPath(const QString& path)
{
    m_opening.clear();
    m_trainWhenOpened = false;
    m_parts.header.setCohort(tr("Opening"), path);
    m_import->open(path, ImportFlow::Ask::Guesses);
}

void Session::openAgain(const QString& path)
{
    m_opening.clear();
    m_trainWhenOpened = false;
    m_parts.header.setCohort(tr("Opening"), path);
    m_import->open(path, ImportFlow::Ask::Problems);
}

void Session::changeReading()
{
    if (m_cohort && !m_plan.path.isEmpty())
        m_import->change(m_plan);
}

QString Session::exportName() const
{
    QString name = m_cohort ? QString::fromStdString(m_cohort->name) : QString();
    for (auto& letter : name)
        if (!letter.isLetterOrNumber() && letter != QLatin1Char('-') && letter != QLatin1Char('.'))
            letter = QLatin1Char('_');
    return name.isEmpty() ? QStringLiteral("data.npz") : name + QStringLiteral(".npz");
}

QString Session::exportTarget(const QString& path, bool isArchive)
{
    const QLatin1String suffix(".npz");
    QString target = path;
    if (isArchive && !target.endsWith(suffix, Qt::CaseInsensitive))
        target += suffix;
    while (!isArchive && target.endsWith(suffix, Qt::CaseInsensitive))
        target.chop(suffix.size());
    return target;
}

void Session::exportData(const QString& path)
{
    if (!m_cohort)
        return;
    m_parts.data.say(tr("Exporting to %1…").arg(QDir::toNativeSeparators(path)));
    Q_EMIT pageWanted(Page::Data);
    m_parts.queue.exportCohort(m_cohort, path);
}

void Session::startDemo(const QString& kind)
{
    m_import->discard();
    m_opening = kind;
    m_trainWhenOpened = true;
    m_parts.header.setCohort(tr("Making the demo cohort"), QString());
    m_parts.queue.openDemo(kind);
}

void Session::cohortOpened(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
    const std::vector<io::Problem>& problems)
{
    m_opening.clear();
    if (!cohort) {
        m_trainWhenOpened = false;
        showOpenCohort();
        m_parts.settings.removeRecentCohort(path);
        m_parts.start.showUnusable(path, problems);
        Q_EMIT pageWanted(Page::Start);
        return;
    }
    const auto report = m_import->reportOf(cohort);
    // Where it leads does not depend on how long the reading took.
    const bool imported = report && m_parts.data.showsImport() && !m_import->isPassing();
    m_cohort = cohort;
    m_cohortPath = path;
    m_plan = report ? m_import->plan() : jobs::ImportPlan { path, {} };
    const auto& found = report ? report->problems : problems;
    if (report)
        m_import->taken();
    showOpenCohort();
    m_parts.data.showImport(false);
    m_parts.start.setCohort(*cohort, path, found);
    m_parts.data.setCohort(cohort, path, found);
    if (report && report->summary)
        m_parts.data.setSummary(report->summary);
    else
        m_parts.queue.describe(cohort);
    for (auto* action : { m_parts.actions.changeReading, m_parts.actions.exportData })
        action->setEnabled(true);
    m_parts.settings.addRecentCohort(path);
    hashCohort();
    if (m_trainWhenOpened) {
        TrainingChoice choice;
        choice.preset = QStringLiteral("demo");
        train(choice);
    } else {
        Q_EMIT pageWanted(imported ? Page::Data : Page::Start);
    }
}

void Session::showOpenCohort()
{
    m_parts.header.setCohort(m_cohort ? QString::fromStdString(m_cohort->name) : tr("BTW Workbench"),
        m_cohort ? models::cohortLine(*m_cohort) : tr("no data open"));
}

void Session::hashCohort()
{
    m_parts.status.setCohortHash(QString());
    // Off this thread: a large cohort takes a while to hash.
    m_pool.start([this, cohort = m_cohort] {
        const QString hash = io::cohortHash(*cohort);
        QMetaObject::invokeMethod(
            this,
            [this, cohort, hash] {
                if (cohort != m_cohort)
                    return;
                m_parts.status.setCohortHash(hash);
                m_parts.data.setHash(hash);
            },
            Qt::QueuedConnection);
    });
}

void Session::train(const TrainingChoice& choice)
{
    if (!m_cohort)
        return;
    try {
        const auto requests = requestsFor(m_cohort, m_cohortPath, choice, m_threads, m_device);
        const bool idle = !m_busy && m_planned.empty();
        for (const auto& request : requests) {
            m_planned.push_back({ m_cohort->task, choice.variant, request.seed });
            m_parts.queue.enqueue(request);
        }
        if (idle)
            m_parts.train.expect(m_cohort->task, choice.variant, requests.front().seed);
        Q_EMIT pageWanted(Page::Train);
    } catch (const Error& error) {
        failed(QString::fromUtf8(error.what()));
    }
}

void Session::handle(const jobs::TrainingEvent& event)
{
    if (const auto* start = std::get_if<jobs::RunStarted>(&event);
        start && start->index == 0 && !m_planned.empty()) {
        const auto planned = m_planned.front();
        m_planned.pop_front();
        m_parts.train.expect(planned.task, planned.variant, planned.seed);
    }
    m_parts.runs.apply(event);
    m_parts.train.apply(event);
    // Whoever looks at another run keeps it selected.
    const auto* started = std::get_if<jobs::RunStarted>(&event);
    if (started && m_parts.train.isFollowing())
        m_parts.sidebar.showRun(started->run.id);
    else if (std::holds_alternative<jobs::EpochDone>(event))
        m_parts.status.saved();
    else if (std::holds_alternative<jobs::TrainingDone>(event)) {
        m_parts.actions.pause->setChecked(false); // the next training does not begin paused
        openClosedRun();
    } else if (const auto* problem = std::get_if<jobs::ProblemFound>(&event))
        say(*problem);
}

void Session::say(const jobs::ProblemFound& problem)
{
    if (problem.severity == data::Severity::Note)
        return;
    if (problem.severity == data::Severity::Warning)
        m_parts.train.showMessage(problem.sentence);
    else
        m_parts.train.showMessage(problem.sentence, tr("Every epoch saved before it is kept."),
            tr("Choose the run in the list to see how far it came, or to resume it."));
}

void Session::failed(const QString& sentence)
{
    const QString safe = tr("What was saved before is safe.");
    if (!m_opening.isEmpty()) {
        m_parts.settings.removeRecentCohort(m_opening);
        m_opening.clear();
        m_trainWhenOpened = false;
        showOpenCohort();
        m_parts.start.showMessage(sentence, safe, tr("Correct it and open it again, or open other data."));
        Q_EMIT pageWanted(Page::Start);
        return;
    }
    m_parts.train.showMessage(sentence, safe);
    m_parts.start.showMessage(sentence, safe);
}

void Session::openRun(qint64 runId)
{
    const auto* run = m_parts.runs.run(runId);
    if (!run)
        return;
    const bool live = m_busy && (run->status == RunStatus::Running || run->status == RunStatus::Paused);
    if (live) {
        m_parts.train.followTraining();
        Q_EMIT pageWanted(Page::Train);
        return;
    }
    m_parts.queue.loadRun(runId);
}

void Session::resumeSelected()
{
    const auto* run = m_parts.runs.run(m_parts.sidebar.selectedRun());
    if (!run)
        return;
    // A person who stopped a training wants it all to go on, whichever of its runs was stopped.
    run = &m_parts.runs.lastOfTraining(*run);
    m_planned.push_back({ taskOf(*run),
        run->step == training::Step::Weighted ? run->spec.variant : weighting::Variant::None, run->seed });
    m_parts.queue.resumeRun(run->id);
    m_parts.train.followTraining();
    Q_EMIT pageWanted(Page::Train);
}

void Session::removeSelected()
{
    const auto* run = m_parts.runs.run(m_parts.sidebar.selectedRun());
    if (!run)
        return;
    const auto id = run->id; // the list may change while the question is open
    if (dialogs::confirmRemoval(*run, m_window))
        m_parts.queue.removeRun(id);
}

void Session::updateRunActions()
{
    const auto& actions = m_parts.actions;
    const auto* run = m_parts.runs.run(m_parts.sidebar.selectedRun());
    actions.openRun->setEnabled(run != nullptr);
    actions.resumeRun->setEnabled(run && isUnfinished(run->status));
    actions.removeRun->setEnabled(
        run && run->status != RunStatus::Running && run->status != RunStatus::Paused);
}

void Session::setWaiting(int trainings)
{
    // One that ended before its first run must not lend its name to the next.
    while (m_planned.size() > static_cast<std::size_t>(trainings) + 1)
        m_planned.pop_front();
}

void Session::setBusy(bool busy)
{
    m_busy = busy;
    const auto& actions = m_parts.actions;
    actions.pause->setEnabled(busy);
    actions.stop->setEnabled(busy);
    if (!busy) {
        m_planned.clear();
        m_parts.runs.endTraining();
        actions.pause->setChecked(false);
        m_parts.queue.refreshRuns();
    }
}

} // namespace btw::pages
