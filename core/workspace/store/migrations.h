// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/database.h"

#include <QStringList>

#include <vector>

namespace btw::store {

/// The statements that lead from one schema version to the next.
using Migration = QStringList;

/// Migration i leads from version i to i + 1. A released one is never edited: stores that went through it
/// exist. PRAGMA user_version holds the version, PRAGMA application_id says that the file is ours.
std::vector<Migration> migrations();

/// Whether the store has this schema already. \throws as migrate() does.
bool isUpToDate(const Session& session, const std::vector<Migration>& steps);

/// Brings a store up to `steps.size()`, all steps in one transaction; an up-to-date one is only read.
/// \throws btw::Error (Kind::Input) for a newer store, or for an SQLite file of another program;
/// (Kind::Work) when SQLite fails.
void migrate(const Session& session, const std::vector<Migration>& steps);

} // namespace btw::store
