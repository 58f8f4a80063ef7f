// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importer.h"

#include <QStringList>

#include <vector>

namespace btw::plugin {

struct ImporterEntry
{
    QString id;
    QString name; ///< as shown to people
    QStringList suffixes; ///< ends of names that belong to its layout alone, without the dot; often none
    const Importer* importer = nullptr; ///< owned by Qt's plug-in loader
};

/// The importers that are built into the program, by id. Defined where they are: plugins/importers.
std::vector<ImporterEntry> builtInImporters();

} // namespace btw::plugin
