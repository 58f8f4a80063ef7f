// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/tables/text/tablelayout.h"
#include "workspace/io/tables/text/textsource.h"

#include <string>

namespace btw::io {

/// Says what is unusual about the text of a file, and read nevertheless: encoding, separator, line ends,
/// zeros at its end.
void noteTextFormat(const std::string& file, const TextSource& source, const CsvReader& reader,
    const TableLayout& layout, Problems& problems);

} // namespace btw::io
