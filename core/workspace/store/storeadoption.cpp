// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/store/database.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFile>
#include <QStringList>

#include <stdexcept>

namespace btw::store {
namespace {

/// The columns of a table but for some, with commas between.
QString columnsBut(const Session& session, const QString& task, const QString& table, const QStringList& some)
{
    Statement select(session, task, QStringLiteral("SELECT name FROM pragma_table_info('%1')").arg(table));
    select.run();
    QStringList names;
    while (select.next())
        if (!some.contains(select.value(0).toString()))
            names << select.value(0).toString();
    return names.join(QStringLiteral(", "));
}

/// Another store's file under the name `other` while it lives.
class Attached
{
public:
    Attached(const Session& session, const QString& task, const QString& path)
        : m_session(session)
    {
        Statement(session, task, QStringLiteral("ATTACH DATABASE ? AS other")).bind(path).run();
    }
    ~Attached() { QSqlQuery(m_session.database).exec(QStringLiteral("DETACH DATABASE other")); }
    Attached(const Attached&) = delete;
    Attached& operator=(const Attached&) = delete;

private:
    Session m_session;
};

void copyCheckpoints(const QString& from, const QString& to)
{
    const auto names = QDir(from).entryList(QDir::Files);
    for (const QString& name : names) {
        const QString target = to + QLatin1Char('/') + name;
        QFile::remove(target);
        if (!QFile::copy(from + QLatin1Char('/') + name, target))
            throw Error(target.toStdString()
                    + ": the checkpoint could not be copied; free some space or choose another folder.",
                Error::Kind::Work);
    }
}

} // namespace

void Store::adoptRun(std::int64_t id, const Store& other, std::int64_t otherId)
{
    const auto own = run(id);
    const auto theirs = other.run(otherId);
    if (!own || !theirs || own->stepKey != theirs->stepKey || theirs->status != RunStatus::Finished)
        throw std::logic_error("adoptRun: not the same step, or not finished");
    if (own->status == RunStatus::Finished)
        return;
    const QString task = QStringLiteral("take over run %1 of %2").arg(otherId).arg(other.path());
    claimRun(id); // refuses one that is live elsewhere
    copyCheckpoints(other.runFolder(otherId), runDirectory(id));
    const QString result = columnsBut(session(), task, QStringLiteral("runs"),
        { QStringLiteral("id"), QStringLiteral("split_id"), QStringLiteral("name"),
            QStringLiteral("step_key"), QStringLiteral("created"), QStringLiteral("host"),
            QStringLiteral("boot"), QStringLiteral("pid"), QStringLiteral("process_started"),
            QStringLiteral("test_opened") });
    const Attached attached(session(), task, other.path());
    Transaction transaction(session(), task);
    for (const auto& table :
        { QStringLiteral("epochs"), QStringLiteral("run_models"), QStringLiteral("row_diagnostics") }) {
        Statement(session(), task, QStringLiteral("DELETE FROM main.%1 WHERE run_id = ?").arg(table))
            .bind(static_cast<qint64>(id))
            .run();
        Statement(session(), task,
            QStringLiteral("INSERT INTO main.%1(run_id, %2) SELECT ?, %2 FROM other.%1 WHERE run_id = ?")
                .arg(table, columnsBut(session(), task, table, { QStringLiteral("run_id") })))
            .bind(static_cast<qint64>(id))
            .bind(static_cast<qint64>(otherId))
            .run();
    }
    Statement(session(), task,
        QStringLiteral("UPDATE main.runs SET (%1) = (SELECT %1 FROM other.runs WHERE id = ?), host = NULL, "
                       "boot = NULL, pid = NULL, process_started = NULL WHERE id = ?")
            .arg(result))
        .bind(static_cast<qint64>(otherId))
        .bind(static_cast<qint64>(id))
        .run();
    transaction.commit();
}

} // namespace btw::store
