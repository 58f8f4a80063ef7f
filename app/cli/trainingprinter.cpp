// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingprinter.h"

#include "words.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/data/names.h"
#include "engine/weighting/names.h"
#include "workspace/jobs/rareclassesnote.h"
#include "workspace/jobs/treesnote.h"
#include "workspace/store/detailsjson.h"
#include "workspace/store/probabilityjson.h"
#include "workspace/store/referencejson.h"
#include "workspace/store/store.h"
#include "workspace/store/weightsofone.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace btw::cli {

namespace {

QString name(training::Step step)
{
    switch (step) {
    case training::Step::Unimodal:
        return QStringLiteral("unimodal");
    case training::Step::Baseline:
        return QStringLiteral("baseline");
    case training::Step::Weighted:
        break;
    }
    return QStringLiteral("weighted");
}

/// The metric that words show.
std::string leadingMetric(const store::RunRecord& run)
{
    return analysis::primaryMetric(
        run.classCount == 0 ? Task::Regression : Task::Classification, run.classCount);
}

/// Empty where there is no slope: a regression, more than two classes, outcomes that are separated.
QString calibrationWords(const store::RunRecord& run)
{
    const auto figureOf = [&](const char* name) {
        const auto found = run.test.find(name);
        return found == run.test.end() ? std::nan("") : found->second;
    };
    const double slope = figureOf("calibration_slope");
    if (!std::isfinite(slope))
        return {};
    return QStringLiteral(
        "calibration of run %1, test: slope %2 (1 is calibrated, below 1 too sure), intercept "
        "%3 (0 is calibrated, below 0 too high)")
        .arg(run.id)
        .arg(figure(slope), figure(figureOf("calibration_intercept")));
}

/// How far a pool believes each modality, most first.
QString believedWords(const training::RunDetails& details)
{
    auto weights = details.heldOut;
    std::stable_sort(weights.begin(), weights.end(), [](const auto& a, const auto& b) { return a.c > b.c; });
    QStringList parts;
    for (const auto& weight : weights)
        parts.append(
            QStringLiteral("%1 %2 (%3 to %4)")
                .arg(text(weight.modality), figure(weight.c), figure(weight.low), figure(weight.high)));
    return QStringLiteral("how far each modality is believed, judged on people its models had not seen: ")
        + parts.join(QStringLiteral(", "));
}

/// Of late fusion beside the mixture of experts; empty for all others.
QString addedWords(const training::RunDetails& details)
{
    const auto together = details.chosen.find("s");
    const auto late = details.chosen.find("tau");
    if (together == details.chosen.end() || late == details.chosen.end())
        return {};
    return QStringLiteral("added up, judged on people neither had seen: %1 times the mean of the mixtures of "
                          "experts, %2 times late fusion")
        .arg(figure(together->second), figure(late->second));
}

} // namespace

TrainingPrinter::TrainingPrinter(const store::Store& store, Console& console, bool json, QString goesOn)
    : m_store(store)
    , m_console(console)
    , m_json(json)
    , m_goesOn(std::move(goesOn))
{
}

void TrainingPrinter::operator()(const jobs::TrainingEvent& event)
{
    std::visit([this](const auto& value) { on(value); }, event);
}

QJsonObject TrainingPrinter::line(const QString& event, const store::RunRecord& run) const
{
    return { { QStringLiteral("event"), event }, { QStringLiteral("run"), static_cast<qint64>(run.id) },
        { QStringLiteral("seed"), static_cast<qint64>(run.seed) } };
}

void TrainingPrinter::on(const jobs::RunStarted& started)
{
    m_run = started.run;
    m_index = started.index;
    m_count = started.count;
    if (!m_json) {
        if (started.resumed)
            m_console.message(QStringLiteral("%1 goes on after epoch %2.").arg(m_run.name).arg(m_run.epochs));
        return;
    }
    QJsonObject json = line(QStringLiteral("step"), m_run);
    json.insert(QStringLiteral("step"), static_cast<int>(started.step));
    json.insert(QStringLiteral("step_name"), name(started.step));
    json.insert(QStringLiteral("name"), m_run.name);
    json.insert(QStringLiteral("variant"), m_run.variant);
    json.insert(
        QStringLiteral("modality"), m_run.modality.isEmpty() ? QJsonValue() : QJsonValue(m_run.modality));
    json.insert(QStringLiteral("index"), started.index + 1);
    json.insert(QStringLiteral("count"), started.count);
    json.insert(QStringLiteral("reused"), started.reused);
    json.insert(QStringLiteral("resumed"), started.resumed);
    m_console.resultLine(json);
}

