// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/tableroles.h"

namespace btw::io {

/// Reads one wide table, an instance a row, with roles chosen by hand.
ReadResult readTableFile(const QString& path, const TableRoles& roles, const ReadLimits& limits = {});

} // namespace btw::io
