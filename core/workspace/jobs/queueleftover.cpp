// SPDX-License-Identifier: GPL-3.0-or-later
// The queue's trainings that were interrupted: found in the store, and gone on with when a person says so.
#include "workspace/jobs/plan.h"
#include "workspace/jobs/queueitem.h"
#include "workspace/jobs/reader.h"

#include <QMetaObject>

#include <utility>

namespace btw::jobs {

void Queue::takeLeftOver(
    const std::vector<store::TrainingRecord>& found, const std::vector<QueuedExperiment>& experiments)
{
    std::vector<store::TrainingRecord> left;
    const auto known = listed();
    for (const auto& training : found)
        if (known.count(training.id) == 0)
            left.push_back(training);
    m_leftOver = std::move(left);
    m_leftOverExperiments = experiments;
    Q_EMIT leftOverChanged(m_leftOver);
}

void Queue::findLeftOver()
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader] { reader->findLeftOver(); });
}

void Queue::goOnWithLeftOver()
{
    const auto trainings = std::exchange(m_leftOver, {});
    const auto experiments = std::exchange(m_leftOverExperiments, {});
    using Part = std::pair<const QueuedExperiment*, const QueuedExperiment::Training*>;
    std::map<std::int64_t, Part> parts;
    for (const auto& experiment : experiments)
        for (const auto& part : experiment.trainings)
            parts.insert_or_assign(part.id, Part { &experiment, &part });
    const auto known = listed();
    for (const auto& training : trainings) {
        if (known.count(training.id) > 0)
            continue;
        if (const auto part = parts.find(training.id); part != parts.end())
            addPart(*part->second.first, *part->second.second);
        else
            resumeRun(training.lastRun(), trainingTitle(training.spec, training.seed, nullptr));
    }
    Q_EMIT leftOverChanged(m_leftOver);
    tell();
    keepOrder();
    startNext();
}

void Queue::removeLeftOver()
{
    m_leftOverExperiments.clear();
    std::vector<std::int64_t> ids;
    ids.reserve(m_leftOver.size());
    for (const auto& training : std::exchange(m_leftOver, {}))
        ids.push_back(training.id);
    release(std::move(ids));
    findLeftOver();
    Q_EMIT leftOverChanged(m_leftOver);
}

} // namespace btw::jobs
