// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tablegroups.h"

#include <optional>
#include <string>

namespace btw::io {

/// The column of time stamps: called so, numbers or dates. A column of dates is one whatever it is
/// called.
std::string timeColumn(const TableGroup& table);

/// Makes a sequence, a series or a long table of one whose ids repeat: its rows are steps, or measurements.
/// Adds to `why`. An error where measurements have no time.
std::optional<RoleGuess::Reason> guessSteps(const TableGroup& table, ModalityEntry& entry, std::string& why);

} // namespace btw::io
