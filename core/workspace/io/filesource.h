// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <memory>
#include <optional>
#include <string_view>

namespace btw::io {

/// The bytes of one file for as long as this lives: mapped when large, else in memory.
class FileBytes
{
public:
    explicit FileBytes(QByteArray bytes);
    FileBytes(std::unique_ptr<QFile> file, std::string_view mapped);

    std::string_view view() const;

private:
    QByteArray m_bytes;
    std::unique_ptr<QFile> m_file;
    std::string_view m_mapped;
};

/// The files that lie beside a manifest: in a folder or in a zip archive.
class FileSource
{
public:
    virtual ~FileSource() = default;
    FileSource() = default;
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    virtual bool contains(const QString& name) const = 0;
    /// nullopt, with a problem, when the file is absent or cannot be read. `askedBy` is the manifest key that
    /// names it, for the message.
    virtual std::optional<FileBytes> read(const QString& name, const std::string& askedBy, Problems& problems)
        = 0;
};

std::unique_ptr<FileSource> openFolder(const QString& path);
/// The folder of the archive that holds `manifest.json`; nullptr, with a problem.
std::unique_ptr<FileSource> openZip(const QString& path, const ReadLimits& limits, Problems& problems);

} // namespace btw::io
