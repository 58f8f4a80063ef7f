// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QThread>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// Reads the store, and computes from it, on a thread of its own, one request after the other. A page asks
/// with a function and gets its result by another one. Never blocks. Lives on the thread of those that ask.
class StoreLookup
{
public:
    explicit StoreLookup(QString storePath);
    ~StoreLookup(); ///< waits for the request under way, and for all that is to be written
    StoreLookup(const StoreLookup&) = delete;
    StoreLookup& operator=(const StoreLookup&) = delete;

    /// One subject of a receiver: a newer request about it stands in for those before, whose results are not
    /// delivered and whose work is not begun. Kept by the receiver.
    using Subject = std::shared_ptr<std::atomic<std::uint64_t>>;
    static Subject subject() { return std::make_shared<std::atomic<std::uint64_t>>(0); }

    /// \param receiver once it is gone nothing is called
    /// \param read runs on the reading thread \param done gets what it returned
    /// \param failed gets the sentence of its error
    template <typename T>
    void ask(QObject* receiver, const Subject& subject, std::function<T(store::Store&)> read,
        std::function<void(const std::shared_ptr<T>&)> done,
        const std::function<void(const QString&)>& failed)
    {
        start(Duty::WhileOpen, receiver, subject, std::move(read), std::move(done), failed);
    }

    /// As ask(), for work that changes the store: done in its turn even when this is closing, and nothing
    /// stands in for it.
    template <typename T>
    void write(QObject* receiver, std::function<T(store::Store&)> work,
        std::function<void(const std::shared_ptr<T>&)> done,
        const std::function<void(const QString&)>& failed)
    {
        start(Duty::Always, receiver, subject(), std::move(work), std::move(done), failed);
    }

private:
    enum class Duty { WhileOpen, Always }; ///< when work that waits is done

    template <typename T>
    void start(Duty duty, QObject* receiver, const Subject& subject, std::function<T(store::Store&)> read,
        std::function<void(const std::shared_ptr<T>&)> done,
        const std::function<void(const QString&)>& failed)
    {
        auto result = std::make_shared<std::shared_ptr<T>>();
        run(
            duty, receiver, subject,
            [read = std::move(read), result](
                store::Store& store) { *result = std::make_shared<T>(read(store)); },
            [done = std::move(done), result] { done(*result); }, failed);
    }

    void run(Duty duty, QObject* receiver, const Subject& subject, std::function<void(store::Store&)> read,
        std::function<void()> done, std::function<void(const QString&)> failed);

    class Worker;
    QObject m_mailbox; ///< by which results come to the receivers' thread
    std::atomic<bool> m_isClosing { false };
    QThread m_thread;
    Worker* m_worker; ///< lives in m_thread, deleted when it finishes
};

} // namespace btw::experiments
