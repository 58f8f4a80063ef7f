// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tablegroups.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace btw::io {

/// Whether a column of a table beside the labels' is no feature, and why.
struct LeftOut
{
    bool isLeftOut = false;
    std::optional<RoleGuess::Reason> why; ///< an error where it has to be asked; nothing of an empty column
};

/// \param c the column  \param entry the modality that the table becomes, with its id and time
/// \param labelTable the table of `labels`
LeftOut leftOut(const TableGroup& table, std::size_t c, const ModalityEntry& entry, const LabelsEntry& labels,
    const TableGroup& labelTable);

/// What a long table holds beside the id, the time, the variable and the value, which alone are read.
std::vector<RoleGuess::Reason> unusedColumns(
    const TableGroup& table, const ModalityEntry& entry, const LabelsEntry& labels);

} // namespace btw::io
