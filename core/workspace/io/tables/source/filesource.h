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
    /// The size of what is unpacked while it is read.
    static constexpr std::uint64_t kUnknownSize = ~std::uint64_t(0);

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
    /// The tables that a file holds, as this source calls them: itself for text, the sheets of a workbook.
    /// Empty where it holds none: with a problem where its format is known by name, as a warning unless
    /// `asked`, or where it is damaged.
    virtual QStringList tablesOf(const QString& name, bool asked, Problems& problems);
    /// False, with a problem, when the file is absent, cannot be read, or is found damaged at its end.
    /// `askedBy` is the manifest key that names it, for the message.
    virtual bool open(const QString& name, const std::string& askedBy, Problems& problems, const Use& use)
        = 0;
};

/// A folder whose tables may be compressed, or sheets of workbooks: they come as plain tables.
std::unique_ptr<FileSource> openFolder(const QString& path, const ReadLimits& limits);
/// The folder of the archive that holds `manifest.json`, or, where there is none, the one that holds all its
/// files; nullptr, with a problem.
std::unique_ptr<FileSource> openZip(const QString& path, const ReadLimits& limits, Problems& problems);

/// Whether a file is called as text tables are: csv, tsv, tab, txt, data.
bool isTableName(const QString& name);

/// The error for a file that the key `askedBy` of a manifest names and that is not there.
void reportAbsent(const QString& name, const std::string& askedBy, Problems& problems);

} // namespace btw::io
