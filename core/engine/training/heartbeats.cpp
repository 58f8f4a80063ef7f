// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/heartbeats.h"

#include <torch/csrc/distributed/c10d/Store.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>

namespace btw::training {

/// What the thread and the others use; it outlives the thread, which may be left waiting.
struct Heartbeats::Shared
{
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<long> heard; ///< per rank, its beats
    bool noStore = false; ///< the rank that holds it, 0, has gone
    bool stop = false;
    bool done = false;
};

Heartbeats::Heartbeats(c10::intrusive_ptr<c10d::Store> store, int rank, int size)
    : m_rank(rank)
    , m_shared(std::make_shared<Shared>())
    , m_heard(static_cast<std::size_t>(size))
    , m_looks(static_cast<std::size_t>(size))
{
    m_shared->heard.resize(static_cast<std::size_t>(size));
    m_thread = std::thread([store = std::move(store), shared = m_shared, rank, size] {
        std::unique_lock lock(shared->mutex);
        try {
            while (!shared->stop) {
                for (int other = 0; other < size; ++other) {
                    lock.unlock();
                    const auto beats = store->add("beats/" + std::to_string(other), other == rank ? 1 : 0);
                    lock.lock();
                    shared->heard[static_cast<std::size_t>(other)] = static_cast<long>(beats);
                }
                shared->changed.wait_for(lock, kEvery, [&] { return shared->stop; });
            }
        } catch (const std::exception&) {
            lock.lock();
            shared->noStore = true;
        }
        shared->done = true;
        shared->changed.notify_all();
    });
}

Heartbeats::~Heartbeats()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->stop = true;
    m_shared->changed.notify_all();
    // One that waits for a host without power may wait for minutes.
    const bool done = m_shared->changed.wait_for(lock, 2 * kEvery, [this] { return m_shared->done; });
    lock.unlock();
    if (done)
        m_thread.join();
    else
        m_thread.detach();
}

std::vector<int> Heartbeats::silent(int looks)
{
    const std::lock_guard lock(m_shared->mutex);
    if (m_shared->noStore)
        return { 0 };
    std::vector<int> ranks;
    for (std::size_t rank = 0; rank < m_heard.size(); ++rank) {
        const auto heard = m_shared->heard[rank];
        m_looks[rank] = heard == m_heard[rank] ? m_looks[rank] + 1 : 0;
        m_heard[rank] = heard;
        if (m_looks[rank] >= looks && static_cast<int>(rank) != m_rank)
            ranks.push_back(static_cast<int>(rank));
    }
    return ranks;
}

} // namespace btw::training
