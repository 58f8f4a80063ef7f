// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/tables/text/csv.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace btw::io {

struct FileRemedies;

/// What the first rows say about the numbers of one column.
struct ColumnNumbers
{
    std::size_t count = 0;
    double sum = 0;
    double least = 0;
    double greatest = 0;
};

/// Where the table of a text file begins, and what its columns are called: what stands between the bytes and
/// the cells. The preview and the reader both go by it.
struct TableLayout
{
    /// Something about the layout that a person should know.
    struct Remark
    {
        data::Severity severity = data::Severity::Note;
        const char* code = ""; ///< `title-rows`
        std::int64_t line = 0; ///< 0: the file as a whole
        data::Sentence what;
        std::string remedy;
        std::vector<Remedy> remedies = {};
    };

    char separator = ',';
    bool blanks = false; ///< runs of blanks stand between cells
    bool named = true; ///< there is a header; else columns are called 1, 2, ...
    std::int64_t headerLine = 0; ///< 0 without a header
    std::int64_t firstRowLine = 0; ///< records on lines before it are no rows; 0 where there is no row
    std::vector<std::string> names; ///< as the header gives them, one for each cell of a row
    std::vector<std::string> header; ///< the cells of the header as they stand there
    std::vector<std::int64_t> leftOut; ///< lines of the first rows that are no rows, ascending: units
    std::vector<Remark> remarks;
    bool rowsBeginWithHash = false; ///< as ids do; '#' begins no comment then
    std::vector<std::string> firstCells; ///< of the first rows, in small letters
    std::vector<ColumnNumbers> numbers; ///< of the first rows, column by column

    std::size_t width() const { return names.size(); }
    bool isLeftOut(std::int64_t line) const;
    /// Whether the record on this line is not before the first row.
    bool isRow(std::int64_t line) const { return firstRowLine > 0 && line >= firstRowLine; }
    bool hasErrors() const;
    void remark(data::Severity severity, const char* code, std::int64_t line, data::Sentence what,
        std::string remedy, std::vector<Remedy> remedies = {});
    /// Says all remarks of this severity and above.
    void tell(const std::string& file, Problems& problems, data::Severity least = data::Severity::Note) const;
};

/// `header`: whether there is one, where somebody said so. `remedies`: rows that are left out say nothing
/// about the layout. The reader is then about to read the first record of the file, separated as it should.
TableLayout findLayout(
    CsvReader& reader, const std::string& file, std::optional<bool> header, const FileRemedies* remedies);

/// "row 3", "rows 1 and 2", "rows 1 to 3", "rows 4, 17 and 3 more".
std::string rowsText(const std::vector<std::int64_t>& lines);

/// The same where the place of the message names a single one: "the row".
std::string rowsAsSubject(const std::vector<std::int64_t>& lines);

} // namespace btw::io
