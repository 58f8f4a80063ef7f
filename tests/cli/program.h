// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

/// What one call of the program left behind.
struct Called
{
    int status = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject object() const; ///< of the JSON document in `out`
    QJsonArray array() const;
    QList<QJsonObject> lines() const; ///< one JSON object a line
};

/// Runs btw to its end; with `home` as its home, temporary and working folder, if it is given.
Called btw(const QStringList& arguments, const QString& home = {});

/// The objects among `lines` whose `event` is this.
QList<QJsonObject> events(const QList<QJsonObject>& lines, const QString& event);
