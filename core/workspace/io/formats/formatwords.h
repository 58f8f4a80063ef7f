// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/fileformat.h"

#include <array>

namespace btw::io {

/// What stands between the name of a file and that of one of its tables where a table is called.
inline constexpr const char* kSheetMark = ", sheet "; ///< of a workbook
inline constexpr const char* kPartMark = ", part "; ///< of another file
inline constexpr std::array kPartMarks = { kSheetMark, kPartMark };

} // namespace btw::io
