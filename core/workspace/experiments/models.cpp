// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/models.h"

#include "engine/error.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/modelparameters.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/store/store.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace btw::experiments {

std::vector<std::string> trainedPopulations(
    const store::Store& store, const store::ExperimentRecord& experiment)
{
    auto names = populationsOf(experiment);
    if (names.size() == 1)
        return names; // whoever reads it says where nothing was trained
    std::set<std::string> trained;
    const auto trainings = jobs::trainingsById(store);
    const auto runs = jobs::runsById(store);
    for (const auto& part : experiment.parts) {
        const auto found = trainings.find(part.trainingId);
        const auto state
            = found == trainings.end() ? jobs::PartState::Cancelled : jobs::partState(found->second, runs);
        if (part.placebo.empty() && state != jobs::PartState::Cancelled && state != jobs::PartState::Failed)
            trained.insert(part.rows);
    }
    std::erase_if(names, [&](const std::string& name) { return trained.count(name) == 0; });
    if (names.empty())
        throw Error("Nothing of experiment " + std::to_string(experiment.id)
                + " was trained: there is nothing to compare.",
            Error::Kind::Input);
    return names;
}

QString untrainedNote(const store::ExperimentRecord& experiment, const std::vector<std::string>& trained)
{
    QStringList names;
    for (const auto& name : populationsOf(experiment))
        if (std::find(trained.begin(), trained.end(), name) == trained.end())
            names << (name.empty() ? QStringLiteral("everybody") : QString::fromStdString(name));
    return names.isEmpty() ? QString()
                           : QStringLiteral("Nothing was trained on these people, who are left out: %1.")
                                 .arg(names.join(QStringLiteral(", ")));
}

Models::Models(const store::Store& store, const store::ExperimentRecord& experiment, const std::string& rows)
    : m_store(&store)
{
    const auto trainings = jobs::trainingsById(store);
    const auto runs = jobs::runsById(store);
    for (const auto& part : experiment.parts) {
        const auto found = trainings.find(part.trainingId);
        const bool isAsked = part.rows == rows;
        const auto state
            = found == trainings.end() ? jobs::PartState::Cancelled : jobs::partState(found->second, runs);
        m_asked += isAsked ? 1 : 0;
        if (state == jobs::PartState::Cancelled || state == jobs::PartState::Failed) {
            auto& count = state == jobs::PartState::Failed ? m_failed : m_cancelled;
            count += isAsked ? 1 : 0;
            continue;
        }
        const auto run = runs.find(found->second.lastRun());
        if (run == runs.end() || !store::testIsOpen(run->second))
            throw Error("Experiment " + std::to_string(experiment.id) + ": "
                + jobs::closedSentence(jobs::progressOf(experiment, trainings, runs)).toStdString());
        if (isAsked)
            add(found->second, part);
    }
    if (m_asked > 0 && trainingsLeftOut() == m_asked)
        throw Error(m_asked == 1 ? "The only training was cancelled or failed: there is nothing to compare."
                                 : "All " + std::to_string(m_asked)
                    + " trainings were cancelled or failed: there is nothing to compare.",
            Error::Kind::Input);
    dropLonePlacebos();
    readCohorts();
    if (experiment.definition.contains(QStringLiteral("grid")))
        nameSettings();
}

Models::Models(const store::Store& store, const std::vector<store::TrainingRecord>& trainings)
    : m_store(&store)
{
    for (const auto& training : trainings)
        add(training, {});
    readCohorts();
    nameSubsets();
}

Models::Models(std::vector<OwnPredictions> own)
{
    constexpr Model::Cell kOnly { 0, 1 };
    store::CohortRecord record;
    const auto& first = own.front();
    record.task = first.task;
    record.classes.reserve(first.classCount);
    for (std::size_t c = 0; c < first.classCount; ++c)
        record.classes.push_back(std::to_string(c));
    record.ids = first.ids;
    record.y = first.y;
    record.groups = first.groups;
    record.splits.assign(first.y.size(), Split::Test);
    std::size_t fitted = 0;
    for (auto& one : own) {
        fitted = std::max(fitted, one.fitted);
        Model model;
        model.system = one.name;
        model.variant = QStringLiteral("none");
        const auto run = -static_cast<std::int64_t>(m_models.size()) - 1;
        model.runs[kOnly] = run;
        m_predictions.emplace(run, std::move(one.predictions));
        m_models.push_back(std::move(model));
    }
    m_cohortOf[kOnly] = record.id;
    m_cohorts.emplace(record.id, std::move(record));
    Fold fold { {}, fitted };
    fold.rows.reserve(cohort().size());
    for (std::size_t i = 0; i < cohort().size(); ++i)
        fold.rows.push_back(i);
    m_folds.emplace(cohort().id, std::move(fold));
}