void TrainingPrinter::on(const jobs::BatchDone& batch)
{
    const QString left = std::isfinite(batch.secondsLeft)
        ? QStringLiteral(", %1 left").arg(duration(batch.secondsLeft))
        : QString();
    m_console.progress(QStringLiteral("run %1 of %2: %3, epoch %4 of at most %5, batch %6 of %7, loss %8%9")
                           .arg(m_index + 1)
                           .arg(m_count)
                           .arg(m_run.name)
                           .arg(batch.progress.epoch)
                           .arg(batch.progress.epochsAtMost)
                           .arg(batch.progress.batch)
                           .arg(batch.progress.batches)
                           .arg(figure(batch.progress.loss), left));
}

const store::CohortRecord& TrainingPrinter::cohortOf(const store::RunRecord& run)
{
    auto known = m_cohorts.find(run.splitId);
    if (known == m_cohorts.end())
        known = m_cohorts.emplace(run.splitId, m_store.cohort(run.splitId)).first;
    return known->second;
}

QJsonObject TrainingPrinter::weights(const jobs::EpochDone& epoch)
{
    QJsonObject json;
    if (epoch.weights.empty())
        return json;
    const auto& modalities = cohortOf(m_run).modalities;
    for (std::size_t m = 0; m < epoch.weights.size() && m < modalities.size(); ++m)
        json.insert(text(modalities[m]), jsonNumber(epoch.weights[m].mean));
    return json;
}

void TrainingPrinter::on(const jobs::EpochDone& epoch)
{
    if (!m_json)
        return;
    const training::EpochReport& report = *epoch.report;
    QJsonObject validation = jsonMetrics(report.validation);
    validation.insert(QStringLiteral("loss"), jsonNumber(report.validationLoss));
    QJsonObject json = line(QStringLiteral("epoch"), m_run);
    json.insert(QStringLiteral("epoch"), static_cast<qint64>(report.epoch));
    json.insert(QStringLiteral("step"), static_cast<int>(epoch.step));
    json.insert(QStringLiteral("train_loss"), jsonNumber(report.trainLoss));
    json.insert(QStringLiteral("validation"), validation);
    json.insert(QStringLiteral("weights"), weights(epoch));
    json.insert(QStringLiteral("alpha"), jsonNumber(report.alpha));
    json.insert(QStringLiteral("best"), report.best);
    m_console.resultLine(json);
}

void TrainingPrinter::on(const jobs::RunDone& done)
{
    const store::RunRecord& run = done.run;
    if (run.status != store::RunStatus::Finished) {
        if (run.status == store::RunStatus::Stopped)
            problem(data::Severity::Note,
                QStringLiteral("%1 (run %2) is stopped after epoch %3; %4.")
                    .arg(run.name)
                    .arg(run.id)
                    .arg(run.epochs)
                    .arg(m_goesOn.arg(run.id)),
                run.id);
        return;
    }
    if (!m_json && m_ended.insert(run.id).second)
        m_console.result(QStringLiteral("run %1  %2  best epoch %3 of %4  validation %5")
                             .arg(run.id)
                             .arg(run.name)
                             .arg(run.bestEpoch)
                             .arg(run.epochs)
                             .arg(briefMetrics(run.validation)));
}

void TrainingPrinter::printFinal(
    const store::RunRecord& run, const std::vector<store::ReferenceRecord>& models)
{
    QJsonObject json = line(QStringLiteral("final"), run);
    json.insert(QStringLiteral("step"), static_cast<int>(run.step));
    json.insert(QStringLiteral("name"), run.name);
    json.insert(QStringLiteral("variant"), run.variant);
    json.insert(QStringLiteral("modality"), run.modality.isEmpty() ? QJsonValue() : QJsonValue(run.modality));
    json.insert(QStringLiteral("epochs"), static_cast<qint64>(run.epochs));
    json.insert(QStringLiteral("best_epoch"), static_cast<qint64>(run.bestEpoch));
    json.insert(QStringLiteral("validation"), jsonMetrics(run.validation));
    json.insert(QStringLiteral("test"), jsonMetrics(run.test));
    if (run.classCount > 0 && store::testIsOpen(run)) {
        const auto figures = store::probabilityJson(m_store, run, cohortOf(run));
        for (auto figure = figures.begin(); figure != figures.end(); ++figure)
            json.insert(figure.key(), figure.value());
    }
    if (!run.details.settled.empty())
        json.insert(QStringLiteral("settled"), jsonMetrics(run.details.settled));
    if (!run.details.heldOut.empty())
        json.insert(QStringLiteral("held_out"), store::heldOutJson(run.details));
    if (!run.details.chosen.empty())
        json.insert(QStringLiteral("chosen"), store::chosenJson(run.details));
    if (!models.empty()) {
        json.insert(QStringLiteral("reference"), store::referenceJson(models));
        json.insert(QStringLiteral("yardstick"), store::yardstickJson(models)); // its older name
        if (const QString note = jobs::treesNote(models); !note.isEmpty())
            json.insert(QStringLiteral("trees_note"), note);
    }
    m_console.resultLine(json);
}

