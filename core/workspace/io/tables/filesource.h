// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"

#include <QIODevice>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace btw::io {

/// The files that lie beside a manifest: in a folder or in a zip archive.
class FileSource
{
public:
    /// Reads one file from a device that is open for as long as the call lasts.
    using Use = std::function<void(QIODevice& device, std::uint64_t size)>;

    virtual ~FileSource() = default;
    FileSource() = default;
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    virtual bool contains(const QString& name) const = 0;
    /// Bytes of a file once unpacked, as far as known before reading; 0 where it is not there.
    virtual std::uint64_t size(const QString& name) const = 0;
    /// The files, those in folders below left out, sorted.
    virtual QStringList names() const = 0;
    /// The files in folders below, with their paths, as far as the source lists them: archives do.
    virtual QStringList namesBelow() const { return {}; }
    /// False, with a problem, when the file is absent, cannot be read, or is found damaged at its end.
    /// `askedBy` is the manifest key that names it, for the message.
    virtual bool open(const QString& name, const std::string& askedBy, Problems& problems, const Use& use)
        = 0;
};

std::unique_ptr<FileSource> openFolder(const QString& path);
/// The folder of the archive that holds `manifest.json`, or, where there is none, the one that holds all its
/// files; nullptr, with a problem.
std::unique_ptr<FileSource> openZip(const QString& path, const ReadLimits& limits, Problems& problems);

} // namespace btw::io
