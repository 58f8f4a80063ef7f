// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/queueentry.h"

#include <QObject>

#include <cstdint>
#include <map>
#include <vector>

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

/// What becomes of an experiment that was put into the queue: that it has started, has ended, was stopped or
/// was taken out of the queue.
class QueueNews : public QObject
{
    Q_OBJECT

public:
    /// \param queue outlives it
    explicit QueueNews(jobs::Queue& queue, QObject* parent = nullptr);

    /// Tells that it is there, and from then on what becomes of it.
    /// \param isOpen its test figures are on show already
    void follow(const jobs::QueuedExperiment& experiment, bool isOpen = false);

Q_SIGNALS:
    /// \param more a second sentence: where to look, or what to wait for; may be empty
    void told(const QString& sentence, const QString& more);

private:
    void look(const std::vector<jobs::QueueEntry>& entries);
    void tellEnd();
    QString queuedSentence() const;
    QString figuresSentence() const; ///< whether its test figures are hidden

    jobs::Queue& m_queue;
    jobs::QueuedExperiment m_experiment; ///< without a number: none is followed
    bool m_isOpen = false; ///< its test figures were, before it came into the queue
    std::map<std::uint64_t, bool> m_hasRun; ///< of each of its trainings that was seen in the queue
    bool m_isRunning = false; ///< one of them is
    bool m_isStarted = false;
    bool m_isStopped = false;
    int m_failed = 0; ///< trainings that ended with an error
};

} // namespace btw::pages
