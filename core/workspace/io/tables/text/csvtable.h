// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/numberstyle.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/tables/text/plainrows.h"
#include "workspace/io/tables/text/rowlog.h"

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

} // namespace btw::io
