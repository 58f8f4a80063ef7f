// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/spec/names.h"
#include "workspace/store/blobs.h"
#include "workspace/store/database.h"
#include "workspace/store/detailsjson.h"
#include "workspace/store/encoderhashes.h"
#include "workspace/store/owner.h"
#include "workspace/store/specjson.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QJsonDocument>

#include <stdexcept>

namespace btw::store {
namespace {

const QString& runColumns()
{
    static const QString kColumns = QStringLiteral(R"(
        id, split_id, name, variant, modality, model, seed, threads, device, version, step, spec, step_key,
        status, message, created, finished, best_epoch, validation, test, last_checkpoint, best_checkpoint,
        (SELECT coalesce(max(epoch), 0) FROM epochs WHERE run_id = runs.id), host, boot, pid, process_started,
        test_opened, details,
        (SELECT json_array_length(classes) FROM splits WHERE splits.id = split_id)
        FROM runs)");
    return kColumns;
}

bool isHeld(RunStatus stored) { return stored == RunStatus::Running || stored == RunStatus::Paused; }

QString stepText(training::Step step)
{
    const std::string_view name = training::toString(step);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

RunRecord readRun(const Statement& row, const QString& path, const QString& task)
{
    RunRecord run;
    run.id = row.value(0).toLongLong();
    run.splitId = row.value(1).toLongLong();
    run.name = row.value(2).toString();
    run.variant = row.value(3).toString();
    run.modality = row.value(4).toString();
    run.model = row.value(5).toString();
    run.seed = static_cast<std::uint64_t>(row.value(6).toLongLong());
    run.threads = row.value(7).toInt();
    run.device = row.value(8).toString();
    run.version = row.value(9).toString();
    const auto step = training::parseStep(row.value(10).toString().toStdString());
    const auto status = parseStatus(row.value(13).toString());
    if (!step || !status)
        throwDamaged(path, task);
    run.step = *step;
    run.spec = specFromJson(QJsonDocument::fromJson(row.value(11).toString().toUtf8()).object());
    run.stepKey = row.value(12).toString();
    run.status = isHeld(*status) && isGone(ownerOf(row, 23)) ? RunStatus::Interrupted : *status;
    run.message = row.value(14).toString();
    run.created = QDateTime::fromString(row.value(15).toString(), Qt::ISODateWithMs);
    run.finished = QDateTime::fromString(row.value(16).toString(), Qt::ISODateWithMs);
    run.bestEpoch = row.value(17).toLongLong();
    run.validation = metricsFromText(row.value(18).toString());
    run.testOpened = QDateTime::fromString(row.value(27).toString(), Qt::ISODateWithMs);
    run.details = detailsFromText(row.value(28).toString());
    run.classCount = static_cast<std::size_t>(row.value(29).toLongLong());
    if (testIsOpen(run))
        run.test = metricsFromText(row.value(19).toString());
    else
        run.details.settled.clear();
    run.lastCheckpoint = row.value(20).toString();
    run.bestCheckpoint = row.value(21).toString();
    run.epochs = row.value(22).toLongLong();
    return run;
}

[[noreturn]] void throwNoRun(const QString& path, std::int64_t id)
{
    throw Error(QStringLiteral("The store %1 has no run %2; list its runs with 'btw runs'.")
                    .arg(path)
                    .arg(id)
                    .toStdString());
}

/// The process that holds the run, where it (or another host, of which nothing is known) is alive.
std::optional<ProcessIdentity> liveOwner(const Session& session, const QString& task, std::int64_t id)
{
    Statement select(session, task,
        QStringLiteral("SELECT status, host, boot, pid, process_started FROM runs WHERE id = ?"));
    select.bind(static_cast<qint64>(id)).run();
    if (!select.next())
        throwNoRun(session.path, id);
    const ProcessIdentity owner = ownerOf(select, 1);
    const bool held = isHeld(parseStatus(select.value(0).toString()).value_or(RunStatus::Failed));
    return held && !isGone(owner) ? std::optional(owner) : std::nullopt;
}

[[noreturn]] void throwHeld(const QString& path, std::int64_t id, const ProcessIdentity& owner)
{
    throw Error(QStringLiteral("Run %1 of the store %2 is being trained by process %3 on %4; stop it there "
                               "first.")
                    .arg(id)
                    .arg(path)
                    .arg(owner.pid)
                    .arg(owner.host)
                    .toStdString());
}

/// Inside a transaction of the caller's.
void linkInputs(
    const Session& session, const QString& task, std::int64_t id, const std::vector<RunInput>& inputs)
{
    Statement link(session, task, QStringLiteral(R"(
        INSERT INTO run_inputs(run_id, position, input_id, role, modality) VALUES (?, ?, ?, ?, ?))"));
    for (std::size_t i = 0; i < inputs.size(); ++i)
        link.bind(static_cast<qint64>(id))
            .bind(static_cast<qint64>(i))
            .bind(static_cast<qint64>(inputs[i].runId))
            .bind(roleName(inputs[i].role))
            .bind(inputs[i].modality)
            .run();
}

QString specText(const training::ExperimentSpec& spec)
{
    return QString::fromUtf8(QJsonDocument(specToJson(spec)).toJson(QJsonDocument::Compact));
}

/// Inside a transaction of the caller's. The key is that of the planned run: its files are the same ones.
void keepEncoders(
    const Session& session, const QString& task, const RunRecord& known, const RunRecord& planned)
{
    const auto spec = withEncodersOf(known.spec, planned.spec);
    if (spec == known.spec)
        return;
    Statement update(session, task, QStringLiteral("UPDATE runs SET spec = ? WHERE id = ?"));
    update.bind(specText(spec)).bind(static_cast<qint64>(known.id)).run();
}

/// Inside a transaction of the caller's.
std::int64_t insertRun(
    const Session& session, const QString& task, const RunRecord& run, const std::vector<RunInput>& inputs)
{
    Statement insert(session, task, QStringLiteral(R"(
        INSERT INTO runs(split_id, name, variant, modality, model, seed, threads, device, version, step, spec,
            step_key, status, message, created, best_epoch, validation, test, last_checkpoint, best_checkpoint)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', '', ?, 0, '{}', '{}', '', ''))"));
    insert.bind(static_cast<qint64>(run.splitId))
        .bind(run.name)
        .bind(run.variant)
        .bind(run.modality)
        .bind(run.model)
        .bind(static_cast<qint64>(run.seed)) // the same 64 bits
        .bind(run.threads)
        .bind(run.device)
        .bind(run.version)
        .bind(stepText(run.step))
        .bind(specText(run.spec))
        .bind(run.stepKey)
        .bind(run.created.isValid() ? run.created.toUTC().toString(Qt::ISODateWithMs) : utcNow())
        .run();
    const std::int64_t id = insert.lastId();
    linkInputs(session, task, id, inputs);
    return id;
}

} // namespace

std::int64_t Store::addRun(const RunRecord& run, const std::vector<RunInput>& inputs)
{
    const QString task = QStringLiteral("record the run '%1'").arg(run.name);
    Transaction transaction(session(), task);
    const std::int64_t id = insertRun(session(), task, run, inputs);
    transaction.commit();
    return id;
}

std::int64_t Store::findOrAddRun(const RunRecord& run, const std::vector<RunInput>& inputs)
{
    const QString task = QStringLiteral("record the run '%1'").arg(run.name);
    Transaction transaction(session(), task);
    const auto known = findByKey(run.stepKey, run.olderKey);
    const std::int64_t id = known ? known->id : insertRun(session(), task, run, inputs);
    if (known)
        keepEncoders(session(), task, *known, run);
    // One that was trained for another's sake only, without models to compare it with, has them now.
    if (known && !inputs.empty() && this->inputs(id).empty())
        linkInputs(session(), task, id, inputs);
    transaction.commit();
    return id;
}

std::vector<RunRecord> Store::runs() const
{
    const QString task = QStringLiteral("list its runs");
    Statement select(session(), task, QStringLiteral("SELECT %1 ORDER BY id").arg(runColumns()));
    select.run();
    std::vector<RunRecord> all;
    while (select.next())
        all.push_back(readRun(select, m_path, task));
    return all;
}

std::optional<RunRecord> Store::run(std::int64_t id) const
{
    const QString task = QStringLiteral("read run %1").arg(id);
    Statement select(session(), task, QStringLiteral("SELECT %1 WHERE id = ?").arg(runColumns()));
    select.bind(static_cast<qint64>(id)).run();
    return select.next() ? std::optional(readRun(select, m_path, task)) : std::nullopt;
}

std::vector<RunInput> Store::inputs(std::int64_t runId) const
{
    const QString task = QStringLiteral("read what run %1 was built from").arg(runId);
    Statement select(session(), task,
        QStringLiteral("SELECT input_id, role, modality FROM run_inputs WHERE run_id = ? ORDER BY position"));
    select.bind(static_cast<qint64>(runId)).run();
    std::vector<RunInput> all;
    while (select.next()) {
        const auto role = parseRole(select.value(1).toString());
        if (!role)
            throwDamaged(m_path, task);
        all.push_back({ select.value(0).toLongLong(), *role, select.value(2).toString() });
    }
    return all;
}

std::optional<RunRecord> Store::findByKey(const QString& stepKey, const QString& olderKey) const
{
    const QString task = QStringLiteral("look for an equal run");
    Statement select(session(), task,
        QStringLiteral("SELECT %1 WHERE step_key IN (?, ?) "
                       "ORDER BY status = 'finished' DESC, id DESC LIMIT 1")
            .arg(runColumns()));
    select.bind(stepKey).bind(olderKey.isEmpty() ? stepKey : olderKey).run();
    return select.next() ? std::optional(readRun(select, m_path, task)) : std::nullopt;
}

void Store::removeRun(std::int64_t id)
{
    const QString task = QStringLiteral("remove run %1").arg(id);
    {
        Transaction transaction(session(), task);
        if (const auto owner = liveOwner(session(), task, id))
            throwHeld(m_path, id, *owner);
        Statement built(session(), task, QStringLiteral(R"(
            SELECT runs.id, runs.name FROM run_inputs JOIN runs ON runs.id = run_inputs.run_id
            WHERE input_id = ? ORDER BY runs.id LIMIT 1)"));
        built.bind(static_cast<qint64>(id)).run();
        if (built.next()) {
            throw Error(QStringLiteral("Run %1 of the store %2 cannot be removed, because run %3 (%4) was "
                                       "built from it; remove that one first.")
                            .arg(id)
                            .arg(m_path)
                            .arg(built.value(0).toLongLong())
                            .arg(built.value(1).toString())
                            .toStdString());
        }
        // An experiment is not complete without what was removed of it.
        Statement parts(session(), task, QStringLiteral(R"(
            UPDATE trainings SET state = 'cancelled', position = NULL, host = NULL, boot = NULL, pid = NULL,
                process_started = NULL
            WHERE id IN (SELECT training_id FROM training_runs WHERE run_id = ?)
                AND id IN (SELECT training_id FROM experiment_trainings))"));
        parts.bind(static_cast<qint64>(id)).run();
        Statement trainings(session(), task, QStringLiteral(R"(
            DELETE FROM trainings WHERE id IN (SELECT training_id FROM training_runs WHERE run_id = ?)
                AND id NOT IN (SELECT training_id FROM experiment_trainings))"));
        trainings.bind(static_cast<qint64>(id)).run();
        Statement erase(session(), task, QStringLiteral("DELETE FROM runs WHERE id = ?"));
        erase.bind(static_cast<qint64>(id)).run();
        transaction.commit();
    }
    // After the commit: a folder without its run wastes space, a run without its folder cannot be resumed.
    QDir folder(runFolder(id));
    if (folder.exists() && !folder.removeRecursively()) {
        throw Error(QStringLiteral("Run %1 is removed from the store %2, but not its folder %3; delete that.")
                        .arg(id)
                        .arg(m_path, folder.path())
                        .toStdString(),
            Error::Kind::Work);
    }
}

void Store::claimRun(std::int64_t id)
{
    const QString task = QStringLiteral("claim run %1").arg(id);
    Transaction transaction(session(), task);
    if (const auto owner = liveOwner(session(), task, id))
        throwHeld(m_path, id, *owner);
    // A stopped run's result goes: what follows may be better.
    Statement update(session(), task, QStringLiteral(R"(
        UPDATE runs SET status = 'running', message = '', host = ?, boot = ?, pid = ?, process_started = ?,
            test = '{}', test_opened = NULL, finished = NULL, width = NULL, predictions = NULL,
            checksum = NULL
        WHERE id = ? AND status <> 'finished')"));
    bindSelf(update).bind(static_cast<qint64>(id)).run();
    if (update.changedRows() == 0) {
        throw Error(QStringLiteral("Run %1 of the store %2 is finished already; train with another seed or "
                                   "spec for a new one.")
                        .arg(id)
                        .arg(m_path)
                        .toStdString());
    }
    transaction.commit();
}

void Store::setStatus(std::int64_t id, RunStatus status, const QString& message)
{
    const QString task = QStringLiteral("set run %1 to %2").arg(id).arg(statusName(status));
    if (status == RunStatus::Interrupted)
        throw std::logic_error("RunStatus::Interrupted is derived, never set");
    Transaction transaction(session(), task);
    if (isHeld(status) && !liveOwner(session(), task, id)) {
        throw Error(QStringLiteral("The store %1 could not %2: no living process holds it; claim it first.")
                        .arg(m_path, task)
                        .toStdString(),
            Error::Kind::Work);
    }
    Statement update(session(), task,
        isHeld(status) ? QStringLiteral("UPDATE runs SET status = ?, message = ? WHERE id = ?")
                       : QStringLiteral("UPDATE runs SET status = ?, message = ?, host = NULL, boot = NULL, "
                                        "pid = NULL, process_started = NULL WHERE id = ?"));
    update.bind(statusName(status)).bind(message).bind(static_cast<qint64>(id)).run();
    if (update.changedRows() == 0)
        throwNoRun(m_path, id);
    transaction.commit();
}

} // namespace btw::store
