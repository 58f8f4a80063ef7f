// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/importerchoice.h"

#include <QFileInfo>

namespace btw::io {

std::optional<plugin::ImporterEntry> importerOf(const QString& path, AskedImporters asked)
{
    const QString suffix = QFileInfo(path).suffix();
    for (const plugin::ImporterEntry& entry : plugin::builtInImporters()) {
        const bool isAsked
            = asked == AskedImporters::All || entry.suffixes.contains(suffix, Qt::CaseInsensitive);
        if (isAsked && entry.importer->canRead(path))
            return entry;
    }
    return std::nullopt;
}

} // namespace btw::io
