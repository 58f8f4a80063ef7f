// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/workbook.h"

namespace btw::io {

/// As readXlsx(), of a sparse matrix as scipy.sparse.save_npz (CSR, CSC, COO) or sparse.save_npz (coordinates)
/// writes it: a row an instance, columns called 1, 2, ...
bool readSparseArray(const QString& path, const QString& folder, const std::string& name,
    const ReadLimits& limits, std::vector<PlainTableFile>& tables, Problems& problems);

} // namespace btw::io
