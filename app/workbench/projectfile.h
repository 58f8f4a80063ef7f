// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::app {

/// The project of whoever names none: a file in the user's data folder.
QString usualProject();
/// The project of a folder.
QString projectIn(const QString& folder);
/// Why no work can be kept in this project file, as one sentence; empty where it can. Makes its folder where
/// there is none.
QString problemOfProject(const QString& path);
/// A folder that can be written: of those that people know, the first.
QString writableFolder();

} // namespace btw::app
