// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <cstdint>

namespace btw::store {

/// How long a statement waits for another program that is writing.
constexpr int kBusyTimeoutMs = 10000;

/// Which file it is, whatever its name: to see that it was deleted, moved or replaced meanwhile.
struct FileIdentity
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0; ///< 0: not known, or no such file
    bool operator==(const FileIdentity&) const = default;
};
FileIdentity identityOf(const QString& path);

/// An open connection and what to call it in messages.
struct Session
{
    QSqlDatabase database;
    QString path;
    FileIdentity file {}; ///< that was opened; not known: is not looked at again
};

/// Throws btw::Error (Kind::Work): "The store FILE could not TASK: SQLite's words; remedy."
[[noreturn]] void throwSqlError(const QString& path, const QString& task, const QSqlError& error);
/// Throws btw::Error (Kind::Work) for a cell that cannot be read back.
[[noreturn]] void throwDamaged(const QString& path, const QString& task);

/// The time as columns have it: ISO 8601, UTC, milliseconds.
QString utcNow();

/// One prepared statement. `task` completes "could not ...", e.g. "list its runs".
class Statement
{
public:
    Statement(const Session& session, const QString& task, const QString& sql);

    /// Binds the next parameter, in order. A null QVariant is NULL.
    Statement& bind(const QVariant& value);
    /// Executes with what was bound; may be called again after binding anew.
    void run();
    bool next();
    QVariant value(int column) const { return m_query.value(column); }
    qint64 lastId() const { return m_query.lastInsertId().toLongLong(); }
    int changedRows() const { return m_query.numRowsAffected(); }

private:
    QString m_path;
    QString m_task;
    QSqlQuery m_query;
    int m_bound = 0;
};

/// A write: takes the lock at once (BEGIN IMMEDIATE), so that what it reads cannot change before it commits.
/// Rolls back unless committed. One inside another is a part of it: committed with it, undone by itself.
class Transaction
{
public:
    Transaction(const Session& session, const QString& task);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// \throws btw::Error (Work), and saves nothing, where the file is not there any more: SQLite would go on
    /// writing into a deleted one without a word.
    void commit();

private:
    Session m_session;
    QString m_task;
    int m_depth; ///< 1: the outermost of its connection
    bool m_open = true;
};

} // namespace btw::store
