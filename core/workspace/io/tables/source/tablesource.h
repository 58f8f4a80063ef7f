// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/guess/tableroles.h"
#include "workspace/io/tables/source/filesource.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace btw::io {

/// The text tables of a path: one table, or those of a folder or a zip.
struct TableSource
{
    QString format; ///< `table`, `folder`, `zip`, `workbook` (several sheets of one)
    std::unique_ptr<FileSource> files;
    QStringList tables; ///< names in `files`
    std::string name; ///< what the cohort is called
    bool hasManifest = false; ///< there is a manifest.json
};

/// The head of one table of a source.
struct TableSample
{
    std::string file; ///< as the manifest names it; of an array, its key
    TablePreview rows; ///< of an array: one row, its name, shape and type
};

/// What tables are taken for, and why.
struct TablesGuess
{
    Manifest manifest; ///< its label is empty where `missing` tells so
    std::vector<RoleGuess::Reason> reasons;
    std::string missing; ///< empty, or what stops the tables from being a cohort as guessed
    std::vector<Remedy> remedies; ///< for what is missing
};

/// nullopt without a problem where the path holds no text tables, with one where they cannot be reached.
std::optional<TableSource> openTableSource(const QString& path, const ReadLimits& limits, Problems& problems);

/// Says of a source without tables (and manifest) which `name` it has what is there in their place.
void noTables(const TableSource& source, const std::string& name, Problems& problems);

/// The heads of a source's tables (of 100 at most), those that cannot be read with their problem. Beside
/// other tables, a .txt or .data that is none is left out. Of the plan, what says where a table begins is
/// used.
std::vector<TableSample> sampleTables(const TableSource& source, const ReadingPlan& plan = {});

/// Guesses from their heads what tables without a manifest are: one wide table, one wide table in a file for
/// each split, or a table with labels and one for each modality, aligned by a common id column or by
/// position.
TablesGuess guessTables(const std::vector<TableSample>& samples, const std::string& name);

} // namespace btw::io
