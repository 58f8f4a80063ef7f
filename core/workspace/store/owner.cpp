// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/owner.h"

namespace btw::store {

ProcessIdentity ownerOf(const Statement& row, int firstColumn)
{
    return { row.value(firstColumn).toString(), row.value(firstColumn + 1).toString(),
        row.value(firstColumn + 2).toLongLong(), row.value(firstColumn + 3).toULongLong() };
}

Statement& bindSelf(Statement& statement)
{
    const ProcessIdentity self = currentProcess();
    return statement.bind(self.host)
        .bind(self.boot)
        .bind(static_cast<qint64>(self.pid))
        .bind(static_cast<qint64>(self.started));
}

} // namespace btw::store
