// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/manifest.h"

#include <QIODevice>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace btw::io {

struct FileRemedies;

/// Header and first rows of a table, as text.
struct TablePreview
{
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows; ///< ragged ones left out
    std::vector<std::int64_t> lines; ///< on which line of the file each of them begins, from 1
    std::string label; ///< the column that a person chose as the label, or empty
    bool drawsSplits = false; ///< a person has splits drawn: those of the table need not be usable
    bool byPosition = false; ///< a person has the rows of all tables aligned by their position
    bool named = true; ///< false: the first record is a row, and columns are called 1, 2, ...
    bool whole = false; ///< the table has no more rows than these
    std::set<std::string, std::less<>>
        kept; ///< columns that a person wants, though a guess would leave them out
    bool byPrefix = false; ///< a person has each prefix of the columns be a modality
    std::optional<CountWords> counted; ///< how a person wants a list of words to become features
    std::vector<Problem> problems; ///< an error where not even the header can be read
};

/// What the columns of one wide table are: each instance is a row. Every column is in one place at most;
/// columns in none are left out.
struct TableRoles
{
    struct ModalityRole
    {
        std::string name;
        std::vector<std::string> columns;
        std::map<std::string, CategoryEntry> categories; ///< those of the columns that hold words
    };

    std::string label;
    std::string id; ///< or empty
    std::string split; ///< or empty
    std::string group; ///< or empty
    Task task = Task::Regression;
    std::vector<ModalityRole> modalities;
};

/// A guess, and why: one reason a role, in words for a person.
struct RoleGuess
{
    struct Reason
    {
        std::string columns; ///< "'y'", or "'text_1' to 'text_300'"
        std::string role; ///< "label", "modality text"
        std::string why; ///< "its name says so"; of an error, a whole clause
        data::Severity severity = data::Severity::Note; ///< a warning where something is lost
        std::string code = "guess";
        std::string remedy = {}; ///< what to do about it; empty: a manifest can say otherwise
        std::vector<Remedy> remedies = {};
    };

    TableRoles roles;
    std::vector<Reason> reasons;
    std::string missing; ///< empty, or what stops the table from being a cohort as guessed
};

inline constexpr std::size_t kPreviewRows = 1000;
/// Reads at most `rows` rows, fewer of a table with thousands of columns, of an open file of `size` bytes
/// that messages call `name`; quick whatever the file's size is.
/// `remedies`: rows that are left out say nothing about the table.
TablePreview previewTable(QIODevice& device, std::uint64_t size, const std::string& name,
    std::size_t rows = kPreviewRows, const FileRemedies* remedies = nullptr);

/// The manifest that describes one table with these roles; it may be in one file for each split.
Manifest manifestOf(const TableRoles& roles, const TableFiles& table, const std::string& name);
Manifest manifestOf(const TableRoles& roles, const QString& file, const std::string& name);

} // namespace btw::io
