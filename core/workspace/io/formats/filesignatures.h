// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/fileformat.h"

#include <cstddef>
#include <string_view>

namespace btw::io {

/// What a file is, as its first bytes tell; zips are Zip.
FileKind kindOfBytes(std::string_view bytes);
/// Whether they are those of a file of MATLAB 4, which has no signature: a header of five numbers and a name.
bool isOldMatlab(std::string_view bytes);
/// Whether `what` stands at that place.
bool holdsAt(std::string_view bytes, std::size_t at, std::string_view what);

/// Whether lines of text hold the same number of commas, semicolons, tabs or bars: a table, whatever its
/// name.
bool isTableText(std::string_view bytes);

} // namespace btw::io
