// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/util/intrusive_ptr.h>

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace c10d {
class Store;
}

namespace btw::training {

/// Tells the other ranks, through their store, that this process lives, that it has met a failure or that it
/// leaves, and hears the same of them: a process that has stopped, or whose host is gone, closes no
/// connection by which that could be seen, and an answer of the store may then never come. So only a thread
/// asks it.
class Heartbeats
{
public:
    static constexpr std::chrono::seconds kEvery { 1 };

    /// \param store a connection for this alone
    Heartbeats(c10::intrusive_ptr<c10d::Store> store, int rank, int size);
    ~Heartbeats();
    Heartbeats(const Heartbeats&) = delete;
    Heartbeats& operator=(const Heartbeats&) = delete;

    /// Whether to wait no longer, asked every `kEvery` while waiting: a rank has met a failure, or was not
    /// heard of in the last \param looks calls. These count instead of a clock, which goes on where this
    /// process itself was stopped.
    bool hopeless(int looks);

    /// Tells the others of a failure, and waits long enough for them to tell of theirs and to beat; rank 0,
    /// who holds the store, for longer. \returns the ranks that did neither, 0 alone where the store has gone
    std::vector<int> lost();

    /// Tells the others that all is done. \returns when they have told the same, or the time is up
    void leave(std::chrono::seconds atMost);

private:
    struct Shared;
    struct Other;

    int m_rank;
    std::shared_ptr<Shared> m_shared;
    std::vector<long> m_heard; ///< per rank, its beats at the last look
    std::vector<int> m_looks; ///< per rank, since it was heard of
    std::thread m_thread;
};

} // namespace btw::training
