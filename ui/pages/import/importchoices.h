// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/importpreview.h"
#include "workspace/io/recipe/recipe.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace btw::pages {

/// What a column of a text table is.
enum class ColumnRole : std::uint8_t {
    LeaveOut,
    Label,
    Id,
    Split,
    Group,
    Modality,
    Describe, ///< what subgroups are made of, and no feature
    Fixed ///< a time stamp, variable or value of a described table: as described, not changed here
};

/// What has been chosen for one column.
struct ColumnChoice
{
    ColumnRole role = ColumnRole::LeaveOut;
    std::string modality = {}; ///< Modality, Fixed
    bool isCategory = false; ///< words, made into numbers
    data::Encoding encoding = data::Encoding::OneHot; ///< of a category
    std::vector<std::string> order = {}; ///< of ordinal words, as described; else empty

    bool operator==(const ColumnChoice&) const = default;
};

/// A table whose columns are chosen: one file, or a file for each split, all with the same columns.
struct ImportTable
{
    io::TableFiles files;
    const io::TablePreview* rows = nullptr; ///< of the first file; lives with the preview
};

/// Everything that a person chooses about a source; a value, so that undoing is going back to another one.
struct ImportChoices
{
    std::vector<std::vector<ColumnChoice>> columns; ///< for each table, each of its columns
    Task task = Task::Regression; ///< of text tables
    std::vector<io::Remedy> remedies;
    data::RowFilter filter;
    std::optional<data::LabelCut> cut;

    bool drawsSplits() const { return io::ReadingPlan(remedies).drawsSplits(); }
};

/// The tables whose columns can be chosen; none where the source says itself what it holds (arrays, pickles).
std::vector<ImportTable> tablesOf(const io::ImportPreview& preview);

/// As a manifest has it: the source's own, or the guess.
ImportChoices choicesOf(const io::Manifest& manifest, const std::vector<ImportTable>& tables);

/// The manifest that says what was chosen: tables whose columns are as at first keep their description word
/// for word.
io::Manifest manifestFor(const io::ImportPreview& preview, const std::vector<ImportTable>& tables,
    const ImportChoices& first, const ImportChoices& chosen);

/// Names of the modalities, in the order in which the cohort will have them.
std::vector<std::string> modalitiesOf(const io::Manifest& manifest);

/// What a remedy does, in words: "Row 17 of visits.csv is left out".
QString doneWords(const io::Remedy& remedy);
/// On the button that chooses it: "Drop row 17".
QString buttonWords(const io::Remedy& remedy);

} // namespace btw::pages
