// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/source/tablesource.h"

#include <optional>
#include <string>
#include <vector>

namespace btw::io {

/// What the tables of a source are, before they are read: their heads, and the manifest that describes them.
struct TablesView
{
    std::vector<TableSample> samples; ///< of the files, without the rows and cells that the plan leaves out
    std::optional<Manifest> manifest; ///< to be read by; empty where something essential is missing
    std::optional<Manifest> guess; ///< of tables without a manifest: what is known, be it incomplete
    std::vector<RoleGuess::Reason> reasons; ///< of a guess
    std::string missing; ///< empty, or what stops the tables from being a cohort as guessed
};

/// Looks at the tables of a source that messages call `name`, in the one order in which everything reads
/// them: rows, cells and columns that the plan leaves out first, then `described` (a recipe's manifest), the
/// source's own manifest or a guess, each part of which is a problem of some severity, then what the plan
/// says about roles.
TablesView viewTables(const TableSource& source, const std::string& name,
    const std::optional<Manifest>& described, const ReadingPlan& plan, Problems& problems);

} // namespace btw::io
