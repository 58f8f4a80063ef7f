// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guesscolumns.h"

#include <cstddef>

namespace btw::io {

/// Whether a column numbers the rows: distinct whole numbers that count by one from 0 or 1, in any order.
/// Rows that a person left out of the head leave gaps in it. Of a table of which the head is known only, in
/// the order of its rows.
bool isRunning(const TablePreview& preview, std::size_t column, const ColumnLook& look);

/// Fewer rows count by one by chance.
inline constexpr std::size_t kFewestToCount = 10;

} // namespace btw::io
