// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/store/database.h"
#include "workspace/store/definitions.h"
#include "workspace/store/store.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <map>

namespace btw::store {
namespace {

QString compact(const QJsonObject& json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QJsonObject objectOf(const QVariant& text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

QString partText(const ExperimentPart& part)
{
    QJsonArray without;
    for (const auto& name : part.without)
        without.append(QString::fromStdString(name));
    QJsonObject json { { QStringLiteral("fold"), static_cast<qint64>(part.fold) },
        { QStringLiteral("without"), without },
        { QStringLiteral("placebo"), QString::fromStdString(part.placebo) } };
    if (!part.rows.empty())
        json.insert(QStringLiteral("rows"), QString::fromStdString(part.rows));
    return compact(json);
}

ExperimentPart partFrom(std::int64_t trainingId, const QJsonObject& json)
{
    ExperimentPart part;
    part.trainingId = trainingId;
    part.fold = static_cast<std::size_t>(json.value(QStringLiteral("fold")).toInteger());
    for (const auto& name : json.value(QStringLiteral("without")).toArray())
        part.without.push_back(name.toString().toStdString());
    part.placebo = json.value(QStringLiteral("placebo")).toString().toStdString();
    part.rows = json.value(QStringLiteral("rows")).toString().toStdString();
    return part;
}

} // namespace

std::int64_t Store::findOrAddExperiment(const QString& name, const QJsonObject& definition)
{
    const QString task = QStringLiteral("record the experiment '%1'").arg(name);
    Transaction transaction(session(), task);
    std::int64_t id = 0;
    {
        Statement select(session(), task,
            QStringLiteral("SELECT id, json FROM experiments WHERE name = ? ORDER BY json = ?, id"));
        select.bind(name).bind(compact(definition)).run();
        while (select.next()) // of several the newest, and before all the one that has the very same keys
            if (askTheSame(objectOf(select.value(1)), definition))
                id = select.value(0).toLongLong();
    }
    if (id == 0) {
        Statement insert(
            session(), task, QStringLiteral("INSERT INTO experiments(name, json, created) VALUES (?, ?, ?)"));
        insert.bind(name).bind(compact(definition)).bind(utcNow()).run();
        id = insert.lastId();
    }
    transaction.commit();
    return id;
}

void Store::addToExperiment(std::int64_t id, const ExperimentPart& part)
{
    const QString task = QStringLiteral("add a training to experiment %1").arg(id);
    Statement insert(session(), task, QStringLiteral(R"(
        INSERT INTO experiment_trainings(experiment_id, training_id, part) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING)"));
    insert.bind(static_cast<qint64>(id))
        .bind(static_cast<qint64>(part.trainingId))
        .bind(partText(part))
        .run();
}

std::vector<ExperimentRecord> Store::experiments() const
{
    const QString task = QStringLiteral("list its experiments");
    Statement parts(session(), task,
        QStringLiteral("SELECT experiment_id, training_id, part FROM experiment_trainings ORDER BY "
                       "experiment_id, rowid"));
    parts.run();
    std::map<std::int64_t, std::vector<ExperimentPart>> byExperiment;
    while (parts.next())
        byExperiment[parts.value(0).toLongLong()].push_back(
            partFrom(parts.value(1).toLongLong(), objectOf(parts.value(2))));
    Statement select(
        session(), task, QStringLiteral("SELECT id, name, json, created FROM experiments ORDER BY id"));
    select.run();
    std::vector<ExperimentRecord> all;
    while (select.next()) {
        ExperimentRecord one;
        one.id = select.value(0).toLongLong();
        one.name = select.value(1).toString();
        one.definition = objectOf(select.value(2));
        one.created = QDateTime::fromString(select.value(3).toString(), Qt::ISODateWithMs);
        one.parts = std::move(byExperiment[one.id]);
        all.push_back(std::move(one));
    }
    return all;
}

ExperimentRecord Store::experiment(std::int64_t id) const
{
    for (auto& one : experiments())
        if (one.id == id)
            return std::move(one);
    throw Error("There is no experiment " + std::to_string(id) + " in " + m_path.toStdString()
        + "; 'btw runs' lists what it has.");
}

} // namespace btw::store
