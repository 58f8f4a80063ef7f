// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/names.h"
#include "engine/error.h"
#include "workspace/store/blobs.h"
#include "workspace/store/checksum.h"
#include "workspace/store/database.h"
#include "workspace/store/shapejson.h"
#include "workspace/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace btw::store {
namespace {

std::vector<std::uint8_t> splitsToBytes(const std::vector<Split>& splits)
{
    std::vector<std::uint8_t> bytes;
    bytes.reserve(splits.size());
    for (const Split split : splits)
        bytes.push_back(static_cast<std::uint8_t>(split));
    return bytes;
}

std::vector<Split> splitsFromBytes(const std::vector<std::uint8_t>& bytes)
{
    std::vector<Split> splits;
    splits.reserve(bytes.size());
    for (const std::uint8_t byte : bytes)
        splits.push_back(static_cast<Split>(byte));
    return splits;
}

/// The number of columns, then of each its name and values.
QByteArray packColumns(const std::vector<data::DescriptiveColumn>& columns)
{
    std::vector<std::string> all;
    for (const data::DescriptiveColumn& column : columns) {
        all.push_back(column.name);
        all.insert(all.end(), column.values.begin(), column.values.end());
    }
    return packStrings(all);
}

/// nullopt where the cell does not hold whole columns of n values. A cell of a store of version 1 is null.
std::optional<std::vector<data::DescriptiveColumn>> unpackColumns(const QByteArray& cell, std::size_t n)
{
    std::vector<data::DescriptiveColumn> columns;
    if (cell.isEmpty())
        return columns;
    const auto all = unpackStrings(cell);
    if (!all || all->size() % (n + 1) != 0)
        return std::nullopt;
    for (auto at = all->begin(); at != all->end(); at += static_cast<std::ptrdiff_t>(n) + 1)
        columns.push_back({ *at, { at + 1, at + 1 + static_cast<std::ptrdiff_t>(n) } });
    return columns;
}

QString originName(SplitOrigin origin)
{
    switch (origin) {
    case SplitOrigin::Given:
        return QStringLiteral("given");
    case SplitOrigin::Drawn:
        return QStringLiteral("drawn");
    case SplitOrigin::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

SplitOrigin originFrom(const QString& name)
{
    return name == QLatin1String("given") ? SplitOrigin::Given
        : name == QLatin1String("drawn")  ? SplitOrigin::Drawn
                                          : SplitOrigin::Unknown;
}

/// The cohort's one split. What is known of it is never forgotten.
QString derivationText(const data::Derivation& derivation)
{
    const QJsonObject json { { QStringLiteral("folds"), static_cast<qint64>(derivation.folds) },
        { QStringLiteral("fold"), static_cast<qint64>(derivation.fold) },
        { QStringLiteral("repeat"), static_cast<qint64>(derivation.repeat) },
        { QStringLiteral("by"), QString::fromStdString(derivation.by) },
        { QStringLiteral("placebo"), QString::fromStdString(derivation.placebo) } };
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

data::Derivation derivationFrom(const QString& text)
{
    const auto json = QJsonDocument::fromJson(text.toUtf8()).object();
    data::Derivation derivation;
    derivation.folds = static_cast<std::size_t>(json.value(QStringLiteral("folds")).toInteger());
    derivation.fold = static_cast<std::size_t>(json.value(QStringLiteral("fold")).toInteger());
    derivation.repeat = static_cast<std::uint64_t>(json.value(QStringLiteral("repeat")).toInteger());
    derivation.by = json.value(QStringLiteral("by")).toString().toStdString();
    derivation.placebo = json.value(QStringLiteral("placebo")).toString().toStdString();
    return derivation;
}

void saveSplit(const Session& session, const QString& task, std::int64_t id, const CohortRecord& cohort)
{
    const bool isDrawn = cohort.splitOrigin == SplitOrigin::Drawn;
    Statement(session, task, QStringLiteral(R"(
        INSERT INTO splits(cohort_id, how, seed, hash, derived) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT(cohort_id) DO UPDATE SET how = excluded.how, seed = excluded.seed,
            derived = excluded.derived WHERE excluded.how <> 'unknown')"))
        .bind(static_cast<qint64>(id))
        .bind(originName(cohort.splitOrigin))
        .bind(isDrawn ? QVariant(static_cast<qint64>(cohort.splitSeed)) : QVariant())
        .bind(cohort.hash)
        .bind(cohort.derivation.isPlain() ? QVariant() : QVariant(derivationText(cohort.derivation)))
        .run();
}

bool sizesAgree(const CohortRecord& cohort)
{
    const std::size_t n = cohort.size();
    return cohort.ids.size() == n && cohort.splits.size() == n
        && (cohort.groups.empty() || cohort.groups.size() == n)
        && cohort.present.size() == n * cohort.modalities.size()
        && std::all_of(cohort.about.begin(), cohort.about.end(),
            [n](const data::DescriptiveColumn& column) { return column.values.size() == n; });
}

} // namespace

std::int64_t Store::saveCohort(const CohortRecord& cohort)
{
    const QString task = QStringLiteral("save the cohort '%1'").arg(cohort.name);
    if (!sizesAgree(cohort)) {
        throw Error(
            QStringLiteral(
                "The store %1 could not %2: its ids, splits, groups, presence and descriptions do not all "
                "have one entry a label; draw the splits first.")
                .arg(m_path, task)
                .toStdString(),
            Error::Kind::Work);
    }
    Transaction transaction(session(), task);
    Statement insert(session(), task, QStringLiteral(R"(
        INSERT INTO cohorts(name, path, hash, task, classes, label_low, label_high, modalities, strengths,
            ids, y, splits, groups, present, about, shape)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(hash) DO UPDATE SET name = excluded.name, about = excluded.about,
            shape = coalesce(shape, excluded.shape),
            path = CASE excluded.path WHEN '' THEN path ELSE excluded.path END)"));
    const auto& range = cohort.labelRange;
    insert.bind(cohort.name)
        .bind(cohort.path)
        .bind(cohort.hash)
        .bind(QString::fromStdString(data::taskName(cohort.task)))
        .bind(namesText(cohort.classes))
        .bind(range ? QVariant(range->first) : QVariant())
        .bind(range ? QVariant(range->second) : QVariant())
        .bind(namesText(cohort.modalities))
        .bind(metricsText(cohort.strengths))
        .bind(packStrings(cohort.ids))
        .bind(packDoubles(cohort.y))
        .bind(packBytes(splitsToBytes(cohort.splits)))
        .bind(packStrings(cohort.groups))
        .bind(packBytes(cohort.present))
        .bind(packColumns(cohort.about))
        .bind(cohort.shape ? QVariant(
                  qCompress(QJsonDocument(shapeToJson(*cohort.shape)).toJson(QJsonDocument::Compact)))
                           : QVariant())
        .run();
    Statement select(session(), task, QStringLiteral("SELECT id FROM cohorts WHERE hash = ?"));
    select.bind(cohort.hash).run();
    const std::int64_t id = select.next() ? select.value(0).toLongLong() : 0;
    saveSplit(session(), task, id, cohort);
    transaction.commit();
    return id;
}

CohortRecord Store::cohort(std::int64_t id) const
{
    const QString task = QStringLiteral("read cohort %1").arg(id);
    Statement select(session(), task, QStringLiteral(R"(
        SELECT name, path, cohorts.hash, task, classes, label_low, label_high, modalities, strengths, ids, y,
            cohorts.splits, groups, present, about, splits.how, splits.seed, splits.derived
        FROM cohorts JOIN splits ON splits.cohort_id = cohorts.id WHERE cohorts.id = ?)"));
    select.bind(static_cast<qint64>(id)).run();
    if (!select.next()) {
        throw Error(QStringLiteral("The store %1 has no cohort %2; open the data again.")
                        .arg(m_path)
                        .arg(id)
                        .toStdString(),
            Error::Kind::Work);
    }
    CohortRecord cohort;
    cohort.id = id;
    cohort.name = select.value(0).toString();
    cohort.path = select.value(1).toString();
    cohort.hash = select.value(2).toString();
    const auto kind = data::parseTask(select.value(3).toString().toStdString());
    cohort.classes = namesFromText(select.value(4).toString());
    if (!select.value(5).isNull())
        cohort.labelRange = { select.value(5).toDouble(), select.value(6).toDouble() };
    cohort.modalities = namesFromText(select.value(7).toString());
    cohort.strengths = metricsFromText(select.value(8).toString());
    auto ids = unpackStrings(select.value(9).toByteArray());
    auto y = unpackDoubles(select.value(10).toByteArray());
    const auto splits = unpackBytes(select.value(11).toByteArray());
    auto groups = unpackStrings(select.value(12).toByteArray());
    auto present = unpackBytes(select.value(13).toByteArray());
    auto about = unpackColumns(select.value(14).toByteArray(), y ? y->size() : 0);
    if (!kind || !ids || !y || !splits || !groups || !present || !about)
        throwDamaged(m_path, task);
    cohort.task = *kind;
    cohort.ids = std::move(*ids);
    cohort.y = std::move(*y);
    cohort.splits = splitsFromBytes(*splits);
    cohort.splitOrigin = originFrom(select.value(15).toString());
    cohort.splitSeed = static_cast<std::uint64_t>(select.value(16).toLongLong());
    cohort.derivation = derivationFrom(select.value(17).toString());
    cohort.groups = std::move(*groups);
    cohort.present = std::move(*present);
    cohort.about = std::move(*about);
    if (!sizesAgree(cohort))
        throwDamaged(m_path, task);
    return cohort;
}

void Store::saveReferenceModels(std::int64_t cohortId, const std::vector<ReferenceRecord>& models)
{
    const QString task = QStringLiteral("save the reference models of cohort %1").arg(cohortId);
    Transaction transaction(session(), task);
    Statement clear(session(), task, QStringLiteral("DELETE FROM yardsticks WHERE cohort_id = ?"));
    clear.bind(static_cast<qint64>(cohortId)).run();
    Statement insert(session(), task, QStringLiteral(R"(
        INSERT INTO yardsticks(cohort_id, position, name, strength, validation, test, width, predictions, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))"));
    for (std::size_t i = 0; i < models.size(); ++i) {
        const ReferenceRecord& model = models[i];
        const QByteArray values = packFloats(model.predictions.values);
        insert.bind(static_cast<qint64>(cohortId))
            .bind(static_cast<qint64>(i))
            .bind(model.name)
            .bind(model.strength)
            .bind(metricsText(model.validation))
            .bind(metricsText(model.test))
            .bind(static_cast<qint64>(model.predictions.width))
            .bind(values)
            .bind(checksumOf({ values }))
            .run();
    }
    transaction.commit();
}

std::vector<ReferenceRecord> Store::referenceModels(std::int64_t cohortId, bool withPredictions) const
{
    const QString task = QStringLiteral("read the reference models of cohort %1").arg(cohortId);
    Statement select(session(), task,
        QStringLiteral("SELECT name, strength, validation, test%1 FROM yardsticks WHERE cohort_id = ? "
                       "ORDER BY position")
            .arg(withPredictions ? QStringLiteral(", width, predictions, checksum") : QString()));
    select.bind(static_cast<qint64>(cohortId)).run();
    std::vector<ReferenceRecord> models;
    while (select.next()) {
        ReferenceRecord model;
        model.name = select.value(0).toString();
        model.strength = select.value(1).toDouble();
        model.validation = metricsFromText(select.value(2).toString());
        model.test = metricsFromText(select.value(3).toString());
        if (withPredictions) {
            auto values = unpackFloats(select.value(5).toByteArray());
            if (!values || !agrees(select.value(6).toString(), { select.value(5).toByteArray() }))
                throwDamaged(m_path, task);
            model.predictions.width = static_cast<std::size_t>(select.value(4).toLongLong());
            model.predictions.values = std::move(*values);
        }
        models.push_back(std::move(model));
    }
    return models;
}

} // namespace btw::store
