// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/guesscolumns.h"

#include "engine/data/cohort.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::io {

/// Whether a column numbers the rows: distinct whole numbers that count by one from 0 or 1, in any order.
/// Rows that a person left out of the head leave gaps in it. Of a table of which the head is known only, in
/// the order of its rows.
bool isRunning(const TablePreview& preview, std::size_t column, const ColumnLook& look);

/// Warns of features that count the n rows, which the head of a large table does not show.
void checkRunning(const std::string& file, const std::vector<std::string>& columns,
    const data::Modality& modality, std::size_t n, const FileRemedies* remedies, Problems& problems);

/// Fewer rows count by one by chance.
inline constexpr std::size_t kFewestToCount = 10;

} // namespace btw::io
