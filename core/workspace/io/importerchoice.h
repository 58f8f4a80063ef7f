// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importers.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace btw::io {

/// Which importers are asked whether they can read a path.
enum class AskedImporters : std::uint8_t {
    /// Those to whom the end of its name belongs. They are asked before everything else: what they read may
    /// look like a table, or be JSON, which is refused otherwise.
    OfItsName,
    /// All, once it is neither arrays nor a table: from bytes alone a table may look like an old pickle.
    All
};

/// The first one that says yes, by id; none where nobody does.
std::optional<plugin::ImporterEntry> importerOf(const QString& path, AskedImporters asked);

} // namespace btw::io
