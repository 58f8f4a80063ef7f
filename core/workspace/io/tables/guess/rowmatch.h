// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tablegroups.h"

namespace btw::io {

/// Whether a table has as many rows as the labels have, as far as their heads tell, in files for the same
/// splits.
bool haveSameRows(const TableGroup& table, const TableGroup& labels);

/// Whether columns that number the rows of both tables stand in the order of the rows, if there are any:
/// else one of the tables was sorted.
bool haveSameOrder(const TableGroup& table, const TableGroup& labels);

} // namespace btw::io
