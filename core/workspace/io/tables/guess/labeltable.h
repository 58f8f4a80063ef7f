// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tablegroups.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::io {

/// Whether a table is called as one of labels: "labels", "outcomes".
bool isLabelName(const std::string& base);

/// Which of several tables has the labels. One that is called so comes before one with such a column; a
/// narrow one before a wide one. A column that a person chose comes before all.
std::size_t findLabelTable(const std::vector<TableGroup>& tables);

} // namespace btw::io
