// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/storedmember.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace btw::io {

namespace {

constexpr std::uint64_t kPiece = std::uint64_t(1) << 20;

} // namespace

StoredMember::StoredMember(const QString& archive, std::uint64_t offset, std::uint64_t size)
    : m_file(archive)
    , m_offset(offset)
    , m_left(size)
{
}

StoredMember::~StoredMember()
{
    if (m_checksum.valid())
        m_checksum.wait();
}

bool StoredMember::openFile()
{
    // Both unbuffered: the pieces are large.
    return m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)
        && m_file.seek(static_cast<qint64>(m_offset)) && open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 StoredMember::bytesAvailable() const
{
    return static_cast<qint64>(m_left + (m_piece.size() - m_at)) + QIODevice::bytesAvailable();
}

bool StoredMember::refill()
{
    m_next.resize(static_cast<std::size_t>(std::min(kPiece, m_left)));
    std::size_t got = 0;
    while (got < m_next.size()) {
        const qint64 count = m_file.read(m_next.data() + got, static_cast<qint64>(m_next.size() - got));
        if (count <= 0)
            break;
        got += static_cast<std::size_t>(count);
    }
    m_next.resize(got);
    m_left = got > 0 ? m_left - got : 0;
    m_sum = checksum();
    std::swap(m_piece, m_next);
    m_at = 0;
    // The piece stays as it is until the next but one is wanted.
    m_checksum = std::async(std::launch::async, [sum = m_sum, data = m_piece.data(), got] {
        return static_cast<std::uint32_t>(
            crc32(sum, reinterpret_cast<const Bytef*>(data), static_cast<uInt>(got)));
    });
    return got > 0;
}

qint64 StoredMember::readData(char* data, qint64 most)
{
    if (m_at == m_piece.size() && (m_left == 0 || !refill()))
        return -1;
    const std::size_t count = std::min(static_cast<std::size_t>(most), m_piece.size() - m_at);
    std::memcpy(data, m_piece.data() + m_at, count);
    m_at += count;
    return static_cast<qint64>(count);
}

qint64 StoredMember::writeData(const char* /*data*/, qint64 /*size*/) { return -1; }

std::uint32_t StoredMember::checksum()
{
    if (m_checksum.valid())
        m_sum = m_checksum.get();
    return m_sum;
}

} // namespace btw::io
