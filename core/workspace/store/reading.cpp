// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/reading.h"

#include "engine/error.h"
#include "workspace/store/database.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThread>
#include <QUrl>

#include <array>
#include <utility>

namespace btw::store {
namespace {

const QString& openTask()
{
    static const QString kTask = QStringLiteral("be opened");
    return kTask;
}

/// A store's file and what SQLite keeps beside it.
struct Files
{
    explicit Files(const QString& path)
        : file(QFileInfo(path).canonicalFilePath()) // SQLite follows links, too
        , log(file + QStringLiteral("-wal"))
        , index(file + QStringLiteral("-shm"))
        , journal(file + QStringLiteral("-journal"))
    {
    }

    bool mayBeWritten() const
    {
        return QFileInfo(file).isWritable() && QFileInfo(QFileInfo(file).absolutePath()).isWritable();
    }
    bool isAlone() const { return !QFileInfo::exists(log) && !QFileInfo::exists(index) && !hasJournal(); }
    bool hasJournal() const { return QFileInfo(journal).size() > 0; } // of a write that was cut off
    bool hasLog() const { return QFileInfo(log).size() > 0; }

    QString file, log, index, journal;
};

void checkReadable(const Files& files, const QString& path)
{
    const QFileInfo info(files.file);
    if (!info.isFile()) {
        throw Error(QStringLiteral("The store %1 is not a file; choose the store's SQLite file.")
                        .arg(path)
                        .toStdString());
    }
    for (const QString& name : { files.file, files.log }) {
        if (QFileInfo::exists(name) && !QFileInfo(name).isReadable()) {
            throw Error(
                QStringLiteral("The store %1 could not be read: this user has no permission to read the "
                               "file %2; ask its owner for it.")
                    .arg(path, name)
                    .toStdString(),
                Error::Kind::Work);
        }
    }
}

/// One way to open a store without changing it.
struct Way
{
    QString query; ///< of the file's URI
    bool readOnly = true;
    bool isLocked = true; ///< by SQLite's own locks
};

/// In the order in which they are tried; none where only a copy will do.
std::vector<Way> waysToRead(const Files& files)
{
    std::vector<Way> ways;
    if (files.hasJournal())
        return ways; // whoever opens the file itself would first have to write it back
    if (files.mayBeWritten()) {
        // Log and index that a connection without the right to write has made would stay behind.
        ways.push_back({ QString(), !files.isAlone() });
        return ways;
    }
    // Never make an index in somebody else's folder: its owner could not write to it.
    if (QFileInfo::exists(files.log) && QFileInfo::exists(files.index))
        ways.push_back({ QStringLiteral("readonly_shm=1"), true });
    if (!files.hasLog())
        ways.push_back({ QStringLiteral("immutable=1"), true, false });
    return ways;
}

QSqlDatabase connectionTo(const QString& connection, const QString& file, const Way& way)
{
    QSqlDatabase database = QSqlDatabase::contains(connection)
        ? QSqlDatabase::database(connection, false)
        : QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
    database.close();
    QUrl url = QUrl::fromLocalFile(file);
    url.setQuery(way.query);
    database.setDatabaseName(QString::fromLatin1(url.toEncoded()));
    QString options = QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyTimeoutMs);
    if (way.readOnly)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    database.setConnectOptions(options);
    return database;
}

/// Whether the failure comes from what may be written here, so that another way may succeed.
bool isForWantOfRights(const QSqlError& error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    return code == 8 || code == 14; // SQLITE_READONLY, SQLITE_CANTOPEN
}

/// Opens the file and takes a snapshot, which lasts until it is let go. \return false where rights are
/// wanting.
bool takeSnapshot(QSqlDatabase database, const QString& path)
{
    QSqlError error;
    if (database.open()) {
        QSqlQuery query(database);
        if (query.exec(QStringLiteral("PRAGMA query_only = ON")) && query.exec(QStringLiteral("BEGIN"))
            && query.exec(QStringLiteral("SELECT count(*) FROM sqlite_schema")) && query.next())
            return true;
        error = query.lastError();
    } else {
        error = database.lastError();
    }
    if (!isForWantOfRights(error))
        throwSqlError(path, openTask(), error);
    database.close();
    return false;
}

void letSnapshotGo(const Session& session) { Statement(session, openTask(), QStringLiteral("COMMIT")).run(); }

/// A snapshot of such a store is held by a lock on its index. One without a log is held by a lock on the
/// file, which POSIX drops as soon as this process has read the file by other means.
bool writesAhead(const Session& session)
{
    Statement mode(session, openTask(), QStringLiteral("PRAGMA journal_mode"));
    mode.run();
    return mode.next() && mode.value(0).toString() == QLatin1String("wal");
}

using Stamp = std::array<qint64, 6>;

/// Tells whether the files were written to.
Stamp stampOf(const Files& files)
{
    Stamp stamp {};
    std::size_t at = 0;
    for (const QString& name : { files.file, files.log, files.journal }) {
        const QFileInfo info(name);
        stamp[at++] = info.exists() ? info.size() : -1;
        stamp[at++] = info.lastModified().toMSecsSinceEpoch();
    }
    return stamp;
}

void copyFile(const QString& from, const QString& to, const QString& path)
{
    QFile::remove(to);
    QFile source(from);
    if (!source.copy(to) || !QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner)) {
        throw Error(
            QStringLiteral("The store %1 could not be read: the file %2 could not be copied to %3: %4; "
                           "check that the file may be read and that the disk of %3 has room.")
                .arg(path, from, QFileInfo(to).absolutePath(), source.errorString())
                .toStdString(),
            Error::Kind::Work);
    }
}

