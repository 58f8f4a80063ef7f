// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/tableroles.h"

namespace btw::io {

/// Reads one wide table, an instance a row, with the roles that guessRoles() gives; each is a note.
ReadResult readTableFile(const QString& path, const ReadLimits& limits = {});
/// The same with roles chosen by hand.
ReadResult readTableFile(const QString& path, const TableRoles& roles, const ReadLimits& limits = {});

} // namespace btw::io
