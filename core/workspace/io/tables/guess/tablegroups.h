// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/tables/source/tablesource.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <string>
#include <vector>

namespace btw::io {

/// One table, in one file or in one for each split.
struct TableGroup
{
    std::string base; ///< its name without split and suffix
    TableFiles files;
    const TablePreview* head = nullptr; ///< of its first file
    std::vector<const TablePreview*> heads;
    std::vector<ColumnLook> looks;

    std::size_t find(const std::string& column) const
    {
        return static_cast<std::size_t>(
            std::find(head->header.begin(), head->header.end(), column) - head->header.begin());
    }
    bool has(const std::string& column) const { return !column.empty() && find(column) < looks.size(); }
    std::string file() const
    {
        return (files.file.isEmpty() ? files.files.begin()->second : files.file).toStdString();
    }
    template <typename Fits> std::string first(const Names& names, const Fits& fits) const
    {
        for (const std::string_view name : names)
            for (std::size_t c = 0; c < looks.size(); ++c)
                if (isCalled(head->header[c], name) && fits(looks[c]))
                    return head->header[c];
        return {};
    }
};

/// Files that are called alike but for the name of a split (`text_train`, `text_test`) are one table. Files
/// that cannot be read are in none. Points into `samples`.
std::vector<TableGroup> groupTables(const std::vector<TableSample>& samples);

} // namespace btw::io
