// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/runsjson.h"

#include "engine/error.h"
#include "workspace/store/blobs.h"
#include "workspace/store/detailsjson.h"
#include "workspace/store/probabilityjson.h"
#include "workspace/store/referencejson.h"
#include "workspace/store/store.h"

#include <map>

namespace btw::store {

namespace {

/// Adds what probabilityJson() has; `problem` where its predictions cannot be read, so that one damaged run
/// does not hide all others.
/// \param cohorts those that were read already
void insertProbabilities(QJsonObject& json, const Store& store, const RunRecord& run,
    std::map<std::int64_t, CohortRecord>& cohorts)
{
    if (!testIsOpen(run) || run.classCount == 0)
        return;
    try {
        auto known = cohorts.find(run.splitId);
        if (known == cohorts.end())
            known = cohorts.emplace(run.splitId, store.cohort(run.splitId)).first;
        const auto figures = probabilityJson(store, run, known->second);
        for (auto figure = figures.begin(); figure != figures.end(); ++figure)
            json.insert(figure.key(), figure.value());
    } catch (const Error& error) {
        json.insert(QStringLiteral("problem"), QString::fromUtf8(error.what()));
    }
}

} // namespace

QJsonObject runJson(const RunRecord& run, const std::vector<ReferenceRecord>& models)
{
    QJsonObject json {
        { QStringLiteral("id"), static_cast<qint64>(run.id) },
        { QStringLiteral("name"), run.name },
        { QStringLiteral("variant"), run.variant },
        { QStringLiteral("model"), run.model },
        { QStringLiteral("seed"), static_cast<qint64>(run.seed) },
        { QStringLiteral("split"), static_cast<qint64>(run.splitId) },
        { QStringLiteral("status"), statusName(run.status) },
        { QStringLiteral("epochs"), static_cast<qint64>(run.epochs) },
        { QStringLiteral("best_epoch"), static_cast<qint64>(run.bestEpoch) },
        { QStringLiteral("validation"), metricsToJson(run.validation) },
        { QStringLiteral("test"), metricsToJson(run.test) },
    };
    if (!run.modality.isEmpty())
        json.insert(QStringLiteral("modality"), run.modality);
    if (!run.spec.modalities.empty() && run.step != training::Step::Unimodal) {
        QJsonArray names;
        for (const auto& name : run.spec.modalities)
            names.append(QString::fromStdString(name));
        json.insert(QStringLiteral("modalities"), names);
    }
    if (!run.message.isEmpty())
        json.insert(QStringLiteral("message"), run.message);
    if (!run.details.settled.empty())
        json.insert(QStringLiteral("settled"), metricsToJson(run.details.settled));
    if (!run.details.heldOut.empty())
        json.insert(QStringLiteral("held_out"), heldOutJson(run.details));
    if (!run.details.chosen.empty())
        json.insert(QStringLiteral("chosen"), chosenJson(run.details));
    // Sealed until a training ends, the reference models' figures no less than the run's own.
    if (testIsOpen(run) && !models.empty()) {
        json.insert(QStringLiteral("reference"), referenceJson(models));
        json.insert(QStringLiteral("yardstick"), yardstickJson(models));
    }
    return json;
}

QJsonArray runsJson(const Store& store, bool withCurves)
{
    std::map<std::int64_t, CohortRecord> cohorts;
    std::map<std::int64_t, std::vector<ReferenceRecord>> models; // one read a cohort
    std::map<std::int64_t, QJsonArray> trainings;
    for (const TrainingRecord& training : store.trainings()) {
        for (const TrainingRun& part : training.runs)
            trainings[part.runId].append(static_cast<qint64>(training.id));
    }
    QJsonArray list;
    for (const RunRecord& run : store.runs()) {
        auto known = models.find(run.splitId);
        if (known == models.end())
            known = models.emplace(run.splitId, store.referenceModels(run.splitId)).first;
        QJsonObject json = runJson(run, known->second);
        json.insert(QStringLiteral("training"), trainings[run.id]);
        if (withCurves)
            insertProbabilities(json, store, run, cohorts);
        list.append(json);
    }
    return list;
}

} // namespace btw::store
