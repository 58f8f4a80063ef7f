// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls.h"

#include "program.h"

namespace {

Called called(const QStringList& arguments)
{
    Called call = btw(arguments);
    if (call.status == 0)
        return call;
    qWarning("%s", call.err.constData());
    return {};
}

} // namespace

QList<QJsonObject> linesOf(const QStringList& arguments) { return called(arguments).lines(); }

QJsonArray arrayOf(const QStringList& arguments) { return called(arguments).array(); }
