// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/ziparchive.h"

#include "workspace/io/tables/text/readahead.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <zlib.h>

#include <algorithm>
#include <set>

namespace btw::io {

namespace {

// deflate cannot expand more than 1032:1 (zlib technical details); more than that is a lie in the directory.
constexpr std::uint64_t kDeflateRatio = 1032;
constexpr quint16 kStored = 0;
constexpr quint16 kDeflated = 8;
constexpr quint16 kEncryptedFlag = 1;
constexpr const char* kDamaged = "copy or download the file again";

bool leavesArchive(const QString& name)
{
    if (name.startsWith(u'/') || name.contains(u'\\') || (name.size() > 1 && name.at(1) == u':'))
        return true;
    for (const QString& part : name.split(u'/'))
        if (part == QStringLiteral(".."))
            return true;
    return false;
}

bool isArchive(const QString& name)
{
    for (const char* suffix : { ".zip", ".npz", ".gz", ".bz2", ".xz", ".7z", ".tar", ".tgz", ".rar" })
        if (name.endsWith(QLatin1String(suffix), Qt::CaseInsensitive))
            return true;
    return false;
}

/// Whether the record that closes every zip is whole, comment included. minizip opens archives that miss its
/// last bytes, and a file cut there may be cut elsewhere, too.
bool hasWholeEnd(QFile& file)
{
    constexpr qint64 kEndRecord = 22;
    constexpr qint64 kLongestComment = 65535;
    const qint64 from = std::max<qint64>(0, file.size() - kEndRecord - kLongestComment);
    if (!file.seek(from))
        return false;
    const QByteArray tail = file.readAll();
    const qsizetype at = tail.lastIndexOf(QByteArrayLiteral("PK\x05\x06"));
    if (at < 0 || at + kEndRecord > tail.size())
        return false;
    const auto comment = qFromLittleEndian<quint16>(tail.constData() + at + kEndRecord - 2);
    return at + kEndRecord + comment <= tail.size();
}

} // namespace

/// The member that is being read.
struct ZipArchive::Open
{
    std::unique_ptr<QuaZipFile> packed; ///< or null: the bytes are those of `file`
    QFile file;
    std::uint64_t fetched = 0;
    std::uint32_t checksum = 0; ///< of what was fetched from `file`

    std::size_t fetch(char* to, std::size_t size)
    {
        QIODevice& source = packed ? static_cast<QIODevice&>(*packed) : file;
        std::size_t got = 0;
        while (got < size) {
            const qint64 count = source.read(to + got, static_cast<qint64>(size - got));
            if (count <= 0)
                break;
            got += static_cast<std::size_t>(count);
        }
        fetched += got;
        if (!packed)
            checksum = static_cast<std::uint32_t>(
                crc32(checksum, reinterpret_cast<const Bytef*>(to), static_cast<uInt>(got)));
        return got;
    }