/// Copies file and log. `held`: a snapshot keeps others from moving the log into the file meanwhile; without
/// it a copy counts only where nothing was written during it.
QString copyStore(const Files& files, const QTemporaryDir& folder, bool held, const QString& path)
{
    constexpr int kTries = 20;
    constexpr unsigned long kPauseMs = 100;
    QString copy = folder.filePath(QStringLiteral("store.sqlite"));
    for (int attempt = 0; attempt < kTries; ++attempt) {
        const Stamp before = stampOf(files);
        copyFile(files.file, copy, path);
        for (const auto& [from, ending] :
            { std::pair(files.log, "-wal"), std::pair(files.journal, "-journal") }) {
            QFile::remove(copy + QLatin1String(ending));
            if (QFileInfo(from).size() > 0)
                copyFile(from, copy + QLatin1String(ending), path);
        }
        if (held || stampOf(files) == before)
            return copy;
        QThread::msleep(kPauseMs);
    }
    throw Error(QStringLiteral("The store %1 could not be read, because another program keeps writing to it; "
                               "wait for that, then try again.")
                    .arg(path)
                    .toStdString(),
        Error::Kind::Work);
}

} // namespace

std::unique_ptr<QTemporaryDir> openForReading(
    const QString& connection, const QString& path, const std::vector<Migration>& steps)
{
    const Files files(path);
    checkReadable(files, path);
    bool held = false;
    for (const Way& way : waysToRead(files)) {
        const QSqlDatabase database = connectionTo(connection, files.file, way);
        if (!takeSnapshot(database, path))
            continue;
        const Session session { database, path };
        if (isUpToDate(session, steps)) {
            letSnapshotGo(session);
            return nullptr;
        }
        held = way.isLocked && writesAhead(session);
        break;
    }
    auto folder = std::make_unique<QTemporaryDir>();
    if (!folder->isValid()) {
        throw Error(
            QStringLiteral("The store %1 could not be read: it has to be copied first, and no temporary "
                           "folder could be made: %2; set TMPDIR to a folder that may be written.")
                .arg(path, folder->errorString())
                .toStdString(),
            Error::Kind::Work);
    }
    const QString copy = copyStore(files, *folder, held, path);
    QSqlDatabase database = connectionTo(connection, copy, { QString(), false });
    if (!database.open())
        throwSqlError(path, openTask(), database.lastError());
    const Session session { database, path };
    migrate(session, steps);
    Statement(session, openTask(), QStringLiteral("PRAGMA query_only = ON")).run();
    return folder;
}

bool canBeStore(const QString& path)
{
    static const QByteArray kMagic("SQLite format 3\0", 16); // https://www.sqlite.org/fileformat.html
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return !file.exists();
    const QByteArray head = file.read(kMagic.size());
    return head.isEmpty() || head == kMagic;
}

} // namespace btw::store
