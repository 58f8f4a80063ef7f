// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/heartbeats.h"

#include <torch/csrc/distributed/c10d/Store.hpp>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>

namespace btw::training {

namespace {

// Of those who wait for the others to leave.
constexpr std::chrono::milliseconds kSoon { 10 };
// A failure is told within two beats, and a beat that was under way when its process went is read by then.
constexpr auto kToldWithin = 2 * Heartbeats::kEvery;
// How long after that a process that lives takes to beat at the most, on a busy host.
constexpr auto kBeatsWithin = 4 * Heartbeats::kEvery;

} // namespace

/// What is known of a rank.
struct Heartbeats::Other
{
    long beats = 0;
    bool failed = false;
    bool left = false;
};

/// What the thread and the others use; it outlives the thread, which may be left waiting.
struct Heartbeats::Shared
{
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Other> ranks;
    bool failed = false; ///< what this rank wants to be told of it
    bool leaves = false;
    bool failure = false; ///< of any rank
    bool noStore = false; ///< the rank that holds it, 0, has gone
    bool stop = false;
    bool done = false;

    void run(c10d::Store& store, int rank);
};

void Heartbeats::Shared::run(c10d::Store& store, int rank)
{
    bool toldFailure = false, toldLeaving = false;
    std::unique_lock lock(mutex);
    while (!stop) {
        const bool fails = failed, goes = leaves;
        auto seen = ranks;
        lock.unlock();
        const auto key = [](const char* what, std::size_t of) { return what + std::to_string(of); };
        const auto self = static_cast<std::size_t>(rank);
        if (fails && !toldFailure) {
            store.add("failures", 1);
            store.add(key("failed/", self), 1);
            toldFailure = true;
        }
        if (goes && !toldLeaving) {
            store.add(key("left/", self), 1);
            toldLeaving = true;
        }
        const bool anyFailed = store.add("failures", 0) > 0;
        for (std::size_t other = 0; other < seen.size(); ++other) {
            seen[other].beats = static_cast<long>(store.add(key("beats/", other), other == self ? 1 : 0));
            if (anyFailed)
                seen[other].failed = store.add(key("failed/", other), 0) > 0;
            if (goes)
                seen[other].left = store.add(key("left/", other), 0) > 0;
        }
        lock.lock();
        failure = anyFailed;
        ranks = seen;
        changed.notify_all();
        changed.wait_for(lock, leaves ? std::chrono::milliseconds(kSoon) : kEvery,
            [&] { return stop || failed != toldFailure || leaves != toldLeaving; });
    }
}

Heartbeats::Heartbeats(c10::intrusive_ptr<c10d::Store> store, int rank, int size)
    : m_rank(rank)
    , m_shared(std::make_shared<Shared>())
    , m_heard(static_cast<std::size_t>(size))
    , m_looks(static_cast<std::size_t>(size))
{
    m_shared->ranks.resize(static_cast<std::size_t>(size));
    m_thread = std::thread([store = std::move(store), shared = m_shared, rank] {
        bool noStore = false;
        try {
            shared->run(*store, rank);
        } catch (const std::exception&) {
            noStore = true;
        }
        const std::lock_guard lock(shared->mutex);
        shared->noStore = noStore;
        shared->done = true;
        shared->changed.notify_all();
    });
}

Heartbeats::~Heartbeats()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->stop = true;
    m_shared->changed.notify_all();
    // One that waits for a process that was stopped may wait for ever.
    const bool done = m_shared->changed.wait_for(lock, 2 * kEvery, [this] { return m_shared->done; });
    lock.unlock();
    if (done)
        m_thread.join();
    else
        m_thread.detach();
}

bool Heartbeats::hopeless(int looks)
{
    const std::lock_guard lock(m_shared->mutex);
    if (m_shared->failure || m_shared->noStore)
        return true;
    bool silent = false;
    for (std::size_t rank = 0; rank < m_heard.size(); ++rank) {
        const auto heard = m_shared->ranks[rank].beats;
        m_looks[rank] = heard == m_heard[rank] ? m_looks[rank] + 1 : 0;
        m_heard[rank] = heard;
        silent = silent || m_looks[rank] >= looks; // this rank's own: the store does not answer
    }
    return silent;
}

std::vector<int> Heartbeats::lost()
{
    std::unique_lock lock(m_shared->mutex);
    auto& shared = *m_shared;
    const auto noStore = [&] { return shared.noStore; };
    shared.failed = true;
    shared.changed.notify_all();
    shared.changed.wait_for(lock, kToldWithin, noStore);
    const auto before = shared.ranks;
    shared.changed.wait_for(lock, m_rank == 0 ? 2 * kBeatsWithin : kBeatsWithin, noStore);
    const auto still = [&](std::size_t rank) { return shared.ranks[rank].beats == before[rank].beats; };
    if (m_rank != 0 && (shared.noStore || still(static_cast<std::size_t>(m_rank))))
        return { 0 };
    std::vector<int> ranks;
    for (std::size_t rank = 0; rank < before.size(); ++rank) {
        if (still(rank) && !shared.ranks[rank].failed && static_cast<int>(rank) != m_rank)
            ranks.push_back(static_cast<int>(rank));
    }
    return ranks;
}

void Heartbeats::leave(std::chrono::seconds atMost)
{
    std::unique_lock lock(m_shared->mutex);
    auto& shared = *m_shared;
    shared.leaves = true;
    shared.changed.notify_all();
    shared.changed.wait_for(lock, atMost, [&] {
        return shared.done
            || std::all_of(shared.ranks.begin(), shared.ranks.end(), [](const Other& o) { return o.left; });
    });
}

} // namespace btw::training
