// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/queue.h"

#include "engine/training/control.h"
#include "workspace/jobs/importing.h"
#include "workspace/jobs/reader.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <QMetaObject>

#include <sys/resource.h>

namespace btw::jobs {

/// Lives in the training thread; opens its own connection to the store there.
class TrainingWorker : public QObject
{
public:
    explicit TrainingWorker(QString storePath)
        : m_path(std::move(storePath))
    {
    }

    store::Store& store()
    {
        if (!m_store)
            m_store = std::make_unique<store::Store>(m_path);
        return *m_store;
    }

private:
    QString m_path;
    std::unique_ptr<store::Store> m_store;
};

namespace {

// Where cores are scarce, the window comes first. Linux keeps a nice value for each thread, and the ones that
// OpenMP starts from here inherit it; QThread's priorities do nothing under the default scheduler.
void yieldToTheWindow()
{
    constexpr int kNice = 5;
    ::setpriority(PRIO_PROCESS, 0, kNice);
}

} // namespace

Queue::Queue(const QString& storePath, QObject* parent)
    : QObject(parent)
    , m_trainer(new TrainingWorker(storePath))
    , m_reader(new Reader(storePath))
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
    connect(m_reader, &Reader::runsChanged, this, &Queue::runsChanged);
    connect(m_reader, &Reader::yardstickKnown, this, &Queue::yardstickKnown);
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
    m_readingThread.quit();
    m_importingThread.quit();
    m_trainingThread.wait();
    m_readingThread.wait();
    m_importingThread.wait();
}

template <typename Work> void Queue::submit(Work work)
{
    ++m_waiting;
    Q_EMIT busyChanged(true);
    Q_EMIT waitingChanged(m_waiting - 1);
    QMetaObject::invokeMethod(m_trainer, [this, work] {
        auto control = std::make_shared<training::RunControl>();
        {
            const std::lock_guard lock(m_mutex);
            m_control = control;
        }
        if (!m_closing) {
            try {
                work(m_trainer->store(), *control, [this](const TrainingEvent& e) { Q_EMIT reported(e); });
            } catch (const std::exception& error) {
                Q_EMIT failed(QString::fromUtf8(error.what()));
            }
        }
        QMetaObject::invokeMethod(this, [this] {
            --m_waiting;
            Q_EMIT busyChanged(m_waiting > 0);
            Q_EMIT waitingChanged(m_waiting > 0 ? m_waiting - 1 : 0);
            refreshRuns();
        });
    });
}

void Queue::enqueue(const TrainingRequest& request)
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, request] { reader->recordQueued(request); });
    submit([request](store::Store& store, training::RunControl& control, const Emit& emit) {
        runTrainings(store, { request }, control, emit, Detail::Digests);
    });
}

void Queue::resumeRun(qint64 runId)
{
    submit([runId](store::Store& store, training::RunControl& control, const Emit& emit) {
        btw::jobs::resumeRun(store, runId, control, emit, Detail::Digests);
    });
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

void Queue::openCohort(const QString& path, std::uint64_t splitSeed)
{
    QMetaObject::invokeMethod(
        m_importing, [importing = m_importing, path, splitSeed] { importing->openCohort(path, splitSeed); });
}

void Queue::openDemo(const QString& kind)
{
    QMetaObject::invokeMethod(m_importing, [importing = m_importing, kind] { importing->openDemo(kind); });
}

void Queue::previewImport(const QString& path, const std::optional<std::vector<io::Remedy>>& remedies)
{
    const std::uint64_t mine = ++*m_lastPreview;
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, path, remedies, mine, last = m_lastPreview] {
        if (*last == mine)
            reader->previewImport(path, remedies);
    });
}

void Queue::readImport(const ImportPlan& plan, quint64 splitSeed)
{
    cancelImport();
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    QMetaObject::invokeMethod(
        m_importing, [importing = m_importing, plan, splitSeed, cancelled = m_cancelled] {
            importing->read(plan, splitSeed, cancelled);
        });
}

void Queue::cancelImport()
{
    if (m_cancelled)
        *m_cancelled = true;
}

void Queue::acceptImport(
    const ImportPlan& plan, const std::shared_ptr<const data::Cohort>& cohort, const QString& name)
{
    QMetaObject::invokeMethod(m_importing,
        [importing = m_importing, plan, cohort, name] { importing->accept(plan, cohort, name); });
}

void Queue::exportCohort(const std::shared_ptr<const data::Cohort>& cohort, const QString& path)
{
    QMetaObject::invokeMethod(
        m_importing, [importing = m_importing, cohort, path] { importing->exportCohort(cohort, path); });
}

void Queue::describe(const std::shared_ptr<const data::Cohort>& cohort)
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, cohort] { reader->describe(cohort); });
}

void Queue::refreshRuns()
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader] { reader->refreshRuns(); });
}

void Queue::loadRun(qint64 runId)
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, runId] { reader->loadRun(runId); });
}

void Queue::removeRun(qint64 runId)
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, runId] { reader->removeRun(runId); });
}

} // namespace btw::jobs
