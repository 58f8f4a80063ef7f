// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/filesource.h"

#include "workspace/io/ziparchive.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace btw::io {

namespace {

// Below this a file is read whole: simple, and safe when somebody else cuts it short meanwhile.
constexpr qint64 kMapFrom = qint64(64) << 20;
constexpr const char* kManifest = "manifest.json";

void absent(const QString& name, const std::string& askedBy, Problems& problems)
{
    problems.error(kManifest + (", key " + askedBy),
        "the file " + inQuotes(name.toStdString()) + " is not there",
        "correct the name, or put the file beside manifest.json");
}

class Folder : public FileSource
{
public:
    explicit Folder(const QString& path)
        : m_folder(path)
    {
    }

    bool contains(const QString& name) const override { return QFileInfo(m_folder.filePath(name)).isFile(); }

    std::optional<FileBytes> read(
        const QString& name, const std::string& askedBy, Problems& problems) override
    {
        if (!contains(name)) {
            absent(name, askedBy, problems);
            return std::nullopt;
        }
        auto file = std::make_unique<QFile>(m_folder.filePath(name));
        if (!file->open(QIODevice::ReadOnly)) {
            problems.error(name.toStdString(),
                "the file cannot be read: " + file->errorString().toStdString(), "check its permissions");
            return std::nullopt;
        }
        const qint64 size = file->size();
        if (size >= kMapFrom)
            if (uchar* mapped = file->map(0, size)) {
                const std::string_view view(
                    reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
                return FileBytes(std::move(file), view);
            }
        QByteArray bytes = file->readAll();
        if (file->error() != QFileDevice::NoError) {
            problems.error(name.toStdString(),
                "the file cannot be read to its end: " + file->errorString().toStdString(),
                "check the disk or the network it lies on");
            return std::nullopt;
        }
        return FileBytes(std::move(bytes));
    }

private:
    QDir m_folder;
};

class Zip : public FileSource
{
public:
    bool open(const QString& path, const ReadLimits& limits, Problems& problems)
    {
        if (!m_archive.open(path, limits, problems))
            return false;
        // People pack the folder as often as its files.
        const QString suffix = QStringLiteral("/") + QLatin1String(kManifest);
        bool found = m_archive.find(QLatin1String(kManifest)) != nullptr;
        if (!found) {
            for (const ZipArchive::Member& member : m_archive.members()) {
                if (!member.name.endsWith(suffix) || member.name.startsWith(QLatin1String("__MACOSX/")))
                    continue;
                if (found) {
                    problems.error(QFileInfo(path).fileName().toStdString(),
                        "the archive holds several manifest.json", "pack one cohort an archive");
                    return false;
                }
                found = true;
                m_prefix = member.name.chopped(suffix.size() - 1);
            }
        }
        if (!found)
            problems.error(QFileInfo(path).fileName().toStdString(), "the archive holds no manifest.json",
                "add one that names the files, their columns and the label");
        return found;
    }

    bool contains(const QString& name) const override { return m_archive.find(m_prefix + name) != nullptr; }

    std::optional<FileBytes> read(
        const QString& name, const std::string& askedBy, Problems& problems) override
    {
        const ZipArchive::Member* member = m_archive.find(m_prefix + name);
        if (!member) {
            absent(name, askedBy, problems);
            return std::nullopt;
        }
        std::optional<QByteArray> bytes = m_archive.readMember(*member, problems);
        if (!bytes)
            return std::nullopt;
        return FileBytes(std::move(*bytes));
    }

private:
    ZipArchive m_archive;
    QString m_prefix; ///< folder of manifest.json inside the archive, with its slash; or empty
};

} // namespace

FileBytes::FileBytes(QByteArray bytes)
    : m_bytes(std::move(bytes))
{
}

FileBytes::FileBytes(std::unique_ptr<QFile> file, std::string_view mapped)
    : m_file(std::move(file))
    , m_mapped(mapped)
{
}

std::string_view FileBytes::view() const
{
    return m_file ? m_mapped
                  : std::string_view(m_bytes.constData(), static_cast<std::size_t>(m_bytes.size()));
}

std::unique_ptr<FileSource> openFolder(const QString& path) { return std::make_unique<Folder>(path); }

std::unique_ptr<FileSource> openZip(const QString& path, const ReadLimits& limits, Problems& problems)
{
    auto zip = std::make_unique<Zip>();
    if (!zip->open(path, limits, problems))
        return nullptr;
    return zip;
}

} // namespace btw::io
