// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/database.h"
#include "workspace/store/process.h"

namespace btw::store {

/// The columns host, boot, pid and process_started of a row: who holds a run or a training.
ProcessIdentity ownerOf(const Statement& row, int firstColumn);

/// Binds this process to the next four parameters, in that order.
Statement& bindSelf(Statement& statement);

} // namespace btw::store
