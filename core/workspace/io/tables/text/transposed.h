// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/tablehead.h"

#include <cstddef>

namespace btw::io {

/// Where the instances of a table are its columns: the record of the label, else null. The first column holds
/// the names then, one of which is a label's; those in the header are of instances, and have numbers in them.
const HeadRecord* transposedLabel(const TableHead& head, std::size_t header);

} // namespace btw::io
