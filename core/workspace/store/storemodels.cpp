// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/blobs.h"
#include "workspace/store/checksum.h"
#include "workspace/store/database.h"
#include "workspace/store/shapejson.h"
#include "workspace/store/store.h"

#include "engine/error.h"

#include <QJsonDocument>

namespace btw::store {

std::optional<ModelState> Store::model(std::int64_t runId) const
{
    const QString task = QStringLiteral("read the model of run %1").arg(runId);
    Statement select(
        session(), task, QStringLiteral("SELECT state, checksum FROM run_models WHERE run_id = ?"));
    select.bind(static_cast<qint64>(runId)).run();
    if (!select.next())
        return std::nullopt;
    const QByteArray cell = select.value(0).toByteArray();
    if (!agrees(select.value(1).toString(), { cell }))
        throwDamaged(m_path, task);
    return ModelState::fromBytes({ cell.constData(), static_cast<std::size_t>(cell.size()) });
}

std::vector<training::RowDiagnostics> Store::diagnosticsOfRows(std::int64_t runId) const
{
    const QString task = QStringLiteral("read what run %1 says of each row").arg(runId);
    Statement select(session(), task,
        QStringLiteral("SELECT name, parts, checksum, numbers FROM row_diagnostics WHERE run_id = ? "
                       "ORDER BY name"));
    select.bind(static_cast<qint64>(runId)).run();
    std::vector<training::RowDiagnostics> all;
    while (select.next()) {
        const QByteArray cell = select.value(3).toByteArray();
        auto values = unpackFloats(cell);
        auto parts = namesFromText(select.value(1).toString());
        if (!values || parts.empty() || values->size() % parts.size() != 0
            || !agrees(select.value(2).toString(), { cell }))
            throwDamaged(m_path, task);
        all.push_back({ select.value(0).toString().toStdString(), std::move(parts), std::move(*values) });
    }
    return all;
}

std::optional<data::CohortShape> Store::shape(std::int64_t splitId) const
{
    const QString task = QStringLiteral("read the form of split %1").arg(splitId);
    Statement select(session(), task, QStringLiteral("SELECT shape FROM splits WHERE id = ?"));
    select.bind(static_cast<qint64>(splitId)).run();
    if (!select.next() || select.value(0).isNull())
        return std::nullopt;
    const auto json = QJsonDocument::fromJson(qUncompress(select.value(0).toByteArray())).object();
    auto shape = shapeFromJson(json);
    if (!shape)
        throwDamaged(m_path, task);
    return shape;
}

} // namespace btw::store