void TrainingPrinter::printReference(
    const std::vector<store::ReferenceRecord>& models, const std::string& metric)
{
    for (const bool trees : { false, true }) {
        QStringList parts;
        for (const store::ReferenceRecord& model : models) {
            const auto found = model.test.find(metric);
            if (model.isTrees() == trees && found != model.test.end())
                parts.append(QStringLiteral("%1 %2").arg(model.part(), figure(found->second)));
        }
        const QString kind = trees ? QStringLiteral("boosted trees") : QStringLiteral("plain regression");
        if (!parts.isEmpty())
            m_console.result(
                QStringLiteral("%1, test %2: %3").arg(kind, text(metric), parts.join(QStringLiteral(", "))));
    }
    if (const QString note = jobs::treesNote(models); !note.isEmpty())
        m_console.result(note);
}

void TrainingPrinter::on(const jobs::TrainingDone& done)
{
    const bool isPart = done.experimentId != 0;
    for (const store::RunRecord& run : done.runs) {
        // Trainings of an experiment share runs, and its answer is what its reader came for.
        if (isPart && (!m_told.insert(run.id).second || (!m_json && run.id != done.runId)))
            continue;
        if (m_json)
            printFinal(
                run, run.id == done.runId ? done.referenceModels : std::vector<store::ReferenceRecord>());
        else if (store::testIsOpen(run))
            m_console.result(
                QStringLiteral("run %1  %2  test %3").arg(run.id).arg(run.name, briefMetrics(run.test)));
        // Fixed weights do not move with the training: there is nothing to settle.
        if (!m_json && !run.details.settled.empty() && !weighting::factsOf(run.spec.variant).fixed)
            m_console.result(QStringLiteral("run %1  %2  the same as new people, whose weights settle: %3")
                                 .arg(run.id)
                                 .arg(run.name, briefMetrics(run.details.settled)));
        if (!m_json && store::weightsWereOne(run))
            m_console.result(
                QStringLiteral("run %1  %2  its best epoch is the first, in which all weights are 1: "
                               "what is kept of it is not weighted")
                    .arg(run.id)
                    .arg(run.name));
        if (!m_json && !run.details.heldOut.empty())
            m_console.result(believedWords(run.details));
        if (const QString words = addedWords(run.details); !m_json && !words.isEmpty())
            m_console.result(words);
    }
    if (done.runs.empty())
        return;
    if (!store::testIsOpen(done.runs.back()))
        m_console.message(
            QStringLiteral("Test figures stay hidden until the whole training has ended: resume its last run "
                           "(btw resume), or run the same btw train again."));
    else if (!m_json && !isPart) {
        printReference(done.referenceModels, leadingMetric(done.runs.back()));
        if (const QString words = calibrationWords(done.runs.back()); !words.isEmpty())
            m_console.result(words);
    }
    if (store::testIsOpen(done.runs.back())) {
        m_trained.push_back(done.runId);
        warnOfRareClasses(done.runs.back());
    }
}

void TrainingPrinter::warnOfRareClasses(const store::RunRecord& run)
{
    for (const QString& note : jobs::rareClassNotes(cohortOf(run)))
        if (m_warned.insert(note).second)
            problem(data::Severity::Warning, note, run.id);
}

void TrainingPrinter::on(const jobs::ProblemFound& found)
{
    problem(found.severity, found.sentence, found.runId);
}

void TrainingPrinter::problem(data::Severity severity, const QString& sentence, std::int64_t run)
{
    const QString word = text(data::severityName(severity));
    m_console.message(severity == data::Severity::Note ? sentence : word + QStringLiteral(": ") + sentence);
    if (!m_json)
        return;
    const bool known = run != 0 && run == m_run.id;
    m_console.resultLine({ { QStringLiteral("event"), QStringLiteral("problem") },
        { QStringLiteral("run"), run == 0 ? QJsonValue() : QJsonValue(static_cast<qint64>(run)) },
        { QStringLiteral("seed"), known ? QJsonValue(static_cast<qint64>(m_run.seed)) : QJsonValue() },
        { QStringLiteral("severity"), word }, { QStringLiteral("sentence"), sentence } });
}

} // namespace btw::cli
