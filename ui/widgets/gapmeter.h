// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace btw::widgets {

/// Measures how long a thread's event loop is away from its events: a timer that is due every
/// millisecond notes the time between its own turns. A window that never blocks has a median below 16 ms and
/// a longest gap below 50 ms.
class GapMeter : public QObject
{
    Q_OBJECT

public:
    explicit GapMeter(QObject* parent = nullptr);

    void start(); ///< forgets what was measured before
    void stop();

    std::size_t turns() const { return m_gapsMs.size(); }
    double longestMs() const; ///< 0 before the second turn
    double medianMs() const;
    /// Gaps at least this long.
    std::size_t longerThan(double ms) const;

private:
    void turn();

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_lastNs = 0;
    std::vector<float> m_gapsMs;
};

} // namespace btw::widgets
