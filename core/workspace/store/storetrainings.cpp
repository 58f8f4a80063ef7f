// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/spec/names.h"
#include "workspace/store/clusterfolder.h"
#include "workspace/store/database.h"
#include "workspace/store/encoderhashes.h"
#include "workspace/store/owner.h"
#include "workspace/store/specjson.h"
#include "workspace/store/store.h"
#include "workspace/store/textof.h"
#include "workspace/store/trainingholding.h"

#include <QJsonDocument>

#include <algorithm>
#include <map>
#include <set>

namespace btw::store {
namespace {

const QString kInput = QStringLiteral("input"); ///< a role that is no step of the training's own

QString roleText(std::optional<training::Step> role)
{
    return role ? textOf(training::toString(*role)) : kInput;
}

const QString& trainingColumns()
{
    static const QString kColumns = QStringLiteral(R"(
        trainings.id, coalesce(experiment_id, 0), split_id, splits.name, system, variant, trainings.seed, threads,
        device, spec, created, state, coalesce(position, 0), host, boot, pid, process_started
        FROM trainings JOIN splits ON splits.id = split_id)");
    return kColumns;
}

TrainingRecord readTraining(const Statement& row, const QString& path, const QString& task)
{
    TrainingRecord training;
    training.id = row.value(0).toLongLong();
    training.experimentId = row.value(1).toLongLong();
    training.splitId = row.value(2).toLongLong();
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
        const QString text = select.value(2).toString();
        const auto role = training::parseStep(text.toStdString());
        if (!role && text != kInput)
            throwDamaged(path, task);
        all[select.value(0).toLongLong()].push_back({ select.value(1).toLongLong(), role });
    }
    return all;
}

/// Trainings whose jobs were submitted to Slurm wait there, though the process that submitted them is gone.
void markThoseOnCluster(const Session& session, const QString& task, std::vector<TrainingRecord>& trainings)
{
    const bool isAnyAbandoned = std::any_of(
        trainings.begin(), trainings.end(), [](const TrainingRecord& one) { return one.isAbandoned; });
    if (!isAnyAbandoned)
        return;
    std::set<std::int64_t> there;
    Statement select(session, task,
        QStringLiteral("SELECT training_id FROM experiment_trainings WHERE experiment_id = ?"));
    for (const auto experiment : experimentsOnCluster(session.path)) {
        select.bind(static_cast<qint64>(experiment)).run();
        while (select.next())
            there.insert(select.value(0).toLongLong());
    }
    for (auto& training : trainings) {
        if (!training.isAbandoned || there.count(training.id) == 0)
            continue;
        training.isAbandoned = false;
        training.isElsewhere = true;
    }
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
    markThoseOnCluster(session, task, all);
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
        link.bind(static_cast<qint64>(id))
            .bind(static_cast<qint64>(i))
            .bind(roleText(runs[i].role))
            .bind(static_cast<qint64>(runs[i].runId))
            .run();
    }
}

QString specText(const training::ExperimentSpec& spec)
{
    return QString::fromUtf8(QJsonDocument(specToJson(spec)).toJson(QJsonDocument::Compact));
}

/// Of a training that is there: its runs are those of the other, and so are its encoders' files.
void keepEncoders(
    const Session& session, const QString& task, std::int64_t id, const training::ExperimentSpec& now)
{
    Statement select(session, task, QStringLiteral("SELECT spec FROM trainings WHERE id = ?"));
    select.bind(static_cast<qint64>(id)).run();
    if (!select.next())
        return;
    const auto stored = specFromJson(QJsonDocument::fromJson(select.value(0).toString().toUtf8()).object());
    const auto spec = withEncodersOf(stored, now);
    if (spec == stored)
        return;
    Statement update(session, task, QStringLiteral("UPDATE trainings SET spec = ? WHERE id = ?"));
    update.bind(specText(spec)).bind(static_cast<qint64>(id)).run();
}

/// One that was asked for with the same words, and has lost its last run by being cancelled; it has the runs
/// from now on. 0 where there is none.
std::int64_t takeCancelledTraining(
    const Session& session, const QString& task, const TrainingRecord& training)
{
    Statement select(session, task, QStringLiteral(R"(
        SELECT id FROM trainings
        WHERE split_id = ? AND system = ? AND variant = ? AND seed = ? AND threads = ? AND device = ?
            AND spec = ? AND NOT EXISTS (
                SELECT 1 FROM training_runs WHERE training_id = trainings.id AND role = ?)
        ORDER BY id LIMIT 1)"));
    select.bind(static_cast<qint64>(training.splitId))
        .bind(training.system)
        .bind(training.variant)
        .bind(static_cast<qint64>(training.seed))
        .bind(training.threads)
        .bind(training.device)
        .bind(specText(training.spec))
        .bind(roleText(training.runs.back().role))
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
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'cancelled'))"));
    insert
        .bind(training.experimentId == 0 ? QVariant() : QVariant(static_cast<qint64>(training.experimentId)))
        .bind(static_cast<qint64>(training.splitId))
        .bind(training.system)
        .bind(training.variant)
        .bind(static_cast<qint64>(training.seed)) // the same 64 bits
        .bind(training.threads)
        .bind(training.device)
        .bind(specText(training.spec))
        .bind(utcNow())
        .run();
    const std::int64_t id = insert.lastId();
    linkRuns(session, task, id, training.runs);
    return id;
}

} // namespace

std::int64_t Store::findOrAddTraining(const TrainingRecord& training)
{
    const QString task = QStringLiteral("record a training of %1").arg(training.system);
    Transaction transaction(session(), task);
    std::int64_t id = sameTraining(session(), task, training.runs);
    if (id != 0)
        keepEncoders(session(), task, id, training.spec);
    if (id == 0)
        id = takeCancelledTraining(session(), task, training);
    if (id == 0)
        id = insertTraining(session(), task, training);
    putInQueue(session(), task, id);
    transaction.commit();
    return id;
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

} // namespace btw::store
