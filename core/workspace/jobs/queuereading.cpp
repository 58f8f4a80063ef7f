// SPDX-License-Identifier: GPL-3.0-or-later
// What the queue asks of its reading and importing threads; its trainings are in queue.cpp.
#include "workspace/jobs/importing.h"
#include "workspace/jobs/queue.h"
#include "workspace/jobs/reader.h"

#include <QMetaObject>

namespace btw::jobs {

void Queue::openCohort(const QString& path, std::uint64_t splitSeed)
{
    QMetaObject::invokeMethod(
        m_importing, [importing = m_importing, path, splitSeed] { importing->openCohort(path, splitSeed); });
}

void Queue::openDemo(const QString& kind)
{
    QMetaObject::invokeMethod(m_importing, [importing = m_importing, kind] { importing->openDemo(kind); });
}

void Queue::openSample(const QString& name)
{
    QMetaObject::invokeMethod(m_importing, [importing = m_importing, name] { importing->openSample(name); });
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
