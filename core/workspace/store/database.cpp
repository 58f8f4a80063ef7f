// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/database.h"

#include "engine/error.h"

#include <QDateTime>
#include <QFile>
#include <QHash>

#include <sys/stat.h>

namespace btw::store {
namespace {

// https://www.sqlite.org/rescode.html
constexpr int kNotADatabase = 26;

QString remedyFor(int sqliteCode)
{
    switch (sqliteCode & 0xff) { // extended codes keep the primary one in the low byte
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return QStringLiteral("another program is writing to it: wait for that, then try again");
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
        return QStringLiteral("check that the file and its folder exist and may be written");
    case 10: // SQLITE_IOERR
    case 13: // SQLITE_FULL
        return QStringLiteral("free some space on its disk, then try again");
    case 11: // SQLITE_CORRUPT
    case kNotADatabase:
        return QStringLiteral(
            "give the file that btw train wrote, or a copy of it from before it was damaged");
    default:
        return QStringLiteral("the store is as it was before");
    }
}

/// Transactions that are open on each connection. A connection is used by the thread that opened it.
QHash<QString, int>& openTransactions()
{
    thread_local QHash<QString, int> all;
    return all;
}

QString savepoint(int depth) { return QStringLiteral("inner_%1").arg(depth); }

} // namespace

void throwSqlError(const QString& path, const QString& task, const QSqlError& error)
{
    QString words = error.databaseText().trimmed();
    if (words.isEmpty())
        words = error.driverText().trimmed();
    const QString sentence = QStringLiteral("The store %1 could not %2: %3; %4.")
                                 .arg(path, task, words, remedyFor(error.nativeErrorCode().toInt()));
    const bool isAnotherFile = (error.nativeErrorCode().toInt() & 0xff) == kNotADatabase;
    throw Error(sentence.toStdString(), isAnotherFile ? Error::Kind::Input : Error::Kind::Work);
}

void throwDamaged(const QString& path, const QString& task)
{
    const QString sentence = QStringLiteral("The store %1 could not %2: what it holds there is damaged; take "
                                            "a copy from before the damage, or train again.")
                                 .arg(path, task);
    throw Error(sentence.toStdString(), Error::Kind::Work);
}

Statement::Statement(const Session& session, const QString& task, const QString& sql)
    : m_path(session.path)
    , m_task(task)
    , m_query(session.database)
{
    m_query.setForwardOnly(true);
    if (!m_query.prepare(sql))
        throwSqlError(m_path, m_task, m_query.lastError());
}

Statement& Statement::bind(const QVariant& value)
{
    // Qt binds a null QString as NULL; here an empty text is a text.
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        m_query.bindValue(m_bound++, QStringLiteral(""));
    else
        m_query.bindValue(m_bound++, value);
    return *this;
}

void Statement::run()
{
    m_bound = 0;
    if (!m_query.exec())
        throwSqlError(m_path, m_task, m_query.lastError());
}

bool Statement::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        throwSqlError(m_path, m_task, m_query.lastError());
    return false;
}

Transaction::Transaction(const Session& session, const QString& task)
    : m_session(session)
    , m_task(task)
    , m_depth(openTransactions().value(session.database.connectionName()) + 1)
{
    Statement(m_session, m_task,
        m_depth == 1 ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("SAVEPOINT ") + savepoint(m_depth))
        .run();
    openTransactions()[m_session.database.connectionName()] = m_depth;
}

Transaction::~Transaction()
{
    openTransactions()[m_session.database.connectionName()] = m_depth - 1;
    if (!m_open)
        return;
    QSqlQuery query(m_session.database);
    if (m_depth == 1) {
        query.exec(QStringLiteral("ROLLBACK"));
    } else {
        query.exec(QStringLiteral("ROLLBACK TO ") + savepoint(m_depth));
        query.exec(QStringLiteral("RELEASE ") + savepoint(m_depth));
    }
}

void Transaction::commit()
{
    if (m_depth == 1 && m_session.file.inode != 0 && identityOf(m_session.path) != m_session.file)
        throw Error(
            QStringLiteral("The store %1 could not %2: the file was deleted, moved or replaced while it "
                           "was open, and nothing more can be kept in it. Put it back, then start "
                           "again.")
                .arg(m_session.path, m_task)
                .toStdString(),
            Error::Kind::Work);
    Statement(m_session, m_task,
        m_depth == 1 ? QStringLiteral("COMMIT") : QStringLiteral("RELEASE ") + savepoint(m_depth))
        .run();
    m_open = false;
}

FileIdentity identityOf(const QString& path)
{
    struct ::stat facts
    {
    };
    if (::stat(QFile::encodeName(path).constData(), &facts) != 0)
        return {};
    return { static_cast<std::uint64_t>(facts.st_dev), static_cast<std::uint64_t>(facts.st_ino) };
}

QString utcNow() { return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs); }

} // namespace btw::store
