// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/store.h"

#include "engine/error.h"
#include "workspace/store/database.h"
#include "workspace/store/migrations.h"
#include "workspace/store/reading.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThread>
#include <QUuid>

namespace btw::store {
namespace {

void configure(const Session& session)
{
    const QString task = QStringLiteral("be opened");
    Statement(session, task, QStringLiteral("PRAGMA foreign_keys = ON")).run();
    // With a write-ahead log: a killed program loses nothing that was committed, a power cut at most the
    // last.
    Statement(session, task, QStringLiteral("PRAGMA synchronous = NORMAL")).run();
}

/// Entering WAL needs the file alone for a moment, and SQLite does not wait for that by itself.
void enterWriteAheadLog(const Session& session)
{
    const QString task = QStringLiteral("be opened");
    QString mode;
    QSqlError error;
    for (QDeadlineTimer deadline(kBusyTimeoutMs); !deadline.hasExpired(); QThread::msleep(10)) {
        QSqlQuery query(session.database);
        if (query.exec(QStringLiteral("PRAGMA journal_mode = WAL")) && query.next()) {
            mode = query.value(0).toString();
            break;
        }
        error = query.lastError();
        if (error.nativeErrorCode() != QLatin1String("5")) // SQLITE_BUSY
            break;
    }
    if (mode.isEmpty())
        throwSqlError(session.path, task, error);
    if (mode != QLatin1String("wal")) {
        throw Error(QStringLiteral("The store %1 lies on a file system without shared memory; keep it on a "
                                   "local disk.")
                        .arg(session.path)
                        .toStdString(),
            Error::Kind::Work);
    }
}

} // namespace

Store::Store(const QString& path, Mode mode)
    : m_path(QFileInfo(path).absoluteFilePath())
    , m_connection(QStringLiteral("btw-store-") + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    if (mode != Mode::Create && !QFileInfo::exists(m_path)) {
        throw Error(QStringLiteral("There is no store %1; check the path, or train something into it first.")
                        .arg(m_path)
                        .toStdString());
    }
    if (mode != Mode::Reading && !QDir().mkpath(m_path + QStringLiteral(".d"))) {
        throw Error(QStringLiteral("The folder %1.d could not be created; check that its parent exists and "
                                   "may be written.")
                        .arg(m_path)
                        .toStdString(),
            Error::Kind::Work);
    }
    try {
        if (mode == Mode::Reading) {
            m_copy = openForReading(m_connection, m_path, migrations());
            return;
        }
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
        database.setDatabaseName(m_path);
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyTimeoutMs));
        if (!database.open())
            throwSqlError(m_path, QStringLiteral("be opened"), database.lastError());
        const Session opened { database, m_path };
        configure(opened);
        migrate(opened, migrations()); // before WAL, which would change another program's file
        enterWriteAheadLog(opened);
        const FileIdentity file = identityOf(m_path);
        m_device = file.device;
        m_inode = file.inode;
    } catch (...) {
        QSqlDatabase::removeDatabase(m_connection);
        throw;
    }
}

Store::~Store()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

void Store::atomically(const QString& task, const std::function<void()>& work)
{
    Transaction transaction(session(), task);
    work();
    transaction.commit();
}

QString Store::path() const { return m_path; }

Session Store::session() const
{
    return { QSqlDatabase::database(m_connection, false), m_path, { m_device, m_inode } };
}

QString Store::runFolder(std::int64_t runId) const
{
    return QStringLiteral("%1.d/%2").arg(m_path).arg(runId);
}

QString Store::runDirectory(std::int64_t runId) const
{
    QString folder = runFolder(runId);
    if (!QDir().mkpath(folder)) {
        throw Error(
            QStringLiteral("The folder %1 could not be created; check that its parent may be written.")
                .arg(folder)
                .toStdString(),
            Error::Kind::Work);
    }
    return folder;
}

} // namespace btw::store
