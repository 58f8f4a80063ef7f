// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tablefile.h"

#include "workspace/io/csvfolder.h"
#include "workspace/io/filesource.h"

#include <QFileInfo>

#include <memory>

namespace btw::io {

ReadResult readTableFile(const QString& path, const TableRoles& roles, const ReadLimits& limits)
{
    const QFileInfo info(path);
    const std::unique_ptr<FileSource> folder = openFolder(info.absolutePath());
    return readTables(
        manifestOf(roles, info.fileName(), info.completeBaseName().toStdString()), *folder, limits);
}

} // namespace btw::io
