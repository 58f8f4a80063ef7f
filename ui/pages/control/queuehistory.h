// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <cstdint>
#include <vector>

class QUndoStack;

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

/// Keeps what is done to the queue, so that it can be undone: what was cancelled waits again, where it was,
/// and what was moved is back in its place.
class QueueHistory : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    QueueHistory(jobs::Queue& queue, QUndoStack& stack, QObject* parent = nullptr);

private:
    void keepCancelled(const std::vector<std::uint64_t>& tickets);
    void keepOrder(const std::vector<std::uint64_t>& before, const std::vector<std::uint64_t>& after);

    jobs::Queue& m_queue;
    QUndoStack& m_stack;
    bool m_isGoingBack = false; ///< what the queue tells now is undone or done again by the stack
};

} // namespace btw::pages
