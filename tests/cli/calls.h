// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

/// What a call of the program prints, for tests that speak of its namespace, which has the name of the
/// function in program.h. A call that fails prints nothing here and says why.

QList<QJsonObject> linesOf(const QStringList& arguments); ///< one JSON object a line
QJsonArray arrayOf(const QStringList& arguments);
