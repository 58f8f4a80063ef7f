// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/store/blobs.h"
#include "workspace/store/database.h"
#include "workspace/store/store.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace btw::store {

namespace {

const QString kErrors = QStringLiteral("errors");
const QString kTable = QStringLiteral("table");

QString wordOf(SelectedIn selectedIn)
{
    switch (selectedIn) {
    case SelectedIn::Errors:
        return kErrors;
    case SelectedIn::Table:
        return kTable;
    case SelectedIn::Unknown:
        break;
    }
    return QStringLiteral("");
}

SelectedIn selectedInOf(const QString& word)
{
    if (word == kErrors)
        return SelectedIn::Errors;
    return word == kTable ? SelectedIn::Table : SelectedIn::Unknown;
}

/// \throws btw::Error where another subgroup of its cohort has the name
void refuseTakenName(
    const std::vector<SubgroupRecord>& all, const SubgroupRecord& subgroup, const QString& name)
{
    const bool isTaken = std::any_of(all.begin(), all.end(), [&](const SubgroupRecord& one) {
        return one.id != subgroup.id && one.cohortId == subgroup.cohortId && one.name == name;
    });
    if (isTaken)
        throw Error(QStringLiteral("There is a subgroup called '%1' already: choose another name.")
                        .arg(name)
                        .toStdString(),
            Error::Kind::Input);
}

} // namespace

std::map<std::int64_t, RunNote> Store::notes() const
{
    Statement select(session(), QStringLiteral("read its notes"),
        QStringLiteral("SELECT run_id, tags, note, star FROM run_notes"));
    select.run();
    std::map<std::int64_t, RunNote> all;
    while (select.next()) {
        auto& note = all[select.value(0).toLongLong()];
        for (const auto& tag : QJsonDocument::fromJson(select.value(1).toString().toUtf8()).array())
            note.tags << tag.toString();
        note.text = select.value(2).toString();
        note.isStarred = select.value(3).toInt() != 0;
    }
    return all;
}

void Store::saveNote(const std::vector<std::int64_t>& runIds, const RunNote& note)
{
    const QString task = QStringLiteral("keep a note");
    Transaction transaction(session(), task);
    for (const auto run : runIds) {
        if (note.isEmpty()) {
            Statement remove(session(), task, QStringLiteral("DELETE FROM run_notes WHERE run_id = ?"));
            remove.bind(static_cast<qint64>(run)).run();
            continue;
        }
        Statement insert(session(), task,
            QStringLiteral("INSERT INTO run_notes(run_id, tags, note, star) VALUES (?, ?, ?, ?) "
                           "ON CONFLICT(run_id) DO UPDATE SET tags = excluded.tags, note = excluded.note, "
                           "star = excluded.star"));
        const auto tags = QJsonDocument(QJsonArray::fromStringList(note.tags)).toJson(QJsonDocument::Compact);
        insert.bind(static_cast<qint64>(run))
            .bind(QString::fromUtf8(tags))
            .bind(note.text.isNull() ? QStringLiteral("") : note.text)
            .bind(note.isStarred ? 1 : 0)
            .run();
    }
    transaction.commit();
}

std::vector<SubgroupRecord> Store::subgroups() const
{
    const QString task = QStringLiteral("list its subgroups");
    Statement select(session(), task,
        QStringLiteral("SELECT id, cohort_id, (SELECT splits.name FROM splits WHERE splits.cohort_id = "
                       "subgroups.cohort_id ORDER BY splits.id LIMIT 1), name, ids, created, selected_in "
                       "FROM subgroups ORDER BY id"));
    select.run();
    std::vector<SubgroupRecord> all;
    while (select.next()) {
        auto ids = unpackStrings(select.value(4).toByteArray());
        if (!ids)
            throwDamaged(m_path, task);
        all.push_back({ select.value(0).toLongLong(), select.value(1).toLongLong(),
            select.value(2).toString(), select.value(3).toString(), std::move(*ids),
            QDateTime::fromString(select.value(5).toString(), Qt::ISODateWithMs),
            selectedInOf(select.value(6).toString()) });
    }
    return all;
}

std::int64_t Store::saveSubgroup(
    const QString& name, std::int64_t cohortId, const std::vector<std::string>& ids, SelectedIn selectedIn)
{
    const QString task = QStringLiteral("keep the subgroup '%1'").arg(name);
    if (name.trimmed().isEmpty() || ids.empty())
        throw Error("A subgroup needs a name and at least one person.", Error::Kind::Input);
    Transaction transaction(session(), task);
    Statement insert(session(), task,
        QStringLiteral("INSERT INTO subgroups(cohort_id, name, ids, created, selected_in) "
                       "VALUES (?, ?, ?, ?, ?) ON CONFLICT(cohort_id, name) DO UPDATE SET "
                       "ids = excluded.ids, created = excluded.created, selected_in = excluded.selected_in"));
    insert.bind(static_cast<qint64>(cohortId))
        .bind(name.trimmed())
        .bind(packStrings(ids))
        .bind(utcNow())
        .bind(wordOf(selectedIn))
        .run();
    Statement select(
        session(), task, QStringLiteral("SELECT id FROM subgroups WHERE cohort_id = ? AND name = ?"));
    select.bind(static_cast<qint64>(cohortId)).bind(name.trimmed()).run();
    if (!select.next())
        throwDamaged(m_path, task);
    const std::int64_t id = select.value(0).toLongLong();
    transaction.commit();
    return id;
}

void Store::renameSubgroup(std::int64_t id, const QString& name)
{
    const QString task = QStringLiteral("rename a subgroup");
    const QString wanted = name.trimmed();
    if (wanted.isEmpty())
        throw Error("A subgroup needs a name.", Error::Kind::Input);
    Transaction transaction(session(), task);
    const auto all = subgroups();
    const auto found
        = std::find_if(all.begin(), all.end(), [id](const SubgroupRecord& one) { return one.id == id; });
    if (found == all.end())
        throw Error("This subgroup is no longer in the store.", Error::Kind::Input);
    refuseTakenName(all, *found, wanted);
    Statement update(session(), task, QStringLiteral("UPDATE subgroups SET name = ? WHERE id = ?"));
    update.bind(wanted).bind(static_cast<qint64>(id)).run();
    transaction.commit();
}

void Store::removeSubgroup(std::int64_t id)
{
    Statement remove(
        session(), QStringLiteral("remove a subgroup"), QStringLiteral("DELETE FROM subgroups WHERE id = ?"));
    remove.bind(static_cast<qint64>(id)).run();
}

void Store::restoreSubgroup(const SubgroupRecord& subgroup)
{
    const QString task = QStringLiteral("bring back the subgroup '%1'").arg(subgroup.name);
    Transaction transaction(session(), task);
    refuseTakenName(subgroups(), subgroup, subgroup.name);
    Statement(session(), task, QStringLiteral(R"(
        INSERT INTO subgroups(id, cohort_id, name, ids, created, selected_in) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT(id) DO UPDATE SET cohort_id = excluded.cohort_id, name = excluded.name,
            ids = excluded.ids, created = excluded.created, selected_in = excluded.selected_in)"))
        .bind(static_cast<qint64>(subgroup.id))
        .bind(static_cast<qint64>(subgroup.cohortId))
        .bind(subgroup.name)
        .bind(packStrings(subgroup.ids))
        .bind(subgroup.created.toString(Qt::ISODateWithMs))
        .bind(wordOf(subgroup.selectedIn))
        .run();
    transaction.commit();
}

} // namespace btw::store
