// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/tables/source/tablesview.h"

#include <string>
#include <vector>

namespace btw::io {

/// What the tables of a source are, as the plan leaves them; `name` is the cohort's.
TablesGuess guessAsPlanned(
    const std::vector<TableSample>& samples, const std::string& name, const ReadingPlan& plan);

/// What only reading tells of a guess. The first rows tell the task: labels that are no classes after all are
/// an error that asks. Warns of remedies about the roles of columns without which the same would be read:
/// whoever chose them believes otherwise. `view`: guessed, not described.
void checkGuess(const TablesView& view, const std::string& name, const ReadingPlan& plan, ReadResult& result);

} // namespace btw::io
