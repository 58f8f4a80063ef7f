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

/// Tells the other ranks, through their store, that this process lives, and hears whether theirs do: one that
/// has stopped, or whose host is gone, closes no connection by which that could be seen. A thread of its own.
class Heartbeats
{
public:
    static constexpr std::chrono::seconds kEvery { 1 };

    /// \param store a connection for this alone: waiting for an answer keeps others from using it
    Heartbeats(c10::intrusive_ptr<c10d::Store> store, int rank, int size);
    ~Heartbeats();
    Heartbeats(const Heartbeats&) = delete;
    Heartbeats& operator=(const Heartbeats&) = delete;

    /// To be called every `kEvery` while waiting. \returns the ranks not heard of in the last \param looks
    /// calls: these count instead of a clock, which goes on where this process itself was stopped.
    std::vector<int> silent(int looks);

private:
    struct Shared;

    int m_rank;
    std::shared_ptr<Shared> m_shared;
    std::vector<long> m_heard; ///< per rank, at the last look
    std::vector<int> m_looks; ///< per rank, since it was heard of
    std::thread m_thread;
};

} // namespace btw::training
