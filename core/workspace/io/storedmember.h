// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QIODevice>

#include <cstddef>
#include <cstdint>
#include <future>
#include <vector>

namespace btw::io {

/// The bytes of a zip's member that is stored as it is, straight from the archive in large pieces; another
/// thread works out their checksum meanwhile. Sequential.
class StoredMember : public QIODevice
{
public:
    /// `size` bytes from `offset` on.
    StoredMember(const QString& archive, std::uint64_t offset, std::uint64_t size);
    ~StoredMember() override;

    bool openFile(); ///< false when the archive cannot be read
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    /// CRC-32 of all that was read so far.
    std::uint32_t checksum();

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    bool refill();

    QFile m_file;
    std::uint64_t m_offset;
    std::uint64_t m_left; ///< in the file, still to be fetched
    std::vector<char> m_piece;
    std::vector<char> m_next; ///< the checksum of the piece before is made from it meanwhile
    std::size_t m_at = 0;
    std::future<std::uint32_t> m_checksum;
    std::uint32_t m_sum = 0;
};

} // namespace btw::io
