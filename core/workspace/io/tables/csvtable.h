// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/csv.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/numberstyle.h"
#include "workspace/io/tables/plainrows.h"

#include <QIODevice>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// The columns of one CSV file. Without a header line they are called "1", "2", ...
struct TableHeader
{
    std::string file; ///< for messages
    std::vector<std::string> names; ///< empty where there is none, and of columns that are left out
    std::vector<std::string> given; ///< the names with those of columns that are left out
    std::size_t leftOut = 0; ///< columns that a person left out
    bool named = true;
    NumberStyle* numbers = nullptr; ///< reads the numbers of this file, for all consumers
    const FileRemedies* remedies = nullptr; ///< of this file, or null

    std::optional<std::size_t> find(std::string_view name) const;
    /// The same; not to find it is an error that names the manifest's key.
    std::optional<std::size_t> require(const std::string& name, const std::string& key, Problems& problems,
        std::vector<Remedy> offered = {}) const;
    /// How a message calls a column: `'age'`, or `3`.
    std::string label(std::size_t column) const;
};

/// Where each row that a consumer took came from.
class RowLog
{
public:
    struct Part
    {
        std::string file;
        std::size_t firstRow;
    };

    void beginFile(std::string file) { m_parts.push_back({ std::move(file), m_lines.size() }); }
    void add(std::int64_t line) { m_lines.push_back(line); }
    void reserve(std::size_t rows) { m_lines.reserve(m_lines.size() + rows); }
    std::size_t size() const { return m_lines.size(); }
    std::string where(std::size_t row, const std::string& column = {}) const;
    const std::vector<Part>& parts() const { return m_parts; }
    std::size_t rowsOfPart(std::size_t part) const;
    /// Of a row of the current file that may still be added.
    std::string whereNext(std::int64_t line, const std::string& column) const;
    DropRow droppingNext(std::int64_t line) const { return { m_parts.back().file, line }; }
    /// The remedy that leaves out one row.
    DropRow dropping(std::size_t row) const;
    /// Keeps these rows, ascending.
    void keep(const std::vector<std::size_t>& rows);

private:
    const Part& partOf(std::size_t row) const;

    std::vector<Part> m_parts;
    std::vector<std::int64_t> m_lines;
};

/// Takes what it needs of the records of one or more files (one per split), in file order.
class TableConsumer
{
public:
    virtual ~TableConsumer() = default;
    TableConsumer() = default;
    TableConsumer(const TableConsumer&) = delete;
    TableConsumer& operator=(const TableConsumer&) = delete;

    /// Finds its columns; false, with a problem, when one is not there.
    virtual bool bind(const TableHeader& header, Problems& problems) = 0;
    virtual void take(const CsvReader& record, Problems& problems) = 0;
    /// Of a row that a person chose to leave out; it may be ragged.
    virtual void leaveOut(const CsvReader& record);

    /// Says what it wants of plain rows; false where it takes every row as a record only.
    virtual bool want(PlainColumns& columns);
    /// Takes rows [first, last).
    virtual void takePlain(const PlainRows& rows, std::size_t first, std::size_t last);
    /// About so many rows are to come.
    virtual void expect(std::size_t rows);
};

/// Reads a CSV file of `size` bytes once for all its consumers, in pieces. Ragged rows, broken quotes, files
/// without rows and bytes that are no text are problems with their row; what is unusual and read nevertheless
/// (encoding, separator, line ends, decimal commas, words for missing values) is a note.
void readTable(const std::string& file, QIODevice& device, std::uint64_t size, bool header,
    const std::vector<TableConsumer*>& consumers, Problems& problems, const ReadLimits& limits = {},
    const FileRemedies* remedies = nullptr);

/// Reads a text to its end, and says where its quotes are damaged; false where they are not.
bool findsDamage(const std::string& file, CsvReader& reader, Problems& problems);

/// The error for a column that a manifest's key names and the table does not have.
void noSuchColumn(const TableHeader& header, const std::string& key, const std::string& name,
    Problems& problems, std::vector<Remedy> remedies = {});

/// Shell pattern with `*` and `?` only: brackets occur in column names.
bool matchesGlob(std::string_view pattern, std::string_view name);

} // namespace btw::io
