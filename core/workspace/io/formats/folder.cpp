// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/fileformat.h"
#include "workspace/io/tables/filesource.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <map>
#include <utility>

namespace btw::io {

namespace {

class Folder : public FileSource
{
public:
    Folder(const QString& path, ReadLimits limits)
        : m_folder(path)
        , m_limits(std::move(limits))
    {
    }

    bool contains(const QString& name) const override { return QFileInfo(pathOf(name)).isFile(); }

    std::uint64_t size(const QString& name) const override
    {
        return contains(name) ? static_cast<std::uint64_t>(QFileInfo(pathOf(name)).size()) : 0;
    }

    QStringList names() const override { return m_folder.entryList(QDir::Files, QDir::Name); }

    QStringList tablesOf(const QString& name, bool asked, Problems& problems) override
    {
        const FileFormat& format = formatOf(name);
        if (!asked && !isTableName(name) && format.isDocument())
            return {};
        if (asked ? reportUnread(format, name.toStdString(), problems)
                  : warnUnread(format, name.toStdString(), problems))
            return {};
        return format.becomesTables() || isTableName(name) ? QStringList { name } : QStringList();
    }

    bool open(const QString& name, const std::string& askedBy, Problems& problems, const Use& use) override
    {
        if (!contains(name)) {
            if (QFileInfo(pathOf(name)).isDir())
                problems.error("not-a-file", "manifest.json, key " + askedBy,
                    { "{} is a folder", inQuotes(name.toStdString()) }, "name a file in it");
            else
                reportAbsent(name, askedBy, problems);
            return false;
        }
        const FileFormat& format = formatOf(name);
        if (reportUnread(format, name.toStdString(), problems))
            return false;
        if (const auto packing = format.packing()) {
            UnpackedDevice device(pathOf(name), *packing, m_limits.decompressedBytes);
            return opened(device, QIODevice::ReadOnly, name, problems) && (use(device, kUnknownSize), true);
        }
        // Unbuffered: the readers fetch large pieces.
        QFile file(pathOf(name));
        return opened(file, QIODevice::ReadOnly | QIODevice::Unbuffered, name, problems)
            && (use(file, static_cast<std::uint64_t>(file.size())), true);
    }

private:
    QString pathOf(const QString& name) const { return m_folder.filePath(name); }

    const FileFormat& formatOf(const QString& name)
    {
        auto found = m_formats.find(name);
        if (found == m_formats.end())
            found = m_formats
                        .emplace(
                            name, isManifest(QFileInfo(name)) ? FileFormat {} : recogniseFile(pathOf(name)))
                        .first;
        return found->second;
    }

    static bool opened(QIODevice& device, QIODevice::OpenMode mode, const QString& name, Problems& problems)
    {
        if (device.open(mode))
            return true;
        problems.error("file-unreadable", name.toStdString(),
            { "the file cannot be read: {}", device.errorString().toStdString() }, "check its permissions");
        return false;
    }

    QDir m_folder;
    ReadLimits m_limits;
    std::map<QString, FileFormat> m_formats;
};

} // namespace

std::unique_ptr<FileSource> openFolder(const QString& path, const ReadLimits& limits)
{
    return std::make_unique<Folder>(path, limits);
}

} // namespace btw::io
