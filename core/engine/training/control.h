// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace btw::training {

/// How another thread (or a signal handler) steers a run. A stop is answered within one batch.
class RunControl
{
public:
    /// Safe in a signal handler.
    void requestStop() noexcept { m_stop.store(true); }
    bool stopRequested() const noexcept { return m_stop.load(); }

    void setPaused(bool paused)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_paused = paused;
        }
        m_changed.notify_all();
    }
    bool paused() const
    {
        const std::lock_guard lock(m_mutex);
        return m_paused;
    }
    /// Blocks while paused, without using the processor; a stop request ends the wait too.
    void waitWhilePaused()
    {
        std::unique_lock lock(m_mutex);
        // A signal handler cannot notify, so the wait looks up now and then.
        while (m_paused && !stopRequested())
            m_changed.wait_for(lock, std::chrono::milliseconds(50));
    }

private:
    std::atomic<bool> m_stop { false };
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_paused = false;
};

} // namespace btw::training
