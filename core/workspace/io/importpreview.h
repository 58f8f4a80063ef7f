// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/io/tables/guess/tableroles.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/source/tablesource.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace btw::io {

/// What a source looks like before it is read.
struct ImportPreview
{
    QString path; ///< absolute; of a recipe file, that of its data
    QString asked; ///< the path as jobs::Queue was asked for it; empty where nobody asked a queue
    /// `table` (one wide table), `folder`, `zip` and `workbook` (tables), `npz`, `recipe`, the id of the
    /// importer plug-in that reads it, or empty where no one does.
    QString format;
    QString formatName; ///< what the importer plug-in is called for people; else empty
    Recipe recipe; ///< of a recipe file, else empty
    qint64 bytes = 0; ///< of the file, or of all tables of the folder
    /// Text tables: header and first rows of each. Else one table, a row for each array: its name, shape and
    /// type; none where only reading tells.
    std::vector<TableSample> tables;
    /// Text tables: the manifest of the recipe, the one that is there, or what guessing gives. Its label may
    /// be empty (`missing`).
    std::optional<Manifest> guess;
    bool guessed = false; ///< `guess` is a guess; reading without a manifest takes the same one
    std::int64_t rows = -1; ///< instances, where known without reading everything
    std::vector<RoleGuess::Reason> reasons; ///< of a guess
    std::string missing; ///< empty, or what stops the source from being a cohort as guessed
    std::vector<Problem> problems; ///< seen so far, with remedies; reading finds the rest
};

/// Looks at a file or folder: quick whatever its size, since of a table only the head is read, and of an
/// archive or a pickle only what lies before the numbers. Never throws for bad data. `remedies`: chosen
/// since, in place of those of a recipe file; what is guessed is guessed from what they leave.
ImportPreview previewImport(const QString& path, const ReadLimits& limits = ReadLimits::ofEnvironment(),
    const std::optional<std::vector<Remedy>>& remedies = {});

} // namespace btw::io
