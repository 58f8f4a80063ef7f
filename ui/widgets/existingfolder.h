// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace btw::widgets {

/// Where a person keeps pictures or documents; at home where there is no such folder: a file dialog would
/// begin in whatever folder the program was started from.
inline QString existingFolder(QStandardPaths::StandardLocation place)
{
    const QString folder = QStandardPaths::writableLocation(place);
    return QFileInfo(folder).isDir() ? folder : QDir::homePath();
}

} // namespace btw::widgets
