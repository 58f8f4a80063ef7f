// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/migrations.h"

#include <QString>

#include <memory>
#include <vector>

class QTemporaryDir;

namespace btw::store {

/// Opens a store under the connection's name so that neither its file nor its folder is changed, whoever owns
/// them, while a training may be writing to it:
/// - through SQLite's own locks where these can be had;
/// - as a file that nobody changes where it may not be written and no log lies beside it;
/// - else as a copy of file and log in a temporary folder, which only this user can read. A store of an older
///   schema is copied, too, and the copy is brought up to `steps.size()`.
/// The connection refuses to write. Close it before the returned folder goes (null: nothing was copied).
/// \throws btw::Error (Kind::Input) for a newer store, or for an SQLite file of another program; (Kind::Work)
/// when SQLite fails or the copy cannot be made. The connection's name may be in use then.
std::unique_ptr<QTemporaryDir> openForReading(
    const QString& connection, const QString& path, const std::vector<Migration>& steps);

/// Whether the file is an SQLite database, by its first bytes, or could become one: it is empty or not there.
bool canBeStore(const QString& path);

} // namespace btw::store
