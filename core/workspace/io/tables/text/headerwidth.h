// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/tablehead.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace btw::io {

// Why the rows of a table may have another number of cells than its header.

/// Whether all cells of a column are empty, as behind a separator that ends each row.
bool isEmptyColumn(const std::vector<const HeadRecord*>& rows, std::size_t column);
/// The column that ends where a decimal comma parts its numbers: whole numbers, then digits.
std::optional<std::size_t> commaColumn(const TableHead& head, const std::vector<const HeadRecord*>& rows);
/// Whether the first column holds names of rows without a name of its own, as R writes them. `comma`: what
/// commaColumn() finds.
bool isRowNames(const std::vector<const HeadRecord*>& rows, const HeadRecord& header,
    const std::optional<std::size_t>& comma);

} // namespace btw::io
