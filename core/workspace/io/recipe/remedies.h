// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace btw::io {

class FileSource;
struct Manifest;

/// What a person chose to be done to one table while it is read.
struct FileRemedies
{
    /// Cells of a column, by its name.
    using Words = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;

    std::vector<std::int64_t> rows; ///< to be left out: their lines, ascending
    bool badRows = false; ///< every row with a problem of its own is to be left out
    Words dropWords; ///< rows with such a cell are to be left out
    Words missingWords; ///< cells that count as empty
    /// Columns to be left out: the name, and the number from 1 of one among several of this name, or 0.
    std::vector<std::pair<std::string, std::size_t>> columns;
    std::set<std::string> categories; ///< columns whose words are to become numbers

    /// Whether rows are read otherwise than they stand there.
    bool changeRows() const;
    bool dropsRow(std::int64_t line) const;
    /// The words of a column that count as empty; null without any.
    const std::set<std::string, std::less<>>* missing(std::string_view column) const;
};

using RemediesByFile = std::map<std::string, FileRemedies, std::less<>>;

/// What concerns rows and cells of tables, by file.
RemediesByFile remediesByFile(const std::vector<data::Remedy>& remedies);

/// Carries out what concerns the roles of columns: categories, the id, the label.
void applyToManifest(Manifest& manifest, const std::vector<data::Remedy>& remedies);

/// Says what would quietly do nothing: errors for files that are not there and for marks in cells that are no
/// features, a warning for files that are not read. `manifest` as applyToManifest leaves it.
void checkRemedies(const std::vector<data::Remedy>& remedies, const Manifest& manifest,
    const FileSource& source, Problems& problems);

/// An error for each instance to be left out that is not there.
void checkDroppedIds(
    const std::vector<std::string>& ids, const std::vector<data::Remedy>& remedies, Problems& problems);

/// Ids of the instances to be left out, wherever they come from.
std::vector<std::string> droppedIds(const std::vector<data::Remedy>& remedies);

/// Whether every instance that has a problem of its own is to be left out: of arrays, not of tables.
bool leavesOutBadInstances(const std::vector<data::Remedy>& remedies);

/// The column that was chosen as the label; empty where none was.
std::string chosenLabel(const std::vector<data::Remedy>& remedies);

/// Whether new splits are asked for.
bool asksForSplits(const std::vector<data::Remedy>& remedies);

/// Whether any of them is about the rows or the roles of columns of text tables.
bool concernTables(const std::vector<data::Remedy>& remedies);

} // namespace btw::io
