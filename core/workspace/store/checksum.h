// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <initializer_list>

namespace btw::store {

// SHA-256, in hex, of what the store keeps: a disk or a copy that changes a byte is found before anything is
// computed from it. What an older version wrote has none.

/// Of one or more cells, each with its length.
QString checksumOf(std::initializer_list<QByteArray> cells);
/// Whether the cells are those that the checksum was made of; also where there is no checksum.
bool agrees(const QString& checksum, std::initializer_list<QByteArray> cells);

/// Of a file's bytes; empty where there is no such file. \throws btw::Error (Kind::Work) where it cannot be
/// read.
QString checksumOfFile(const QString& path);

} // namespace btw::store
