// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importer.h"

#include <vector>

namespace btw::plugin {

struct ImporterEntry
{
    QString id;
    QString name; ///< as shown to people
    const Importer* importer = nullptr; ///< owned by Qt's plug-in loader
};

/// The importers that are built into the program, by id. Defined where they are: plugins/importers.
std::vector<ImporterEntry> builtInImporters();

} // namespace btw::plugin
