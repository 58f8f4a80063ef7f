// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"

#include <QIODevice>
#include <QString>

#include <memory>
#include <vector>

class QuaZip;

namespace btw::io {

/// Read access to a zip that may be hostile. Nothing is ever extracted to disk; names that leave the archive
/// (absolute, `..`, links), encrypted members, unknown methods and sizes that cannot be true are refused.
class ZipArchive
{
public:
    struct Member
    {
        QString name; ///< with forward slashes, as stored
        std::uint64_t size = 0; ///< declared decompressed bytes
        std::uint64_t packed = 0; ///< compressed bytes
        std::uint32_t checksum = 0; ///< CRC-32
        bool stored = false; ///< as it is, not compressed
    };

    ZipArchive();
    ~ZipArchive();
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;

    /// Reads the directory. Errors go to `problems`; false when the archive is unusable.
    bool open(const QString& path, const ReadLimits& limits, Problems& problems);

    const std::vector<Member>& members() const { return m_members; }
    const Member* find(const QString& name) const;

    /// A sequential device over one member; only one at a time. nullptr, with a problem, when damaged.
    std::unique_ptr<QIODevice> openMember(const Member& member, Problems& problems);
    /// Closes a device of openMember, after reading to its end: checks the CRC-32. False, with a problem.
    bool finish(std::unique_ptr<QIODevice> device, const Member& member, Problems& problems);

private:
    struct Open;
    bool openStored(const Member& member);
    bool accept(const Member& member, quint16 flags, quint16 method, bool link, Problems& problems) const;

    std::string m_file; ///< the archive's file name, for messages
    QString m_path;
    std::unique_ptr<QuaZip> m_zip;
    std::vector<Member> m_members;
    std::shared_ptr<Open> m_open; ///< shared with the device
};

} // namespace btw::io
