// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace btw::trees {

/// Shares a stop between the threads of a parallel loop: the predicate belongs to the thread that made this
/// and is asked there only; the others see what it said.
class CallerStop
{
public:
    explicit CallerStop(const std::function<bool()>& stopped)
        : m_stopped(stopped)
    {
    }

    bool asked()
    {
        if (m_stopped && std::this_thread::get_id() == m_caller && m_stopped())
            m_stop = true;
        return m_stop;
    }
    bool wasAsked() const { return m_stop; }

private:
    const std::function<bool()>& m_stopped;
    std::thread::id m_caller = std::this_thread::get_id();
    std::atomic<bool> m_stop = false;
};

} // namespace btw::trees
