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

/// Inside transactions of the caller's, as what follows.
class CohortWriter
{
public:
    CohortWriter(const Session& session, const QString& task, const CohortRecord& cohort)
        : m_session(session)
        , m_task(task)
        , m_cohort(cohort)
    {
    }

    /// \returns the split's id
    std::int64_t save() const
    {
        const std::int64_t known = number("SELECT cohort_id FROM splits WHERE hash = ?", m_cohort.hash);
        const std::int64_t same = m_cohort.content.isEmpty()
            ? 0
            : number("SELECT id FROM cohorts WHERE content = ?", m_cohort.content);
        std::int64_t id = known != 0 ? known : same;
        if (id == 0)
            id = insertCohort();
        else
            updateCohort(id);
        if (known != 0 && same == 0)
            learnContent(known);
        else if (known != 0 && same != known)
            id = join(known, same) ? same : known;
        saveSplit(id);
        return number("SELECT id FROM splits WHERE hash = ?", m_cohort.hash);
    }

private:
    std::int64_t number(const char* sql, const QString& text) const
    {
        Statement select(m_session, m_task, QString::fromLatin1(sql));
        select.bind(text).run();
        return select.next() ? select.value(0).toLongLong() : 0;
    }

    std::int64_t insertCohort() const
    {
        Statement insert(m_session, m_task, QStringLiteral(R"(
            INSERT INTO cohorts(content, task, modalities, strengths, ids, groups, present, about)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?))"));
        insert.bind(m_cohort.content.isEmpty() ? QVariant() : QVariant(m_cohort.content))
            .bind(QString::fromStdString(data::taskName(m_cohort.task)))
            .bind(namesText(m_cohort.modalities))
            .bind(metricsText(m_cohort.strengths))
            .bind(packStrings(m_cohort.ids))
            .bind(packStrings(m_cohort.groups))
            .bind(packBytes(m_cohort.present))
            .bind(packColumns(m_cohort.about))
            .run();
        return insert.lastId();
    }

    /// Descriptive columns are those of today; what was described once stays known.
    void updateCohort(std::int64_t id) const
    {
        Statement select(m_session, m_task, QStringLiteral("SELECT about FROM cohorts WHERE id = ?"));
        select.bind(static_cast<qint64>(id)).run();
        auto about = m_cohort.about;
        if (!select.next())
            return;
        const auto known = unpackColumns(select.value(0).toByteArray(), m_cohort.size());
        if (!known)
            throwDamaged(m_session.path, m_task);
        for (const data::DescriptiveColumn& column : *known)
            if (std::none_of(about.begin(), about.end(),
                    [&](const data::DescriptiveColumn& other) { return other.name == column.name; }))
                about.push_back(column);
        Statement(m_session, m_task, QStringLiteral("UPDATE cohorts SET about = ? WHERE id = ?"))
            .bind(packColumns(about))
            .bind(static_cast<qint64>(id))
            .run();
    }

    /// Of a cohort that an older version saved.
    void learnContent(std::int64_t id) const
    {
        if (m_cohort.content.isEmpty())
            return;
        Statement(m_session, m_task,
            QStringLiteral("UPDATE cohorts SET content = ? WHERE id = ? AND content IS NULL"))
            .bind(m_cohort.content)
            .bind(static_cast<qint64>(id))
            .run();
    }

    /// The one split of a cohort that an older version saved becomes one of the cohort that has turned out to
    /// be the same, with the subgroups that were named there. \returns false, and changes nothing, where it
    /// is none of an older version, or where subgroups of one name are of different people
    bool join(std::int64_t older, std::int64_t same) const
    {
        if (same == 0)
            return false;
        Statement can(m_session, m_task, QStringLiteral(R"(
            SELECT 1 FROM cohorts AS older JOIN cohorts AS same
            WHERE older.id = ? AND same.id = ? AND older.content IS NULL AND older.ids = same.ids
                AND older.groups = same.groups AND older.present = same.present
                AND NOT EXISTS (SELECT 1 FROM subgroups AS a JOIN subgroups AS b ON a.name = b.name
                    AND a.ids <> b.ids WHERE a.cohort_id = older.id AND b.cohort_id = same.id))"));
        can.bind(static_cast<qint64>(older)).bind(static_cast<qint64>(same)).run();
        if (!can.next())
            return false;
        Statement(m_session, m_task,
            QStringLiteral(
                "DELETE FROM subgroups WHERE cohort_id = ? AND name IN (SELECT name FROM subgroups WHERE "
                "cohort_id = ?)"))
            .bind(static_cast<qint64>(older))
            .bind(static_cast<qint64>(same))
            .run();
        for (const auto& table : { QStringLiteral("splits"), QStringLiteral("subgroups") })
            Statement(m_session, m_task,
                QStringLiteral("UPDATE %1 SET cohort_id = ? WHERE cohort_id = ?").arg(table))
                .bind(static_cast<qint64>(same))
                .bind(static_cast<qint64>(older))
                .run();
        Statement(m_session, m_task, QStringLiteral("DELETE FROM cohorts WHERE id = ?"))
            .bind(static_cast<qint64>(older))
            .run();
        updateCohort(same);
        return true;
    }

    /// What is known of a split is never forgotten.
    void saveSplit(std::int64_t cohortId) const
    {
        const bool isDrawn = m_cohort.splitOrigin == SplitOrigin::Drawn;
        const auto& range = m_cohort.labelRange;
        Statement(m_session, m_task, QStringLiteral(R"(
            INSERT INTO splits(cohort_id, name, hash, path, how, seed, derived, classes, label_low, label_high, y,
                parts, shape)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(hash) DO UPDATE SET shape = coalesce(shape, excluded.shape),
                path = CASE excluded.path WHEN '' THEN path ELSE excluded.path END,
                seed = CASE excluded.how WHEN 'unknown' THEN seed ELSE excluded.seed END,
                derived = CASE excluded.how WHEN 'unknown' THEN derived ELSE excluded.derived END,
                how = CASE excluded.how WHEN 'unknown' THEN how ELSE excluded.how END)"))
            .bind(static_cast<qint64>(cohortId))
            .bind(m_cohort.name)
            .bind(m_cohort.hash)
            .bind(m_cohort.path)
            .bind(originName(m_cohort.splitOrigin))
            .bind(isDrawn ? QVariant(static_cast<qint64>(m_cohort.splitSeed)) : QVariant())
            .bind(m_cohort.derivation.isPlain() ? QVariant() : QVariant(derivationText(m_cohort.derivation)))
            .bind(namesText(m_cohort.classes))
            .bind(range ? QVariant(range->first) : QVariant())
            .bind(range ? QVariant(range->second) : QVariant())
            .bind(packDoubles(m_cohort.y))
            .bind(packBytes(splitsToBytes(m_cohort.splits)))
            .bind(m_cohort.shape ? QVariant(
                      qCompress(QJsonDocument(shapeToJson(*m_cohort.shape)).toJson(QJsonDocument::Compact)))
                                 : QVariant())
            .run();
    }

    const Session& m_session;
    const QString& m_task;
    const CohortRecord& m_cohort;
};

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
                "have one entry per label; draw the splits first.")
                .arg(m_path, task)
                .toStdString(),
            Error::Kind::Work);
    }
    Transaction transaction(session(), task);
    const std::int64_t id = CohortWriter(session(), task, cohort).save();
    transaction.commit();
    return id;
}

