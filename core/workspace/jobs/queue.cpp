// SPDX-License-Identifier: GPL-3.0-or-later
// The list of trainings, and the thread that they run on, one after the other.
#include "workspace/jobs/queue.h"

#include "engine/training/control.h"
#include "workspace/jobs/importing.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/queueitem.h"
#include "workspace/jobs/reader.h"
#include "workspace/jobs/runner.h"
#include "workspace/jobs/trainingworker.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

#include <sys/resource.h>

namespace btw::jobs {

namespace {

// Where cores are scarce, the window comes first. Linux keeps a nice value for each thread, and the ones that
// OpenMP starts from here inherit it; QThread's priorities do nothing under the default scheduler.
void yieldToTheWindow()
{
    constexpr int kNice = 5;
    ::setpriority(PRIO_PROCESS, 0, kNice);
}

} // namespace

Queue::Queue(const QString& storePath, QObject* parent, systems::SystemRegistry systems)
    : QObject(parent)
    , m_storePath(storePath)
    , m_systems(std::move(systems))
    , m_trainer(new TrainingWorker(storePath))
    , m_reader(new Reader(storePath, m_systems))
    , m_importing(new Importing(storePath, m_closingImports))
{
    m_trainingThread.setObjectName(QStringLiteral("training"));
    m_readingThread.setObjectName(QStringLiteral("reading"));
    m_importingThread.setObjectName(QStringLiteral("importing"));
    m_importing->moveToThread(&m_importingThread);
    m_trainer->moveToThread(&m_trainingThread);
    m_reader->moveToThread(&m_readingThread);
    connect(&m_trainingThread, &QThread::finished, m_trainer, &QObject::deleteLater);
    connect(&m_readingThread, &QThread::finished, m_reader, &QObject::deleteLater);
    connect(&m_importingThread, &QThread::finished, m_importing, &QObject::deleteLater);
    connect(m_importing, &Importing::cohortOpened, this, &Queue::cohortOpened);
    connect(m_importing, &Importing::importProgress, this, &Queue::importProgress);
    connect(m_importing, &Importing::importRead, this, &Queue::importRead);
    connect(m_importing, &Importing::importCancelled, this, &Queue::importCancelled);
    connect(m_importing, &Importing::cohortExported, this, &Queue::cohortExported);
    connect(m_importing, &Importing::importFailed, this, &Queue::importFailed);
    connect(m_importing, &Importing::exportFailed, this, &Queue::exportFailed);
    connect(m_importing, &Importing::failed, this, &Queue::failed);
    connect(m_reader, &Reader::importPreviewed, this, &Queue::importPreviewed);
    connect(m_reader, &Reader::importFailed, this, &Queue::importFailed);
    connect(m_reader, &Reader::cohortDescribed, this, &Queue::cohortDescribed);
    connect(m_reader, &Reader::recorded, this, &Queue::recorded);
    connect(m_reader, &Reader::leftOverFound, this, &Queue::takeLeftOver);
    connect(m_reader, &Reader::runsChanged, this, &Queue::runsChanged);
    connect(m_reader, &Reader::referenceKnown, this, &Queue::referenceKnown);
    connect(m_reader, &Reader::runLoaded, this, &Queue::runLoaded);
    connect(m_reader, &Reader::failed, this, &Queue::failed);
    m_trainingThread.start();
    m_readingThread.start();
    m_importingThread.start();
    QMetaObject::invokeMethod(m_trainer, [] { yieldToTheWindow(); });
}

Queue::~Queue()
{
    m_closing = true;
    stop();
    *m_closingImports = true;
    m_readingThread.requestInterruption();
    m_trainingThread.quit();
    ++*m_lastPreview; // nobody waits for one any more
    // Behind what was asked before: an order or a cancellation is to be kept.
    QMetaObject::invokeMethod(m_reader, [this] { m_readingThread.quit(); });
    m_importingThread.quit();
    m_trainingThread.wait();
    m_readingThread.wait();
    m_importingThread.wait();
}

Queue::Item& Queue::add(const QString& name)
{
    m_items.push_back(std::make_unique<Item>());
    auto& item = *m_items.back();
    item.entry.ticket = ++m_lastTicket;
    item.entry.name = name;
    return item;
}

void Queue::enqueue(const TrainingRequest& request)
{
    auto& item = add(trainingTitle(request.spec, request.seed, request.cohort.get()));
    item.request = request;
    tell();
    QMetaObject::invokeMethod(m_reader,
        [reader = m_reader, ticket = item.entry.ticket, request] { reader->recordQueued(ticket, request); });
}

void Queue::addPart(const QueuedExperiment& experiment, const QueuedExperiment::Training& training)
{
    auto& item = add(training.name);
    item.isRecorded = true;
    item.entry.trainingId = training.id;
    item.entry.experimentId = experiment.id;
    item.entry.experiment = experiment.name;
}

std::set<std::int64_t> Queue::listed() const
{
    std::set<std::int64_t> ids;
    for (const auto& item : m_items)
        ids.insert(item->entry.trainingId);
    return ids;
}

void Queue::enqueue(const QueuedExperiment& experiment)
{
    const auto known = listed();
    for (const auto& training : experiment.trainings)
        if (known.count(training.id) == 0)
            addPart(experiment, training);
    takeLeftOver(m_leftOver, m_leftOverExperiments);
    tell();
    keepOrder();
    refreshRuns();
    startNext();
}

void Queue::resumeRun(qint64 runId, const QString& name)
{
    auto& item = add(name);
    item.runId = runId;
    tell();
    QMetaObject::invokeMethod(m_reader,
        [reader = m_reader, ticket = item.entry.ticket, runId] { reader->recordAgain(ticket, runId); });
}

void Queue::recorded(const std::vector<Recorded>& all)
{
    std::map<std::uint64_t, const Recorded*> byTicket;
    std::set<std::int64_t> trainings;
    for (const auto& one : all) {
        byTicket.emplace(one.ticket, &one);
        trainings.insert(one.training.id);
    }
    std::erase_if(m_items, [&](const std::unique_ptr<Item>& item) {
        const auto found = byTicket.find(item->entry.ticket);
        if (found == byTicket.end())
            return false;
        const auto& one = *found->second;
        byTicket.erase(found);
        item->isRecorded = true;
        item->entry.trainingId = one.training.id;
        if (one.training.id != 0 && !item->request && item->entry.experimentId == 0)
            item->entry.name = trainingTitle(one.training.spec, one.training.seed, nullptr);
        if (item->request)
            item->request->splitId = one.splitId;
        return !one.isKept; // nothing is left to be done: why was told
    });
    std::vector<std::int64_t> gone; // cancelled meanwhile
    for (const auto& [ticket, one] : byTicket)
        gone.push_back(one->training.id);
    if (!gone.empty())
        release(std::move(gone));
    if (std::erase_if(
            m_leftOver, [&](const store::TrainingRecord& other) { return trainings.count(other.id) > 0; })
        > 0)
        Q_EMIT leftOverChanged(m_leftOver);
    tell();
    startNext();
}

void Queue::startNext()
{
    if (m_closing || m_items.empty() || m_items.front()->entry.isRunning || !m_items.front()->isRecorded)
        return;
    auto& item = *m_items.front();
    item.entry.isRunning = true;
    tell();
    QMetaObject::invokeMethod(m_trainer, [this, item = item] {
        auto control = std::make_shared<training::RunControl>();
        {
            const std::lock_guard lock(m_mutex);
            m_control = control;
        }
        if (!m_closing) {
            const Emit emit = [this](const TrainingEvent& event) { Q_EMIT reported(event); };
            try {
                if (item.request)
                    runTrainings(
                        m_trainer->store(), { *item.request }, *control, emit, Detail::Digests, m_systems);
                else if (item.entry.trainingId != 0)
                    resumeTraining(m_trainer->store(), item.entry.trainingId, *control, emit, Detail::Digests,
                        m_systems, &m_trainer->cohort());
                else
                    btw::jobs::resumeRun(
                        m_trainer->store(), item.runId, *control, emit, Detail::Digests, m_systems);
            } catch (const std::exception& error) {
                Q_EMIT failed(QString::fromUtf8(error.what()));
                m_trainer->giveUp(item.entry.trainingId);
            }
        }
        QMetaObject::invokeMethod(this, [this, ticket = item.entry.ticket] { ended(ticket); });
    });
}

void Queue::ended(quint64 ticket)
{
    const auto found = std::find_if(
        m_items.begin(), m_items.end(), [ticket](const auto& item) { return item->entry.ticket == ticket; });
    if (found != m_items.end())
        m_items.erase(found);
    tell();
    refreshRuns();
    findLeftOver(); // it may have been stopped
    startNext();
}

void Queue::tell()
{
    m_shown.clear();
    for (const auto& item : m_items)
        m_shown.push_back(item->entry);
    if (m_toldSize != m_items.size()) {
        m_toldSize = m_items.size();
        Q_EMIT busyChanged(!m_items.empty());
        Q_EMIT waitingChanged(m_items.empty() ? 0 : static_cast<int>(m_items.size()) - 1);
    }
    Q_EMIT entriesChanged(m_shown);
}

void Queue::pause(bool paused)
{
    const std::lock_guard lock(m_mutex);
    if (m_control)
        m_control->setPaused(paused);
}

void Queue::stop()
{
    const std::lock_guard lock(m_mutex);
    if (m_control)
        m_control->requestStop();
}

} // namespace btw::jobs
