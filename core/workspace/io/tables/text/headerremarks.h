// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/headerrows.h"
#include "workspace/io/tables/text/tablelayout.h"

#include <string>

namespace btw::io {

/// Adds to a layout what a person should know about the rows around its header, and takes out those that are
/// none.
void tellHeaderRows(
    const TableHead& head, const std::string& file, const HeaderRows& rows, TableLayout& layout);

} // namespace btw::io
