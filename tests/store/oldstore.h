// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storefixture.h"

#include <QFile>

namespace btw::fixture {

/// A copy of data/version2.sqlite, which an older version wrote, brought to a later version that was
/// released: migrations are never edited, so the file is as that version left it.
inline void copyOldStore(const QString& path, std::size_t version = 2)
{
    if (!QFile::copy(QStringLiteral(BTW_STORE_DATA "/version2.sqlite"), path)
        || !QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner))
        qFatal("cannot copy version2.sqlite to %s", qPrintable(path));
    auto steps = store::migrations();
    steps.resize(version);
    migrateFile(path, steps);
}

} // namespace btw::fixture
