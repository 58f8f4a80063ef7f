// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/reader/hdf5file.h"

#include <string>
#include <utility>
#include <vector>

namespace btw::io::reader {

/// A data frame of AnnData: obs, or only the names of var.
struct DataFrame
{
    std::string indexName;
    std::vector<std::string> index;
    std::vector<std::pair<std::string, std::vector<std::string>>> columns;
};

/// \throws Hdf5Fault where it is damaged, or laid out as AnnData did long ago. `columns`: more than the
/// names.
DataFrame readFrame(hid_t parent, const std::string& path, bool columns);

/// What the column of ids is called in all tables.
std::string idName(const DataFrame& frame);

/// As anndata's var_names_make_unique: "a", "a-1", "a-2". True where any repeats.
bool makeUnique(std::vector<std::string>& names);

} // namespace btw::io::reader
