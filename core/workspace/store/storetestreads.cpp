// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/blobs.h"
#include "workspace/store/database.h"
#include "workspace/store/store.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <set>

namespace btw::store {
namespace {

QString runsText(const std::vector<std::int64_t>& runs)
{
    QJsonArray list;
    for (const auto run : runs)
        list.append(static_cast<qint64>(run));
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

std::vector<std::int64_t> runsFromText(const QString& text)
{
    const QJsonArray list = QJsonDocument::fromJson(text.toUtf8()).array();
    std::vector<std::int64_t> runs;
    runs.reserve(static_cast<std::size_t>(list.size()));
    for (const auto& run : list)
        runs.push_back(run.toInteger());
    return runs;
}

/// Test rows of the splits that the runs were trained on, each split once.
std::int64_t testRowsOf(const Session& session, const QString& task, const std::vector<std::int64_t>& runs)
{
    std::set<std::int64_t> splits;
    // A placebo's test rows are those of the cohort that it was made of.
    Statement split(session, task,
        QStringLiteral("SELECT split_id FROM runs JOIN splits ON splits.id = split_id "
                       "WHERE runs.id = ? AND coalesce(json_extract(derived, '$.placebo'), '') = ''"));
    for (const auto run : runs) {
        split.bind(static_cast<qint64>(run)).run();
        if (split.next())
            splits.insert(split.value(0).toLongLong());
    }
    std::int64_t rows = 0;
    Statement parts(session, task, QStringLiteral("SELECT parts FROM splits WHERE id = ?"));
    for (const auto id : splits) {
        parts.bind(static_cast<qint64>(id)).run();
        const auto bytes = parts.next() ? unpackBytes(parts.value(0).toByteArray()) : std::nullopt;
        if (!bytes)
            throwDamaged(session.path, task);
        rows += std::count(bytes->begin(), bytes->end(), static_cast<std::uint8_t>(Split::Test));
    }
    return rows;
}

/// Appends to the chain, inside a transaction of the caller's.
void appendTestRead(const Session& session, const QString& task, const QString& command,
    const std::vector<std::int64_t>& runs, std::int64_t rows)
{
    TestRead read;
    read.at = QDateTime::currentDateTimeUtc();
    read.command = command;
    read.runs = runs;
    read.rows = rows;
    Statement last(session, task, QStringLiteral("SELECT hash FROM test_reads ORDER BY id DESC LIMIT 1"));
    last.run();
    if (last.next())
        read.previous = last.value(0).toString();
    Statement(session, task,
        QStringLiteral(
            "INSERT INTO test_reads(at, command, runs, rows, previous, hash) VALUES (?, ?, ?, ?, ?, ?)"))
        .bind(read.at.toString(Qt::ISODateWithMs))
        .bind(read.command)
        .bind(runsText(read.runs))
        .bind(static_cast<qint64>(read.rows))
        .bind(read.previous)
        .bind(hashOf(read))
        .run();
}

/// What an older version opened stands in the first row.
void countWhatWasOpenedBefore(const Session& session, const QString& task)
{
    Statement any(session, task, QStringLiteral("SELECT EXISTS (SELECT 1 FROM test_reads)"));
    any.run();
    if (!any.next() || any.value(0).toBool())
        return;
    Statement open(
        session, task, QStringLiteral("SELECT id FROM runs WHERE test_opened IS NOT NULL ORDER BY id"));
    open.run();
    std::vector<std::int64_t> runs;
    while (open.next())
        runs.push_back(open.value(0).toLongLong());
    if (!runs.empty())
        appendTestRead(
            session, task, QStringLiteral("before counting"), runs, testRowsOf(session, task, runs));
}

} // namespace

void Store::openTests(const std::vector<std::int64_t>& runIds, const QString& command)
{
    const QString task = QStringLiteral("open the test figures of a training");
    Transaction transaction(session(), task);
    countWhatWasOpenedBefore(session(), task);
    Statement update(session(), task,
        QStringLiteral(
            "UPDATE runs SET test_opened = ? WHERE id = ? AND status = 'finished' AND test_opened IS NULL"));
    const QString now = utcNow();
    std::vector<std::int64_t> opened;
    for (const std::int64_t id : runIds) {
        update.bind(now).bind(static_cast<qint64>(id)).run();
        if (update.changedRows() > 0)
            opened.push_back(id);
    }
    if (!opened.empty())
        appendTestRead(session(), task, command, opened, testRowsOf(session(), task, opened));
    transaction.commit();
}

void Store::recordLook(const std::vector<std::int64_t>& runIds, std::int64_t rows, const QString& command)
{
    const QString task = QStringLiteral("record that labels were read");
    Transaction transaction(session(), task);
    countWhatWasOpenedBefore(session(), task);
    appendTestRead(session(), task, command, runIds, rows);
    transaction.commit();
}

std::vector<TestRead> Store::testReads() const
{
    Statement select(session(), QStringLiteral("list when test figures were opened"),
        QStringLiteral("SELECT at, command, runs, rows, previous, hash FROM test_reads ORDER BY id"));
    select.run();
    std::vector<TestRead> all;
    while (select.next())
        all.push_back({ QDateTime::fromString(select.value(0).toString(), Qt::ISODateWithMs),
            select.value(1).toString(), runsFromText(select.value(2).toString()),
            select.value(3).toLongLong(), select.value(4).toString(), select.value(5).toString() });
    return all;
}

} // namespace btw::store
