// SPDX-License-Identifier: GPL-3.0-or-later
// Trainings that wait, run, end and are cancelled; how they are kept is in storetrainings.cpp.
#include "engine/error.h"
#include "workspace/store/store.h"
#include "workspace/store/trainingholding.h"

#include <QDir>

#include <algorithm>

namespace btw::store {

bool isHeldByAnother(const ProcessIdentity& owner)
{
    return owner.pid != 0 && owner != currentProcess() && !isGone(owner);
}

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

namespace {

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

void Store::queueTraining(std::int64_t id)
{
    const QString task = QStringLiteral("queue training %1").arg(id);
    Transaction transaction(session(), task);
    putInQueue(session(), task, id);
    transaction.commit();
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
    // One that was removed or cancelled meanwhile stays so.
    Statement update(session(), task, QStringLiteral(R"(
        UPDATE trainings SET state = ?, position = NULL, host = NULL, boot = NULL, pid = NULL,
            process_started = NULL WHERE id = ? AND state <> 'cancelled')"));
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
