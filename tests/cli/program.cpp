// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

namespace {

constexpr int kPatienceMs = 240'000;

} // namespace

QJsonObject Called::object() const { return QJsonDocument::fromJson(out).object(); }

QJsonArray Called::array() const { return QJsonDocument::fromJson(out).array(); }

QList<QJsonObject> Called::lines() const
{
    QList<QJsonObject> objects;
    for (const QByteArray& line : out.split('\n')) {
        if (!line.isEmpty())
            objects.append(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

Called btw(const QStringList& arguments, const QString& home)
{
    QProcess process;
    if (!home.isEmpty()) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : { "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME" })
            environment.insert(QLatin1String(name), home);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(home);
    }
    process.start(QStringLiteral(BTW_PROGRAM), arguments);
    process.closeWriteChannel();
    Called called;
    if (!process.waitForFinished(kPatienceMs) || process.exitStatus() != QProcess::NormalExit)
        return called;
    called.status = process.exitCode();
    called.out = process.readAllStandardOutput();
    called.err = process.readAllStandardError();
    return called;
}

QList<QJsonObject> events(const QList<QJsonObject>& lines, const QString& event)
{
    QList<QJsonObject> found;
    for (const QJsonObject& line : lines) {
        if (line[QStringLiteral("event")].toString() == event)
            found.append(line);
    }
    return found;
}
