// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <vector>

namespace btw::io {

/// The bytes of another device, which another thread reads, unpacks and sums up a large piece ahead of who
/// asks for them. Sequential.
class ReadAhead : public QIODevice
{
public:
    /// Fetches up to `size` bytes to `to`, and says how many; none at the end or at a fault. Called from one
    /// thread at a time.
    using Fetch = std::function<std::size_t(char* to, std::size_t size)>;

    /// `size`: bytes that `fetch` gives in all.
    ReadAhead(std::uint64_t size, Fetch fetch);
    ~ReadAhead() override;

    bool isSequential() const override { return true; }
    /// Bytes that were not asked for yet.
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    void startNext();
    bool next();

    Fetch m_fetch;
    std::uint64_t m_left; ///< still to be fetched
    std::vector<char> m_piece;
    std::size_t m_at = 0;
    std::vector<char> m_next; ///< filled by the other thread while m_running is valid
    std::future<std::size_t> m_running;
};

} // namespace btw::io
