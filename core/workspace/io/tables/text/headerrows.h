// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/tablehead.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace btw::io {

/// Which of the first records of a table are its header, and what the others are that are no rows.
struct HeaderRows
{
    enum class Fault : std::uint8_t {
        None,
        Several, ///< the header stands in several rows, none of which has all names
        Second, ///< two rows could each be the header
        Descriptions, ///< rows below the header describe the columns
        Orange ///< names, types and roles, as the program Orange writes them
    };

    std::optional<std::size_t> header; ///< nothing where the first record is a row
    std::size_t firstRow = 0; ///< index of the record, or how many there are
    std::vector<std::size_t> comments; ///< before the header
    std::vector<std::size_t> titles; ///< before the header: a name of the table, its date
    std::vector<std::size_t> headings; ///< before the header: each stands over several columns
    std::vector<std::size_t> units; ///< below the header
    std::vector<std::size_t> repeated; ///< below the header, which they repeat
    Fault fault = Fault::None;
    std::vector<std::size_t> faulty; ///< the rows that the fault is about
};

/// `isHeader`: whether there is one, where somebody said so. `line`: where it stands, if somebody said so; it
/// is the line of one of the records then.
HeaderRows findHeader(const TableHead& head, std::optional<bool> isHeader, std::int64_t line);

} // namespace btw::io
