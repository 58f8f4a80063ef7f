// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/queuenews.h"

#include "workspace/jobs/queue.h"

#include <algorithm>
#include <variant>

namespace btw::pages {

QueueNews::QueueNews(jobs::Queue& queue, QObject* parent)
    : QObject(parent)
    , m_queue(queue)
{
    connect(&queue, &jobs::Queue::entriesChanged, this, &QueueNews::look);
    connect(&queue, &jobs::Queue::reported, this, [this](const jobs::TrainingEvent& event) {
        const auto* done = std::get_if<jobs::TrainingDone>(&event);
        m_isStopped = m_isStopped || (m_isRunning && done != nullptr && done->stopped);
        const auto* problem = std::get_if<jobs::ProblemFound>(&event); // its last word, if it fails
        m_failed += m_isRunning && problem != nullptr && problem->severity == data::Severity::Error ? 1 : 0;
    });
}

void QueueNews::follow(const jobs::QueuedExperiment& experiment, bool isOpen)
{
    m_experiment = experiment;
    m_isOpen = isOpen;
    m_hasRun.clear();
    m_isRunning = m_isStarted = m_isStopped = false;
    m_failed = 0;
    if (experiment.id == 0)
        return;
    Q_EMIT told(queuedSentence(), figuresSentence());
    look(m_queue.entries());
}

QString QueueNews::queuedSentence() const
{
    const auto count = static_cast<int>(m_experiment.trainings.size());
    return (count == 1 ? tr("“%1” is in the queue: 1 training.")
                       : tr("“%1” is in the queue: %n trainings.", nullptr, count))
        .arg(m_experiment.name);
}

QString QueueNews::figuresSentence() const
{
    return m_isOpen ? tr("Its test figures are open already.")
                    : tr("Its test figures stay hidden until all of it has ended.");
}

void QueueNews::look(const std::vector<jobs::QueueEntry>& entries)
{
    if (m_experiment.id == 0)
        return;
    std::size_t waiting = 0;
    m_isRunning = false;
    for (const auto& entry : entries) {
        if (entry.experimentId != m_experiment.id)
            continue;
        ++waiting;
        m_isRunning = m_isRunning || entry.isRunning;
        auto& hasRun = m_hasRun[entry.ticket];
        hasRun = hasRun || entry.isRunning;
    }
    if (waiting == 0 && !m_hasRun.empty()) {
        tellEnd();
        follow({});
    } else if (m_isRunning && !m_isStarted) {
        m_isStarted = true;
        Q_EMIT told(queuedSentence(), tr("It has started. %1").arg(figuresSentence()));
    }
}

void QueueNews::tellEnd()
{
    const auto left = static_cast<int>(std::count_if(
        m_hasRun.begin(), m_hasRun.end(), [](const auto& training) { return !training.second; }));
    const QString whatIsMissing = tr("The page Train says what is missing, and how to go on.");
    if (left == static_cast<int>(m_hasRun.size()))
        Q_EMIT told(tr("“%1” was taken out of the queue before it was started.").arg(m_experiment.name), {});
    else if (m_isStopped)
        Q_EMIT told(tr("“%1” was stopped.").arg(m_experiment.name), whatIsMissing);
    else if (m_failed > 0)
        Q_EMIT told(m_failed + left == static_cast<int>(m_hasRun.size())
                ? tr("“%1” has failed: none of its trainings reached its end.").arg(m_experiment.name)
                : tr("“%1” has ended; %n of its trainings failed.", nullptr, m_failed).arg(m_experiment.name),
            whatIsMissing);
    else if (left > 0)
        Q_EMIT told(tr("“%1” has ended. Left out: %n of its trainings, which were taken out of the queue.",
                        nullptr, left)
                        .arg(m_experiment.name),
            whatIsMissing);
    else
        Q_EMIT told(tr("“%1” has ended.").arg(m_experiment.name), tr("Its result is on the page Train."));
}

} // namespace btw::pages
