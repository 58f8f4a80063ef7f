// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QIODevice>
#include <QString>

#include <cstdint>
#include <memory>

namespace btw::io {

/// How a single file is compressed.
enum class Packing : std::uint8_t { Gzip, Bzip2, Xz };

/// The bytes of a gzip, bzip2 or xz file, unpacked as they are asked for: nothing is kept. Several streams
/// that follow each other are one, as the programs themselves have it. Sequential; read() is -1, and
/// errorString() a clause for a person, where the file is damaged, cut off or grows over the limit.
class UnpackedDevice : public QIODevice
{
public:
    /// `most`: bytes that the file may grow to.
    UnpackedDevice(const QString& path, Packing packing, std::uint64_t most);
    ~UnpackedDevice() override;

    bool open(OpenMode mode) override;
    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_finished && QIODevice::atEnd(); }
    /// Which share of the packed file was taken, 0 to 1.
    double share() const;

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char* data, qint64 size) override;

public:
    /// Unpacks from a piece of memory to another; one for each library.
    struct Unpacker;

private:
    qint64 fail(const QString& why);

    QFile m_file;
    const Packing m_packing;
    const std::uint64_t m_most;
    std::uint64_t m_grown = 0;
    bool m_finished = false; ///< the last stream ended with the file
    bool m_failed = false;
    std::unique_ptr<Unpacker> m_unpacker;
    QByteArray m_packed;
    qsizetype m_at = 0; ///< in m_packed
};

} // namespace btw::io
