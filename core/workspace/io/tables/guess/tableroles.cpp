// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/tableroles.h"

#include <utility>

namespace btw::io {

Manifest manifestOf(const TableRoles& roles, const QString& file, const std::string& name)
{
    TableFiles table;
    table.file = file;
    return manifestOf(roles, table, name);
}

Manifest manifestOf(const TableRoles& roles, const TableFiles& table, const std::string& name)
{
    Manifest manifest;
    manifest.name = name;
    manifest.task = roles.task;
    manifest.labels.table = table;
    manifest.labels.label = roles.label;
    manifest.labels.id = roles.id;
    manifest.labels.split = roles.split;
    manifest.labels.group = roles.group;
    for (const TableRoles::ModalityRole& role : roles.modalities) {
        ModalityEntry entry;
        entry.key = "modalities[" + std::to_string(manifest.modalities.size()) + "]";
        entry.name = role.name;
        entry.table = table;
        entry.columns = role.columns;
        entry.exactColumns = true;
        entry.categories = role.categories;
        manifest.modalities.push_back(std::move(entry));
    }
    return manifest;
}

} // namespace btw::io
