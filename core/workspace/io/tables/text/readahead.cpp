// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/readahead.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace btw::io {

namespace {

constexpr std::uint64_t kPiece = std::uint64_t(1) << 20;

} // namespace

ReadAhead::ReadAhead(std::uint64_t size, Fetch fetch)
    : m_fetch(std::move(fetch))
    , m_left(size)
{
    // The pieces are large: no buffer besides them.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

ReadAhead::~ReadAhead()
{
    if (m_running.valid())
        m_running.wait();
}

qint64 ReadAhead::bytesAvailable() const
{
    const std::size_t running = m_running.valid() ? m_next.size() : 0;
    return static_cast<qint64>(m_left + running + (m_piece.size() - m_at)) + QIODevice::bytesAvailable();
}

void ReadAhead::startNext()
{
    m_next.resize(static_cast<std::size_t>(std::min(kPiece, m_left)));
    m_left -= m_next.size();
    m_running = std::async(std::launch::async, [this] { return m_fetch(m_next.data(), m_next.size()); });
}

/// Goes to the next piece; false at the end.
bool ReadAhead::next()
{
    if (!m_running.valid() && m_left > 0)
        startNext();
    if (!m_running.valid())
        return false;
    const std::size_t got = m_running.get();
    if (got < m_next.size())
        m_left = 0;
    m_next.resize(got);
    std::swap(m_piece, m_next);
    m_at = 0;
    if (m_left > 0)
        startNext();
    return got > 0;
}

qint64 ReadAhead::readData(char* data, qint64 most)
{
    if (m_at == m_piece.size() && !next())
        return -1;
    const std::size_t count = std::min(static_cast<std::size_t>(most), m_piece.size() - m_at);
    std::memcpy(data, m_piece.data() + m_at, count);
    m_at += count;
    return static_cast<qint64>(count);
}

qint64 ReadAhead::writeData(const char* /*data*/, qint64 /*size*/) { return -1; }

} // namespace btw::io
