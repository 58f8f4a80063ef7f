// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/spec/names.h"
#include "workspace/store/database.h"
#include "workspace/store/owner.h"
#include "workspace/store/specjson.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QJsonDocument>

#include <algorithm>
#include <map>

namespace btw::store {
namespace {

const QString& trainingColumns()
{
    static const QString kColumns = QStringLiteral(R"(
        trainings.id, coalesce(experiment_id, 0), cohorts.id, cohorts.name, system, variant, trainings.seed, threads,
        device, spec, created, state, coalesce(position, 0), host, boot, pid, process_started
        FROM trainings JOIN splits ON splits.id = split_id JOIN cohorts ON cohorts.id = cohort_id)");
    return kColumns;
}

bool isHeldByAnother(const ProcessIdentity& owner)
{
    return owner.pid != 0 && owner != currentProcess() && !isGone(owner);
}

TrainingRecord readTraining(const Statement& row, const QString& path, const QString& task)
{
    TrainingRecord training;
    training.id = row.value(0).toLongLong();
    training.experimentId = row.value(1).toLongLong();
    training.cohortId = row.value(2).toLongLong();
    training.cohort = row.value(3).toString();
    training.system = row.value(4).toString();
    training.variant = row.value(5).toString();
    training.seed = static_cast<std::uint64_t>(row.value(6).toLongLong());
    training.threads = row.value(7).toInt();
    training.device = row.value(8).toString();
    training.spec = specFromJson(QJsonDocument::fromJson(row.value(9).toString().toUtf8()).object());
    training.created = QDateTime::fromString(row.value(10).toString(), Qt::ISODateWithMs);
    const auto state = parseTrainingState(row.value(11).toString());
    if (!state)
        throwDamaged(path, task);
    training.state = *state;
    training.position = row.value(12).toLongLong();
    const ProcessIdentity owner = ownerOf(row, 13);
    training.isElsewhere = isHeldByAnother(owner);
    if (*state == TrainingState::Running && isGone(owner))
        training.state = TrainingState::Interrupted;
    training.isAbandoned = *state == TrainingState::Queued && isGone(owner);
    return training;
}

std::map<std::int64_t, std::vector<TrainingRun>> runsByTraining(
    const Session& session, const QString& path, const QString& task)
{
    Statement select(session, task,
        QStringLiteral("SELECT training_id, run_id, role FROM training_runs ORDER BY training_id, position"));
    select.run();
    std::map<std::int64_t, std::vector<TrainingRun>> all;
    while (select.next()) {
        const auto role = training::parseStep(select.value(2).toString().toStdString());
        if (!role)
            throwDamaged(path, task);
        all[select.value(0).toLongLong()].push_back({ select.value(1).toLongLong(), *role });
    }
    return all;
}

std::vector<TrainingRecord> readTrainings(const Session& session, const QString& task)
{
    auto runs = runsByTraining(session, session.path, task);
    Statement select(session, task, QStringLiteral("SELECT %1 ORDER BY trainings.id").arg(trainingColumns()));
    select.run();
    std::vector<TrainingRecord> all;
    while (select.next()) {
        all.push_back(readTraining(select, session.path, task));
        all.back().runs = std::move(runs[all.back().id]);
    }
    return all;
}

/// The training with these very runs, 0 where there is none. Inside a transaction of the caller's.
std::int64_t sameTraining(const Session& session, const QString& task, const std::vector<TrainingRun>& runs)
{
    Statement with(session, task, QStringLiteral("SELECT training_id FROM training_runs WHERE run_id = ?"));
    with.bind(static_cast<qint64>(runs.back().runId)).run();
    Statement parts(session, task,
        QStringLiteral("SELECT run_id FROM training_runs WHERE training_id = ? ORDER BY position"));
    while (with.next()) {
        parts.bind(with.value(0)).run();
        std::vector<std::int64_t> ids;
        while (parts.next())
            ids.push_back(parts.value(0).toLongLong());
        if (std::equal(ids.begin(), ids.end(), runs.begin(), runs.end(),
                [](std::int64_t id, const TrainingRun& run) { return id == run.runId; }))
            return with.value(0).toLongLong();
    }
    return 0;
}

void linkRuns(
    const Session& session, const QString& task, std::int64_t id, const std::vector<TrainingRun>& runs)
{
    Statement link(session, task,
        QStringLiteral("INSERT INTO training_runs(training_id, position, role, run_id) VALUES (?, ?, ?, ?)"));
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::string_view role = training::toString(runs[i].role);
        link.bind(static_cast<qint64>(id))
            .bind(static_cast<qint64>(i))
            .bind(QString::fromLatin1(role.data(), static_cast<qsizetype>(role.size())))
            .bind(static_cast<qint64>(runs[i].runId))
            .run();
    }
}

QString specText(const TrainingRecord& training)
{
    return QString::fromUtf8(QJsonDocument(specToJson(training.spec)).toJson(QJsonDocument::Compact));
}

/// One that was cancelled, and has lost runs by it, but was asked for with the same words; it has the runs
/// from now on. 0 where there is none.
std::int64_t takeCancelledTraining(
    const Session& session, const QString& task, const TrainingRecord& training)
{
    Statement select(session, task, QStringLiteral(R"(
        SELECT trainings.id FROM trainings JOIN splits ON splits.id = split_id
        WHERE state = 'cancelled' AND cohort_id = ? AND system = ? AND variant = ? AND trainings.seed = ?
            AND threads = ? AND device = ? AND spec = ? ORDER BY trainings.id LIMIT 1)"));
    select.bind(static_cast<qint64>(training.cohortId))
        .bind(training.system)
        .bind(training.variant)
        .bind(static_cast<qint64>(training.seed))
        .bind(training.threads)
        .bind(training.device)
        .bind(specText(training))
        .run();
    if (!select.next())
        return 0;
    const std::int64_t id = select.value(0).toLongLong();
    Statement erase(session, task, QStringLiteral("DELETE FROM training_runs WHERE training_id = ?"));
    erase.bind(static_cast<qint64>(id)).run();
    linkRuns(session, task, id, training.runs);
    return id;
}

std::int64_t insertTraining(const Session& session, const QString& task, const TrainingRecord& training)
{
    Statement insert(session, task, QStringLiteral(R"(
        INSERT INTO trainings(experiment_id, split_id, system, variant, seed, threads, device, spec, created, state)
        SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, 'cancelled' FROM splits WHERE cohort_id = ?)"));
    insert
        .bind(training.experimentId == 0 ? QVariant() : QVariant(static_cast<qint64>(training.experimentId)))
        .bind(training.system)
        .bind(training.variant)
        .bind(static_cast<qint64>(training.seed)) // the same 64 bits
        .bind(training.threads)
        .bind(training.device)
        .bind(specText(training))
        .bind(utcNow())
        .bind(static_cast<qint64>(training.cohortId))
        .run();
    const std::int64_t id = insert.lastId();
    linkRuns(session, task, id, training.runs);
    return id;
}

struct Holding
{
    TrainingState state = TrainingState::Queued;
    ProcessIdentity owner;
};

Holding holdingOf(const Session& session, const QString& task, std::int64_t id)
{
    Statement select(session, task,
        QStringLiteral("SELECT state, host, boot, pid, process_started FROM trainings WHERE id = ?"));
    select.bind(static_cast<qint64>(id)).run();
    if (!select.next())
        throw Error(QStringLiteral("The store %1 has no training %2; list its trainings with 'btw runs'.")
                        .arg(session.path)
                        .arg(id)
                        .toStdString());
    return { parseTrainingState(select.value(0).toString()).value_or(TrainingState::Failed),
        ownerOf(select, 1) };
}

/// Behind those that wait, for this process, unless it waits or runs already.
void putInQueue(const Session& session, const QString& task, std::int64_t id)
{
    const Holding holding = holdingOf(session, task, id);
    const bool isUnderWay = holding.state == TrainingState::Running && !isGone(holding.owner);
    if (isUnderWay || isHeldByAnother(holding.owner))
        return;
    Statement update(session, task, QStringLiteral(R"(
        UPDATE trainings SET state = 'queued', host = ?, boot = ?, pid = ?, process_started = ?,
            position = coalesce(position, (SELECT coalesce(max(position), 0) + 1 FROM trainings))
        WHERE id = ?)"));
    bindSelf(update).bind(static_cast<qint64>(id)).run();
}

/// The training's runs that were never begun and that nothing else needs, last first.
std::vector<std::int64_t> removeUnneededRuns(const Session& session, const QString& task, std::int64_t id)
{
    std::vector<std::int64_t> runs;
    Statement select(session, task,
        QStringLiteral("SELECT run_id FROM training_runs WHERE training_id = ? ORDER BY position DESC"));
    select.bind(static_cast<qint64>(id)).run();
    while (select.next())
        runs.push_back(select.value(0).toLongLong());
    std::vector<std::int64_t> removed;
    Statement erase(session, task, QStringLiteral(R"(
        DELETE FROM runs WHERE id = ? AND status = 'queued'
            AND NOT EXISTS (SELECT 1 FROM epochs WHERE run_id = runs.id)
            AND NOT EXISTS (SELECT 1 FROM run_inputs WHERE input_id = runs.id)
            AND NOT EXISTS (SELECT 1 FROM training_runs JOIN trainings ON trainings.id = training_id
                WHERE run_id = runs.id AND state <> 'cancelled'))"));
    for (const auto run : runs) {
        erase.bind(static_cast<qint64>(run)).run();
        if (erase.changedRows() > 0)
            removed.push_back(run);
    }
    return removed;
}

} // namespace

std::int64_t Store::findOrAddTraining(const TrainingRecord& training)
{
    const QString task = QStringLiteral("record a training of %1").arg(training.system);
    Transaction transaction(session(), task);
    std::int64_t id = sameTraining(session(), task, training.runs);
    if (id == 0)
        id = takeCancelledTraining(session(), task, training);
    if (id == 0)
        id = insertTraining(session(), task, training);
    putInQueue(session(), task, id);
    transaction.commit();
    return id;
}

void Store::queueTraining(std::int64_t id)
{
    const QString task = QStringLiteral("queue training %1").arg(id);
    Transaction transaction(session(), task);
    putInQueue(session(), task, id);
    transaction.commit();
}

std::vector<TrainingRecord> Store::trainings() const
{
    return readTrainings(session(), QStringLiteral("list its trainings"));
}

std::optional<TrainingRecord> Store::training(std::int64_t id) const
{
    auto all = trainings();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const TrainingRecord& training) { return training.id == id; });
    return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

bool Store::claimTraining(std::int64_t id)
{
    const QString task = QStringLiteral("begin training %1").arg(id);
    Transaction transaction(session(), task);
    if (isHeldByAnother(holdingOf(session(), task, id).owner))
        return false;
    Statement update(session(), task, QStringLiteral(R"(
        UPDATE trainings SET state = 'running', position = NULL, host = ?, boot = ?, pid = ?, process_started = ?
        WHERE id = ?)"));
    bindSelf(update).bind(static_cast<qint64>(id)).run();
    transaction.commit();
    return true;
}

void Store::endTraining(std::int64_t id, TrainingState state)
{
    const QString task = QStringLiteral("end training %1").arg(id);
    Transaction transaction(session(), task);
    // One that was removed meanwhile stays removed.
    Statement update(session(), task, QStringLiteral(R"(
        UPDATE trainings SET state = ?, position = NULL, host = NULL, boot = NULL, pid = NULL,
            process_started = NULL WHERE id = ?)"));
    update.bind(stateName(state)).bind(static_cast<qint64>(id)).run();
    transaction.commit();
}

void Store::cancelTraining(std::int64_t id)
{
    const QString task = QStringLiteral("cancel training %1").arg(id);
    std::vector<std::int64_t> removed;
    {
        Transaction transaction(session(), task);
        const Holding holding = holdingOf(session(), task, id);
        if (isHeldByAnother(holding.owner)
            || (holding.state == TrainingState::Running && !isGone(holding.owner))) {
            throw Error(
                QStringLiteral("Training %1 of the store %2 is in the hands of process %3 on %4; stop it "
                               "there.")
                    .arg(id)
                    .arg(m_path)
                    .arg(holding.owner.pid)
                    .arg(holding.owner.host)
                    .toStdString());
        }
        if (holding.state == TrainingState::Finished)
            return;
        Statement update(session(), task, QStringLiteral(R"(
            UPDATE trainings SET state = 'cancelled', position = NULL, host = NULL, boot = NULL, pid = NULL,
                process_started = NULL WHERE id = ?)"));
        update.bind(static_cast<qint64>(id)).run();
        removed = removeUnneededRuns(session(), task, id);
        transaction.commit();
    }
    for (const auto run : removed)
        QDir(runFolder(run)).removeRecursively();
}

void Store::orderTrainings(const std::vector<std::int64_t>& ids)
{
    const QString task = QStringLiteral("order its queue");
    Transaction transaction(session(), task);
    std::vector<std::int64_t> order = ids;
    Statement others(session(), task,
        QStringLiteral("SELECT id FROM trainings WHERE state = 'queued' ORDER BY position, id"));
    others.run();
    while (others.next()) {
        const std::int64_t id = others.value(0).toLongLong();
        if (std::find(ids.begin(), ids.end(), id) == ids.end())
            order.push_back(id);
    }
    Statement update(session(), task,
        QStringLiteral("UPDATE trainings SET position = ? WHERE id = ? AND state = 'queued'"));
    for (std::size_t i = 0; i < order.size(); ++i)
        update.bind(static_cast<qint64>(i + 1)).bind(static_cast<qint64>(order[i])).run();
    transaction.commit();
}

} // namespace btw::store
