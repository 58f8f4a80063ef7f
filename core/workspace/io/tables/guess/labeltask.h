// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/guesscolumns.h"

#include <string>
#include <vector>

namespace btw::io {

/// What a label's values say about the task, and how surely: a warning offers the other one.
struct LabelTask
{
    Task task = Task::Regression;
    RoleGuess::Reason reason; ///< its `why` begins with "its values"
};

/// Words and two to ten different whole numbers are classes, other numbers a scale.
LabelTask taskOf(const ColumnLook& look, const std::string& file, const std::string& column);

/// Columns that a person may mean as the label where no name tells, the likeliest first; each with its task.
std::vector<Remedy> labelCandidates(const TablePreview& preview, const std::string& file);

/// The code of a warning about it.
inline constexpr const char* kLabelTaskCode = "label-task";

} // namespace btw::io