CohortRecord Store::cohort(std::int64_t splitId) const
{
    const QString task = QStringLiteral("read the cohort of split %1").arg(splitId);
    Statement select(session(), task, QStringLiteral(R"(
        SELECT cohorts.id, name, path, hash, task, classes, label_low, label_high, modalities, strengths, ids, y,
            parts, groups, present, about, how, seed, derived, content
        FROM splits JOIN cohorts ON cohorts.id = cohort_id WHERE splits.id = ?)"));
    select.bind(static_cast<qint64>(splitId)).run();
    if (!select.next()) {
        throw Error(QStringLiteral("The store %1 has no split %2; open the data again.")
                        .arg(m_path)
                        .arg(splitId)
                        .toStdString(),
            Error::Kind::Work);
    }
    CohortRecord cohort;
    cohort.splitId = splitId;
    cohort.cohortId = select.value(0).toLongLong();
    cohort.name = select.value(1).toString();
    cohort.path = select.value(2).toString();
    cohort.hash = select.value(3).toString();
    const auto kind = data::parseTask(select.value(4).toString().toStdString());
    cohort.classes = namesFromText(select.value(5).toString());
    if (!select.value(6).isNull())
        cohort.labelRange = { select.value(6).toDouble(), select.value(7).toDouble() };
    cohort.modalities = namesFromText(select.value(8).toString());
    cohort.strengths = metricsFromText(select.value(9).toString());
    auto ids = unpackStrings(select.value(10).toByteArray());
    auto y = unpackDoubles(select.value(11).toByteArray());
    const auto parts = unpackBytes(select.value(12).toByteArray());
    auto groups = unpackStrings(select.value(13).toByteArray());
    auto present = unpackBytes(select.value(14).toByteArray());
    auto about = unpackColumns(select.value(15).toByteArray(), y ? y->size() : 0);
    if (!kind || !ids || !y || !parts || !groups || !present || !about)
        throwDamaged(m_path, task);
    cohort.task = *kind;
    cohort.ids = std::move(*ids);
    cohort.y = std::move(*y);
    cohort.splits = splitsFromBytes(*parts);
    cohort.splitOrigin = originFrom(select.value(16).toString());
    cohort.splitSeed = static_cast<std::uint64_t>(select.value(17).toLongLong());
    cohort.derivation = derivationFrom(select.value(18).toString());
    cohort.content = select.value(19).toString();
    cohort.groups = std::move(*groups);
    cohort.present = std::move(*present);
    cohort.about = std::move(*about);
    if (!sizesAgree(cohort))
        throwDamaged(m_path, task);
    return cohort;
}

void Store::saveReferenceModels(std::int64_t splitId, const std::vector<ReferenceRecord>& models)
{
    const QString task = QStringLiteral("save the reference models of split %1").arg(splitId);
    Transaction transaction(session(), task);
    Statement clear(session(), task, QStringLiteral("DELETE FROM yardsticks WHERE split_id = ?"));
    clear.bind(static_cast<qint64>(splitId)).run();
    Statement insert(session(), task, QStringLiteral(R"(
        INSERT INTO yardsticks(split_id, position, name, strength, validation, test, width, predictions, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))"));
    for (std::size_t i = 0; i < models.size(); ++i) {
        const ReferenceRecord& model = models[i];
        const QByteArray values = packFloats(model.predictions.values);
        insert.bind(static_cast<qint64>(splitId))
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

std::vector<ReferenceRecord> Store::referenceModels(std::int64_t splitId, bool withPredictions) const
{
    const QString task = QStringLiteral("read the reference models of split %1").arg(splitId);
    Statement select(session(), task,
        QStringLiteral("SELECT name, strength, validation, test%1 FROM yardsticks WHERE split_id = ? "
                       "ORDER BY position")
            .arg(withPredictions ? QStringLiteral(", width, predictions, checksum") : QString()));
    select.bind(static_cast<qint64>(splitId)).run();
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
