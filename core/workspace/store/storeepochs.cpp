// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/store/blobs.h"
#include "workspace/store/checksum.h"
#include "workspace/store/database.h"
#include "workspace/store/detailsjson.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <filesystem>
#include <limits>

namespace btw::store {
namespace {

QString summaryText(const std::vector<WeightSummary>& weights)
{
    QJsonArray list;
    for (const WeightSummary& w : weights)
        list.append(QJsonArray { w.mean, w.low, w.high });
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

std::vector<WeightSummary> summaryFromText(const QString& text)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN(); // a modality without a training row
    std::vector<WeightSummary> weights;
    const QJsonArray list = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto& entry : list) {
        const QJsonArray w = entry.toArray();
        weights.push_back({ w.at(0).toDouble(kNan), w.at(1).toDouble(kNan), w.at(2).toDouble(kNan) });
    }
    return weights;
}

const QString& epochColumns()
{
    static const QString kColumns
        = QStringLiteral("epoch, train_loss, balance_loss, validation_loss, validation, best, learning_rate, "
                         "alpha, seconds, weight_summary");
    return kColumns;
}

// The extra loss and the diagnostic that have columns: those of MoE.
const std::string kBalance = "balance";
const std::string kRouting = "routing";
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN(); // SQLite stores it as NULL

double numberOrNan(const QVariant& cell) { return cell.isNull() ? kUndefined : cell.toDouble(); }

EpochRecord readEpoch(const Statement& row)
{
    EpochRecord epoch;
    training::EpochReport& report = epoch.report;
    report.epoch = row.value(0).toLongLong();
    report.trainLoss = numberOrNan(row.value(1));
    if (!row.value(2).isNull())
        report.extraLosses.emplace(kBalance, row.value(2).toDouble());
    report.validationLoss = numberOrNan(row.value(3));
    report.validation = metricsFromText(row.value(4).toString());
    report.best = row.value(5).toBool();
    report.learningRate = numberOrNan(row.value(6));
    report.alpha = numberOrNan(row.value(7));
    report.seconds = numberOrNan(row.value(8));
    epoch.weights = summaryFromText(row.value(9).toString());
    return epoch;
}

QByteArray packedWidth(std::size_t width) { return QByteArray::number(static_cast<qulonglong>(width)); }

Predictions readPredictions(const Statement& row, int widthColumn, const QString& path, const QString& task)
{
    auto values = unpackFloats(row.value(widthColumn + 1).toByteArray());
    if (!values)
        throwDamaged(path, task);
    return { static_cast<std::size_t>(row.value(widthColumn).toLongLong()), std::move(*values) };
}

/// Those stored with the run's result, where that belongs to this epoch; else none.
Predictions resultPredictions(
    const Session& session, const QString& task, std::int64_t runId, std::int64_t epoch)
{
    Statement select(session, task,
        QStringLiteral(
            "SELECT coalesce(width, 0), predictions, checksum FROM runs WHERE id = ? AND best_epoch = ?"));
    select.bind(static_cast<qint64>(runId)).bind(static_cast<qint64>(epoch)).run();
    if (!select.next())
        return {};
    Predictions predictions = readPredictions(select, 0, session.path, task);
    if (!agrees(
            select.value(2).toString(), { packedWidth(predictions.width), select.value(1).toByteArray() }))
        throwDamaged(session.path, task);
    return predictions;
}

training::MetricSet withLoss(training::MetricSet metrics, double loss)
{
    metrics.try_emplace("loss", loss);
    return metrics;
}

struct RunHead
{
    QString step;
    QString lastCheckpoint;
    QString bestCheckpoint;
};

RunHead runHead(const Session& session, const QString& task, std::int64_t runId)
{
    Statement select(session, task,
        QStringLiteral("SELECT step, last_checkpoint, best_checkpoint FROM runs WHERE id = ?"));
    select.bind(static_cast<qint64>(runId)).run();
    if (!select.next()) {
        throw Error(QStringLiteral("The store %1 could not %2: the run was removed in the meantime; train it "
                                   "again.")
                        .arg(session.path, task)
                        .toStdString(),
            Error::Kind::Work);
    }
    return { select.value(0).toString(), select.value(1).toString(), select.value(2).toString() };
}

void insertEpoch(const Session& session, const QString& task, std::int64_t runId, const EpochRecord& epoch,
    bool withPredictions)
{
    const training::EpochReport& report = epoch.report;
    const auto balance = report.extraLosses.find(kBalance);
    const auto shares = report.diagnostics.find(kRouting);
    const Predictions predictions = withPredictions ? report.predictions : Predictions {};
    Statement insert(session, task, QStringLiteral(R"(
        INSERT INTO epochs(run_id, epoch, train_loss, balance_loss, validation_loss, validation, best,
            learning_rate, alpha, seconds, weight_summary, width, weights, predictions, routing, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))"));
    const QByteArray weights = packFloats(report.weights);
    const QByteArray values = packFloats(predictions.values);
    const QByteArray routing
        = packFloats(shares == report.diagnostics.end() ? std::vector<float> {} : shares->second);
    insert.bind(static_cast<qint64>(runId))
        .bind(static_cast<qint64>(report.epoch))
        .bind(report.trainLoss)
        .bind(balance == report.extraLosses.end() ? kUndefined : balance->second)
        .bind(report.validationLoss)
        .bind(metricsText(report.validation))
        .bind(report.best ? 1 : 0)
        .bind(report.learningRate)
        .bind(report.alpha)
        .bind(report.seconds)
        .bind(summaryText(epoch.weights))
        .bind(static_cast<qint64>(predictions.width))
        .bind(weights)
        .bind(values)
        .bind(routing)
        .bind(checksumOf({ packedWidth(predictions.width), weights, values, routing }))
        .run();
}

/// Of a checkpoint's bytes. The best one is most often the last one under a second name.
struct CheckpointSums
{
    QString last;
    QString best;
};

CheckpointSums checkpointSums(const QString& folder, const QString& last, const QString& best)
{
    const QString lastPath = folder + QLatin1Char('/') + last;
    const QString bestPath = folder + QLatin1Char('/') + best;
    CheckpointSums sums;
    if (!last.isEmpty())
        sums.last = checksumOfFile(lastPath);
    if (best.isEmpty())
        return sums;
    std::error_code failed;
    const bool same = !last.isEmpty()
        && std::filesystem::equivalent(lastPath.toStdString(), bestPath.toStdString(), failed);
    sums.best = same ? sums.last : checksumOfFile(bestPath);
    return sums;
}

QVariant orNull(const QString& checksum) { return checksum.isEmpty() ? QVariant() : QVariant(checksum); }

/// At rest a run keeps the files that its row names and no other: older checkpoints, and what a killed
/// program wrote without committing, go.
void removeUnnamedFiles(const QString& folder, const RunHead& head)
{
    const QDir directory(folder);
    for (const QString& name : directory.entryList(QDir::Files | QDir::Hidden)) {
        if (name != head.lastCheckpoint && name != head.bestCheckpoint)
            QFile::remove(directory.filePath(name)); // one that stays is tried again after the next epoch
    }
}

} // namespace

void Store::appendEpoch(std::int64_t runId, const EpochRecord& epoch, const QString& lastCheckpoint,
    const QString& bestCheckpoint)
{
    const training::EpochReport& report = epoch.report;
    const QString task = QStringLiteral("save epoch %1 of run %2").arg(report.epoch).arg(runId);
    const CheckpointSums sums = checkpointSums(runFolder(runId), lastCheckpoint, bestCheckpoint);
    Transaction transaction(session(), task);
    RunHead head = runHead(session(), task, runId);
    insertEpoch(session(), task, runId, epoch, head.step != QLatin1String("unimodal"));
    if (!lastCheckpoint.isEmpty())
        head.lastCheckpoint = lastCheckpoint;
    if (!bestCheckpoint.isEmpty())
        head.bestCheckpoint = bestCheckpoint;
    Statement names(session(), task,
        QStringLiteral(
            "UPDATE runs SET last_checkpoint = ?, best_checkpoint = ?, "
            "last_sha256 = iif(?, ?, last_sha256), best_sha256 = iif(?, ?, best_sha256) WHERE id = ?"));
    names.bind(head.lastCheckpoint)
        .bind(head.bestCheckpoint)
        .bind(lastCheckpoint.isEmpty() ? 0 : 1)
        .bind(orNull(sums.last))
        .bind(bestCheckpoint.isEmpty() ? 0 : 1)
        .bind(orNull(sums.best))
        .bind(static_cast<qint64>(runId))
        .run();
    if (report.best) {
        Statement best(
            session(), task, QStringLiteral("UPDATE runs SET best_epoch = ?, validation = ? WHERE id = ?"));
        best.bind(static_cast<qint64>(report.epoch))
            .bind(metricsText(withLoss(report.validation, report.validationLoss)))
            .bind(static_cast<qint64>(runId))
            .run();
    }
    transaction.commit();
    if (!head.lastCheckpoint.isEmpty() || !head.bestCheckpoint.isEmpty())
        removeUnnamedFiles(runFolder(runId), head);
}

void Store::finishRun(std::int64_t runId, const training::RunResult& result)
{
    const QString task = QStringLiteral("save the result of run %1").arg(runId);
    const bool finished = result.outcome == training::Outcome::Finished;
    Transaction transaction(session(), task);
    runHead(session(), task, runId);
    training::MetricSet validation = result.validation;
    Statement loss(
        session(), task, QStringLiteral("SELECT validation_loss FROM epochs WHERE run_id = ? AND epoch = ?"));
    loss.bind(static_cast<qint64>(runId)).bind(static_cast<qint64>(result.bestEpoch)).run();
    if (loss.next())
        validation = withLoss(validation, numberOrNan(loss.value(0)));
    Statement update(session(), task, QStringLiteral(R"(
        UPDATE runs SET status = ?, finished = ?, best_epoch = ?, validation = ?, test = ?,
            width = ?, predictions = ?, checksum = ?, details = ?, host = NULL, boot = NULL, pid = NULL, process_started = NULL
        WHERE id = ?)"));
    const QByteArray values = packFloats(result.predictions.values);
    update.bind(statusName(finished ? RunStatus::Finished : RunStatus::Stopped))
        .bind(utcNow())
        .bind(static_cast<qint64>(result.bestEpoch))
        .bind(metricsText(validation))
        .bind(metricsText(result.test))
        .bind(static_cast<qint64>(result.predictions.width))
        .bind(values)
        .bind(checksumOf({ packedWidth(result.predictions.width), values }))
        .bind(detailsText(result.details))
        .bind(static_cast<qint64>(runId))
        .run();
    // A cell holds 1e9 bytes at most: a larger model's run is finished without it.
    constexpr std::size_t kMostBytes = 900'000'000;
    const auto bytes = finished && !result.model.isEmpty() ? result.model.toBytes() : std::string();
    if (!bytes.empty() && bytes.size() <= kMostBytes) {
        const QByteArray state = QByteArray::fromStdString(bytes);
        Statement(session(), task,
            QStringLiteral("INSERT OR REPLACE INTO run_models(run_id, checksum, state) VALUES (?, ?, ?)"))
            .bind(static_cast<qint64>(runId))
            .bind(checksumOf({ state }))
            .bind(state)
            .run();
    }
    for (const auto& one : result.ofRows) { // none of a run that was stopped
        const QByteArray numbers = packFloats(one.values);
        Statement(session(), task,
            QStringLiteral("INSERT OR REPLACE INTO row_diagnostics(run_id, name, parts, checksum, numbers) "
                           "VALUES (?, ?, ?, ?, ?)"))
            .bind(static_cast<qint64>(runId))
            .bind(QString::fromStdString(one.name))
            .bind(namesText(one.parts))
            .bind(checksumOf({ numbers }))
            .bind(numbers)
            .run();
    }
    transaction.commit();
}

void Store::truncateEpochs(std::int64_t runId, std::int64_t epoch)
{
    const QString task = QStringLiteral("go back to epoch %1 of run %2").arg(epoch).arg(runId);
    Transaction transaction(session(), task);
    Statement erase(session(), task, QStringLiteral("DELETE FROM epochs WHERE run_id = ? AND epoch > ?"));
    erase.bind(static_cast<qint64>(runId)).bind(static_cast<qint64>(epoch)).run();
    if (erase.changedRows() > 0) {
        std::int64_t best = 0;
        training::MetricSet validation;
        {
            // `best` says best so far, so the last such epoch that remains is the best of what remains.
            Statement select(session(), task,
                QStringLiteral("SELECT %1 FROM epochs WHERE run_id = ? AND best ORDER BY epoch DESC LIMIT 1")
                    .arg(epochColumns()));
            select.bind(static_cast<qint64>(runId)).run();
            if (select.next()) {
                const EpochRecord record = readEpoch(select);
                best = record.report.epoch;
                validation = withLoss(record.report.validation, record.report.validationLoss);
            }
        }
        Statement update(session(), task, QStringLiteral(R"(
            UPDATE runs SET best_epoch = ?, validation = ?, test = '{}', test_opened = NULL, width = NULL, predictions = NULL,
                checksum = NULL,
                finished = NULL WHERE id = ?)"));
        update.bind(static_cast<qint64>(best))
            .bind(metricsText(validation))
            .bind(static_cast<qint64>(runId))
            .run();
    }
    transaction.commit();
}

std::vector<EpochRecord> Store::epochs(std::int64_t runId) const
{
    const QString task = QStringLiteral("read the epochs of run %1").arg(runId);
    Statement select(session(), task,
        QStringLiteral("SELECT %1 FROM epochs WHERE run_id = ? ORDER BY epoch").arg(epochColumns()));
    select.bind(static_cast<qint64>(runId)).run();
    std::vector<EpochRecord> all;
    while (select.next())
        all.push_back(readEpoch(select));
    return all;
}

std::map<std::int64_t, double> Store::secondsOfRuns() const
{
    Statement select(session(), QStringLiteral("list how long its runs took"),
        QStringLiteral("SELECT run_id, total(seconds) FROM epochs GROUP BY run_id"));
    select.run();
    std::map<std::int64_t, double> all;
    while (select.next())
        all.emplace(select.value(0).toLongLong(), select.value(1).toDouble());
    return all;
}

std::optional<EpochRecord> Store::epoch(std::int64_t runId, std::int64_t epoch) const
{
    const QString task = QStringLiteral("read epoch %1 of run %2").arg(epoch).arg(runId);
    Statement select(session(), task,
        QStringLiteral("SELECT %1, weights, routing, width, predictions, checksum FROM epochs "
                       "WHERE run_id = ? AND epoch = ?")
            .arg(epochColumns()));
    select.bind(static_cast<qint64>(runId)).bind(static_cast<qint64>(epoch)).run();
    if (!select.next())
        return std::nullopt;
    EpochRecord record = readEpoch(select);
    auto weights = unpackFloats(select.value(10).toByteArray());
    auto routing = unpackFloats(select.value(11).toByteArray());
    if (!weights || !routing)
        throwDamaged(m_path, task);
    record.report.weights = std::move(*weights);
    if (!routing->empty())
        record.report.diagnostics.emplace(kRouting, std::move(*routing));
    record.report.predictions = readPredictions(select, 12, m_path, task);
    if (!agrees(select.value(14).toString(),
            { packedWidth(record.report.predictions.width), select.value(10).toByteArray(),
                select.value(13).toByteArray(), select.value(11).toByteArray() }))
        throwDamaged(m_path, task);
    if (record.report.predictions.width == 0) // unimodal: they lie with the run's result
        record.report.predictions = resultPredictions(session(), task, runId, epoch);
    return record;
}

Predictions Store::bestPredictions(std::int64_t runId) const
{
    const QString task = QStringLiteral("read the predictions of run %1").arg(runId);
    Statement select(session(), task, QStringLiteral("SELECT best_epoch FROM runs WHERE id = ?"));
    select.bind(static_cast<qint64>(runId)).run();
    const std::int64_t best = select.next() ? select.value(0).toLongLong() : 0;
    Predictions predictions = resultPredictions(session(), task, runId, best);
    if (predictions.width > 0)
        return predictions;
    const std::optional<EpochRecord> record = epoch(runId, best);
    return record ? record->report.predictions : Predictions {};
}

} // namespace btw::store
