// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace btw::store {
class Store;
}

namespace btw::cli {

class Arguments;

/// Writes a file whole or not at all. \throws btw::Error (Kind::Work)
void writeWhole(const QString& path, const QByteArray& bytes);

/// Refuses to write over the store, the files that SQLite keeps beside it, or into the folder of its
/// checkpoints. \throws btw::Error (Kind::Input)
void keepStore(const store::Store& store, const QString& out);

/// Refuses to write over a file that is read: the file itself, or one of the folder that it is.
/// \throws btw::Error (Kind::Input)
void keepInput(const QString& input, const QString& out);

/// The run that a word names: its number, or `last` for the newest one. \throws btw::Error (Kind::Input)
/// where there is none.
std::int64_t runNamed(const store::Store& store, const QString& word);

} // namespace btw::cli
