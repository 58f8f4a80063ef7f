// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// One of the first records of a table.
struct HeadRecord
{
    std::int64_t line = 0;
    std::vector<std::string> cells; ///< without the blanks around them
    std::size_t filled = 0; ///< cells that are not empty
    bool quotedFirst = false; ///< the first cell stood in quotes
    bool comment = false; ///< it begins with '#'

    bool isBlank() const { return filled == 0; }
};

/// The first records of a table, and how its cells are separated: as most of these records are.
struct TableHead
{
    char separator = ',';
    bool blanks = false; ///< runs of blanks stand between cells; `separator` is what they become
    bool hint = false; ///< the first line is a spreadsheet's `sep=;`
    bool whole = false; ///< the table has no more records than these
    std::size_t width = 0; ///< cells of most records
    std::vector<HeadRecord> records; ///< without the hint
};

/// `text`: the beginning of a table, all of it where `whole`.
TableHead lookAtHead(std::string_view text, bool whole);

/// Whether a cell can be nothing but a number, a date or a time, however it is written: there are digits, and
/// no words.
bool isLikeNumber(std::string_view cell);

} // namespace btw::io
