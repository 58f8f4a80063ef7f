// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace btw::widgets {

/// Processor time of the calling thread, in nanoseconds.
qint64 threadCpuNs();
/// How long the calling thread was ready to work while others had the processor, in nanoseconds; 0 where the
/// system does not say.
qint64 threadQueuedNs();

/// Measures how long a thread's event loop is away from its events: a timer that is due every
/// millisecond notes the time between its own turns, and how much of it the thread itself has worked: on a
/// busy machine a gap may be long only because others had the processor. A window that never blocks has a
/// median below 16 ms and a longest gap below 50 ms.
class GapMeter : public QObject
{
    Q_OBJECT

public:
    struct Gap
    {
        double ms = 0; ///< on the clock
        double cpuMs = 0; ///< of it, at work
        double queuedMs = 0; ///< of it, while others had the processor
        /// What it would have been without them: at work, or held up by a disk or a lock.
        double ownMs() const { return ms - queuedMs; }
    };

    explicit GapMeter(QObject* parent = nullptr);

    void start(); ///< forgets what was measured before
    void stop();

    std::size_t turns() const { return m_gaps.size(); }
    Gap longest() const; ///< on the clock; zeros before the second turn
    Gap busiest() const; ///< with the most processor time
    double longestOwnMs() const; ///< Gap::ownMs()
    double longestMs() const { return longest().ms; }
    double medianMs() const;
    /// Gaps at least this long.
    std::size_t longerThan(double ms) const;

private:
    void turn();

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_lastNs = 0;
    qint64 m_lastCpuNs = 0;
    qint64 m_lastQueuedNs = 0;
    std::vector<Gap> m_gaps;
};

} // namespace btw::widgets