void Models::add(const store::TrainingRecord& training, const store::ExperimentPart& part)
{
    Model model;
    model.system = systemOf(training.spec);
    model.variant = training.variant;
    model.modalities = training.spec.modalities;
    model.without = part.without;
    model.placebo = part.placebo;
    model.spec = training.spec;
    model.spec.modalities.clear();
    model.trainedOn = QStringLiteral("%1 threads, %2").arg(training.threads).arg(training.device);
    const auto isAlike
        = [&](const Model& known) { return known.system == model.system && known.variant == model.variant; };
    const auto first = std::find_if(m_models.begin(), m_models.end(), isAlike);
    if (first != m_models.end())
        model.settings = settingsOf(*first, model);
    const auto same = std::find_if(m_models.begin(), m_models.end(), [&](const Model& known) {
        return isAlike(known) && known.settings == model.settings && known.modalities == model.modalities
            && known.without == model.without && known.placebo == model.placebo;
    });
    auto& kept = same == m_models.end() ? m_models.emplace_back(std::move(model)) : *same;
    const Model::Cell cell { part.fold, training.seed };
    kept.runs[cell] = training.lastRun();
    if (part.placebo.empty())
        m_cohortOf[cell] = training.cohortId;
}

void Models::readCohorts()
{
    for (const auto& [cell, id] : m_cohortOf)
        if (m_cohorts.count(id) == 0)
            m_cohorts.emplace(id, m_store->cohort(id));
    if (m_cohorts.empty())
        throw Error("There is no finished training to compare.");
    for (auto& model : m_models)
        if (model.modalities.empty())
            model.modalities = cohort().modalities;
    markEvaluationLabels();
}

void Models::nameSubsets()
{
    for (auto& model : m_models)
        for (const auto& name : cohort().modalities)
            if (std::find(model.modalities.begin(), model.modalities.end(), name) == model.modalities.end())
                model.without.push_back(name);
}

/// "text + audio": those that the model uses, or used before some were left out; empty: all.
QString Models::subsetOf(const Model& model) const
{
    std::vector<std::string> names;
    const auto has = [](const std::vector<std::string>& list, const std::string& name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    for (const auto& name : cohort().modalities)
        if (has(model.modalities, name) || has(model.without, name))
            names.push_back(name);
    return names.size() == cohort().modalities.size() ? QString() : listed(names);
}

void Models::nameSettings()
{
    std::vector<QString> all;
    all.reserve(m_models.size());
    for (const auto& model : m_models) {
        QStringList words;
        if (const QString subset = subsetOf(model); !subset.isEmpty())
            words << QStringLiteral("modalities ") + subset;
        for (const auto& parameter : parametersOf(model.spec, model.variant)) {
            const bool differs = std::any_of(m_models.begin(), m_models.end(), [&](const Model& other) {
                return other.system == model.system && other.variant == model.variant
                    && !training::differences({ &parameter, 1 }, model.spec, other.spec).empty();
            });
            if (differs)
                words << QString::fromStdString(
                    std::string(parameter.key) + ' ' + parameter.valueText(model.spec));
        }
        all.push_back(words.join(QStringLiteral(", ")));
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        m_models[i].settings = all[i];
}

void Models::addReferences()
{
    const std::map<QString, QString> titles { { QStringLiteral("all"), QStringLiteral("plain regression") },
        { store::ReferenceRecord::treesName(QStringLiteral("all")), QStringLiteral("boosted trees") },
        { QStringLiteral("constant"), QStringLiteral("constant") } };
    std::map<QString, Model> references;
    for (const auto& [id, record] : m_cohorts) {
        for (auto& fitted : m_store->referenceModels(id, true)) {
            const auto title = titles.find(fitted.name);
            // Trees that were left out for want of time have no predictions.
            if (title == titles.end() || fitted.predictions.values.empty())
                continue;
            auto& model = references[fitted.name];
            model.system = title->second;
            model.variant = QStringLiteral("none");
            model.isReference = true;
            model.modalities = record.modalities;
            m_predictions.emplace(--m_lastReference, std::move(fitted.predictions));
            for (const auto& [cell, cohort] : m_cohortOf)
                if (cohort == id)
                    model.runs[cell] = m_lastReference;
        }
    }
    for (auto& [name, model] : references)
        if (model.runs.size() == m_cohortOf.size())
            m_models.push_back(std::move(model));
}

} // namespace btw::experiments
