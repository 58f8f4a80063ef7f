// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tablegroups.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::io {

/// How the cells of one column lie among the rows of each id.
struct Within
{
    bool varies = false; ///< in at least half of the ids that have several rows
    bool variesOnce = false; ///< in one id at least
    bool isDistinct = true; ///< no id has a value twice
};

/// Of a table whose rows are found by the column `id`.
Within within(const TableGroup& table, const std::string& id, std::size_t column);

/// The columns of a long table: what was measured, and the number.
struct LongColumns
{
    std::string variable; ///< empty where the table is none
    std::string value;
    bool namesVariable = false; ///< `variable` is called as such columns surely are
    bool namesValue = false;
    std::vector<RoleGuess::Reason> reasons; ///< what is doubtful; an error where it has to be asked

    bool areFound() const { return !variable.empty() && !value.empty(); }
};

/// By their names, and where these tell half or nothing, by their values. `time`: the column of time stamps,
/// or empty.
LongColumns findLongColumns(const TableGroup& table, const std::string& id, const std::string& time);

} // namespace btw::io
