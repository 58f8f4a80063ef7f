// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/fileformat.h"
#include "workspace/io/formats/workbook.h"
#include "workspace/io/readresult.h"

#include <QString>

#include <string>
#include <vector>

namespace btw::io {

/// As readXlsx(), by the program btw-read, which lies beside the one that runs: in it work libraries that a
/// damaged file may bring down. False, with a problem that names the file, where it stops, takes more memory
/// or time than it may have, or is not there.
bool runReader(const QString& path, const FileFormat& format, const QString& folder, const std::string& name,
    const ReadLimits& limits, std::vector<PlainTableFile>& tables, Problems& problems);

} // namespace btw::io