    /// There is a checksum for what was read to its end only.
    bool isIntact(const Member& member)
    {
        if (!packed)
            return fetched < member.size || checksum == member.checksum;
        const bool read = packed->getZipError() == UNZ_OK;
        packed->close();
        return read && packed->getZipError() == UNZ_OK;
    }
};

ZipArchive::ZipArchive() = default;
ZipArchive::~ZipArchive() = default;

bool ZipArchive::accept(
    const Member& member, quint16 flags, quint16 method, bool link, Problems& problems) const
{
    const std::string where = m_file + ", member " + inQuotes(member.name.toStdString());
    if (link || leavesArchive(member.name)) {
        problems.error("archive-refused", where,
            link ? "the member is a symbolic link" : "the name points outside the archive",
            "pack the files again without links and with plain relative names");
        return false;
    }
    if (isArchive(member.name)) {
        problems.error("archive-refused", where, "the member is an archive itself, which is never opened",
            "unpack it, and pack its files instead");
        return false;
    }
    if ((flags & kEncryptedFlag) != 0) {
        problems.error(
            "archive-refused", where, "the member is encrypted", "pack the files again without a password");
        return false;
    }
    if (method != kStored && method != kDeflated) {
        problems.error("archive-refused", where,
            { "the compression method {} is not supported", std::to_string(method) },
            "pack the files again with the ordinary (deflate) compression");
        return false;
    }
    const bool possible = method == kStored ? member.size == member.packed
                                            : member.size <= (member.packed + 1) * kDeflateRatio;
    if (!possible) {
        problems.error("archive-damaged", where,
            { "the directory declares {} bytes, which {} stored bytes cannot hold", grouped(member.size),
                grouped(member.packed) },
            kDamaged);
        return false;
    }
    return true;
}

bool ZipArchive::open(const QString& path, const ReadLimits& limits, Problems& problems)
{
    m_path = path;
    m_file = QFileInfo(path).fileName().toStdString();
    QFile probe(path);
    if (!probe.open(QIODevice::ReadOnly)) {
        problems.error("file-unreadable", m_file,
            { "the file cannot be read: {}", probe.errorString().toStdString() },
            "check its name and permissions");
        return false;
    }
    if (probe.size() == 0) {
        problems.error("file-empty", m_file, "the file is empty", kDamaged);
        return false;
    }
    const bool startsAsZip = probe.peek(2) == QByteArrayLiteral("PK");
    const bool whole = hasWholeEnd(probe);
    probe.close();

    m_zip = std::make_unique<QuaZip>(path);
    if (!whole || !m_zip->open(QuaZip::mdUnzip)) {
        problems.error("file-unreadable", m_file,
            startsAsZip ? "the archive is cut off or damaged: its directory, at the end, cannot be read"
                        : "the file is not a zip archive",
            kDamaged);
        return false;
    }

    std::uint64_t total = 0;
    std::set<QString> names;
    bool good = true;
    const std::uint64_t fileSize = static_cast<std::uint64_t>(QFileInfo(path).size());
    for (bool more = m_zip->goToFirstFile(); more; more = m_zip->goToNextFile()) {
        QuaZipFileInfo64 info;
        if (!m_zip->getCurrentFileInfo(&info)) {
            problems.error("archive-damaged", m_file, "the archive's directory is damaged", kDamaged);
            return false;
        }
        if (info.name.endsWith(u'/'))
            continue;
        Member member { info.name, info.uncompressedSize, info.compressedSize, info.crc,
            info.method == kStored };
        if (member.packed > fileSize) {
            problems.error("archive-damaged", m_file + ", member " + inQuotes(member.name.toStdString()),
                "the directory declares more stored bytes than the file has", kDamaged);
            good = false;
            continue;
        }
        if (!accept(member, info.flags, info.method, info.isSymbolicLink(), problems)) {
            good = false;
            continue;
        }
        if (!names.insert(member.name).second) {
            problems.error("archive-refused", m_file + ", member " + inQuotes(member.name.toStdString()),
                "the archive holds two members of this name", "pack the files again, each once");
            good = false;
            continue;
        }
        total += member.size;
        m_members.push_back(std::move(member));
    }
    if (total > limits.decompressedBytes) {
        problems.error("over-limit", m_file,
            { "the archive would grow to {} bytes, over the limit of {}", grouped(total),
                grouped(limits.decompressedBytes) },
            "if you trust the file, set BTW_UNPACK_GIB to the GiB it may grow to");
        return false;
    }
    return good;
}

const ZipArchive::Member* ZipArchive::find(const QString& name) const
{
    for (const Member& member : m_members)
        if (member.name == name)
            return &member;
    return nullptr;
}

/// Where a stored member's bytes lie in the archive: they need not go through QuaZip's small buffer.
bool ZipArchive::openStored(const Member& member)
{
    QuaZipFile header(m_zip.get());
    int method = 0;
    if (!header.open(QIODevice::ReadOnly, &method, nullptr, true))
        return false;
    const std::uint64_t offset = unzGetCurrentFileZStreamPos64(m_zip->getUnzFile());
    header.close();
    m_open->file.setFileName(m_path);
    if (method != kStored || !m_open->file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return false;
    const auto size = static_cast<std::uint64_t>(m_open->file.size());
    return offset <= size && member.size <= size - offset && m_open->file.seek(static_cast<qint64>(offset));
}

std::unique_ptr<QIODevice> ZipArchive::openMember(const Member& member, Problems& problems)
{
    m_open = std::make_shared<Open>();
    bool good = m_zip->setCurrentFile(member.name, QuaZip::csSensitive);
    if (good && !(member.stored && openStored(member))) {
        m_open->packed = std::make_unique<QuaZipFile>(m_zip.get());
        good = m_open->packed->open(QIODevice::ReadOnly);
    }
    if (good)
        return std::make_unique<ReadAhead>(
            member.size, [open = m_open](char* to, std::size_t size) { return open->fetch(to, size); });
    problems.error("archive-damaged", m_file + ", member " + inQuotes(member.name.toStdString()),
        "the member cannot be opened: the archive is damaged", kDamaged);
    return nullptr;
}

bool ZipArchive::finish(std::unique_ptr<QIODevice> device, const Member& member, Problems& problems)
{
    device.reset(); // the other thread is done
    if (m_open->isIntact(member))
        return true;
    problems.error("archive-damaged", m_file + ", member " + inQuotes(member.name.toStdString()),
        "the member's bytes are damaged: its checksum does not agree", kDamaged);
    return false;
}

} // namespace btw::io
