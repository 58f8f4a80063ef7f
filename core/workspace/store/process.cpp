// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/process.h"

#include <QCoreApplication>
#include <QFile>
#include <QList>
#include <QSysInfo>

#include <optional>

namespace btw::store {
namespace {

QByteArray readSmallFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The start time of a living process; nothing where there is none (a zombie lives no more).
std::optional<std::uint64_t> startTime(std::int64_t pid)
{
    const QByteArray stat = readSmallFile(QStringLiteral("/proc/%1/stat").arg(pid));
    // Field 2 is the program's name in parentheses and may hold blanks and parentheses itself.
    const qsizetype nameEnd = stat.lastIndexOf(')');
    if (nameEnd < 0)
        return std::nullopt;
    const QList<QByteArray> fields = stat.mid(nameEnd + 2).split(' '); // from field 3, the state
    constexpr qsizetype kStartTime = 22 - 3;
    if (fields.size() <= kStartTime || fields.first() == "Z" || fields.first() == "X")
        return std::nullopt;
    return fields.at(kStartTime).toULongLong();
}

QString bootId()
{
    return QString::fromLatin1(readSmallFile(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed());
}

} // namespace

ProcessIdentity currentProcess()
{
    const std::int64_t pid = QCoreApplication::applicationPid();
    return { QSysInfo::machineHostName(), bootId(), pid, startTime(pid).value_or(0) };
}

bool isGone(const ProcessIdentity& process)
{
    if (process.pid == 0)
        return true;
    if (process.host != QSysInfo::machineHostName())
        return false;
    if (process.boot != bootId())
        return true;
    return startTime(process.pid) != process.started;
}

} // namespace btw::store
