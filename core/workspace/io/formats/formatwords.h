// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/fileformat.h"

namespace btw::io {

/// What stands between the name of a workbook and that of its sheet where a table is called.
constexpr char kSheetMark[] = ", sheet ";

} // namespace btw::io
