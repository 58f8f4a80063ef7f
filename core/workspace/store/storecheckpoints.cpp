// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/store/checksum.h"
#include "workspace/store/database.h"
#include "workspace/store/store.h"

#include <QFileInfo>

namespace btw::store {

QString Store::lastCheckpoint(std::int64_t runId) const
{
    const QString task = QStringLiteral("read the last checkpoint of run %1").arg(runId);
    Statement select(
        session(), task, QStringLiteral("SELECT last_checkpoint, last_sha256 FROM runs WHERE id = ?"));
    select.bind(static_cast<qint64>(runId)).run();
    const bool known = select.next();
    const QString name = known ? select.value(0).toString() : QString();
    QString path = runFolder(runId) + QLatin1Char('/') + name;
    if (name.isEmpty() || !QFileInfo(path).isFile())
        throw Error("The checkpoint of run " + std::to_string(runId) + " is gone (" + path.toStdString()
            + "): bring it back, or remove the run and train it again.");
    const QString committed = select.value(1).toString();
    if (!committed.isEmpty() && checksumOfFile(path) != committed)
        throw Error("The checkpoint of run " + std::to_string(runId) + " is damaged (" + path.toStdString()
            + " does not have the bytes that were written): bring back a sound copy, or remove the run and "
              "train "
              "it again.");
    return path;
}

} // namespace btw::store
