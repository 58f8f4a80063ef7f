// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

namespace btw::widgets {

/// Data arrives whenever; the work of showing it is done once, about 40 ms after the first request, so that
/// a burst of events costs one redraw.
class Coalescer : public QObject
{
    Q_OBJECT

public:
    static constexpr int kIntervalMs = 40;

    explicit Coalescer(std::function<void()> work, QObject* parent = nullptr);

    void request(); ///< the work runs once within kIntervalMs
    void flush(); ///< runs requested work now
    bool isPending() const { return m_timer.isActive(); }

private:
    std::function<void()> m_work;
    QTimer m_timer;
};

} // namespace btw::widgets
