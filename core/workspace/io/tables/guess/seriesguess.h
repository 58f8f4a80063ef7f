// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tablegroups.h"

#include <string>
#include <vector>

namespace btw::io {

/// The column of time stamps of a table whose rows are found by `id`: called so, numbers or dates. A column
/// of dates is one whatever it is called.
std::string timeColumn(const TableGroup& table, const std::string& id);

/// Whether its rows are measurements of a long table, though each id has one alone.
bool isLongTable(const TableGroup& table, const std::string& id);

/// Makes a sequence, a series or a long table of one whose ids repeat: its rows are steps, or measurements.
/// Adds to `why`, and says what is doubtful: an error where measurements have no time, or where it is not
/// known which columns they are.
std::vector<RoleGuess::Reason> guessSteps(const TableGroup& table, ModalityEntry& entry, std::string& why);

} // namespace btw::io
