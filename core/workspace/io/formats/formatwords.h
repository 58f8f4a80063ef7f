// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/fileformat.h"
#include "workspace/io/problems.h"

#include <string>

namespace btw::io {

/// What can be read, for a person who gave something else.
inline constexpr const char* kReadableFormats = "an .npz file, a table (.csv, .tsv, .xlsx, .ods, SPSS, "
                                                "Stata, SAS, MATLAB, AnnData; compressed, too), a "
                                                "folder or .zip of tables, a .recipe.json or a pickle";

/// What a file is, as in "the file is ...", and what to do where BTW does not read it: both clauses.
struct FormatWords
{
    std::string what;
    std::string wayOut;
};
FormatWords formatWords(const FileFormat& format);

/// Says of a file that is recognised and not read what it is, and the way out. False where the file is read,
/// or not recognised. `name` is what the message calls the file.
bool reportUnread(const FileFormat& format, const std::string& name, Problems& problems);
/// The same as a warning: other files of the folder are read.
bool warnUnread(const FileFormat& format, const std::string& name, Problems& problems);

} // namespace btw::io
