// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/models.h"

#include "engine/error.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/modelparameters.h"
#include "workspace/jobs/experimentlooks.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/store/store.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace btw::experiments {

namespace {

/// How each part of an experiment stands towards its comparison.
class Parts
{
public:
    enum class Standing : std::uint8_t { Counts, Failed, Cancelled, Hidden };

    Parts(const store::Store& store, const store::ExperimentRecord& experiment)
        : m_definition(experiment.definition)
        , m_trainings(jobs::trainingsById(store))
        , m_runs(jobs::runsById(store))
        , m_looks(store.testReads(), experiment.id)
        , m_progress(jobs::progressOf(experiment, m_trainings, m_runs))
    {
        for (const auto& part : jobs::partsThatCount(experiment, m_trainings))
            m_counted.insert(part.trainingId);
    }

    /// Whether a later version was asked the same again (jobs::partsThatCount).
    bool isSuperseded(const store::ExperimentPart& part) const
    {
        return m_trainings.contains(part.trainingId) && !m_counted.contains(part.trainingId);
    }

    Standing of(const store::ExperimentPart& part) const
    {
        const auto found = m_trainings.find(part.trainingId);
        const auto state = found == m_trainings.end() ? jobs::PartState::Cancelled
                                                      : jobs::partState(found->second, m_runs);
        if (state == jobs::PartState::Cancelled)
            return Standing::Cancelled;
        if (state == jobs::PartState::Failed)
            return Standing::Failed;
        const auto run = m_runs.find(found->second.lastRun());
        return run != m_runs.end() && store::testIsOpen(run->second) ? Standing::Counts : Standing::Hidden;
    }
    bool wereOpened() const { return m_looks.wasOpened(); }
    bool isLater(const store::ExperimentPart& part) const
    {
        return m_looks.isLater(training(part).lastRun());
    }
    const store::TrainingRecord& training(const store::ExperimentPart& part) const
    {
        return m_trainings.at(part.trainingId);
    }
    const jobs::ExperimentProgress& progress() const { return m_progress; }
    /// "without text · fold 2 · seed 1 · Plain regression"
    QString nameOf(const store::ExperimentPart& part) const
    {
        const auto& asked = training(part);
        return (jobs::partWords(part, m_definition) << QStringLiteral("seed %1").arg(asked.seed)
                                                    << jobs::systemTitle(systemOf(asked.spec), asked.variant))
            .join(QStringLiteral(" · "));
    }

private:
    QJsonObject m_definition;
    std::set<std::int64_t> m_counted; ///< trainings
    jobs::TrainingsById m_trainings;
    jobs::RunsById m_runs;
    jobs::ExperimentLooks m_looks;
    jobs::ExperimentProgress m_progress;
};

} // namespace

std::vector<std::string> trainedPopulations(
    const store::Store& store, const store::ExperimentRecord& experiment)
{
    auto names = populationsOf(experiment);
    if (names.size() == 1)
        return names; // whoever reads it says where nothing was trained
    std::set<std::string> trained;
    const Parts parts(store, experiment);
    for (const auto& part : experiment.parts) {
        const auto standing = parts.of(part);
        // Before the experiment is open, whoever reads it says that it is hidden.
        const bool isTrained = standing == Parts::Standing::Counts
            || (standing == Parts::Standing::Hidden && !parts.wereOpened());
        if (part.placebo.empty() && isTrained)
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
    const Parts parts(store, experiment);
    for (const auto& part : experiment.parts) {
        const auto standing = parts.of(part);
        if (standing == Parts::Standing::Hidden && !parts.wereOpened())
            throw Error("Experiment " + std::to_string(experiment.id) + ": "
                + jobs::hiddenSentence(parts.progress()).toStdString());
        if (part.rows != rows || parts.isSuperseded(part))
            continue;
        ++m_asked;
        switch (standing) {
        case Parts::Standing::Failed:
            ++m_failed;
            break;
        case Parts::Standing::Cancelled:
            ++m_cancelled;
            break;
        case Parts::Standing::Hidden:
            m_notYet << parts.nameOf(part);
            break;
        case Parts::Standing::Counts:
            add(parts.training(part), part);
            if (parts.isLater(part))
                m_later << parts.nameOf(part);
            break;
        }
    }
    if (m_asked > 0 && trainingsLeftOut() == m_asked)
        throw Error(
            (m_asked == 1 ? "The only training was " : "All " + std::to_string(m_asked) + " trainings were ")
                + (m_notYet.isEmpty() ? "cancelled or failed"
                                      : "cancelled, failed, or not trained to the end")
                + ": there is nothing to compare.",
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
    m_splitOf[kOnly] = record.splitId;
    m_cohorts.emplace(record.splitId, std::move(record));
    Fold fold { {}, fitted };
    fold.rows.reserve(cohort().size());
    for (std::size_t i = 0; i < cohort().size(); ++i)
        fold.rows.push_back(i);
    m_folds.emplace(cohort().splitId, std::move(fold));
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
        m_splitOf[cell] = training.splitId;
}

void Models::readCohorts()
{
    for (const auto& [cell, id] : m_splitOf)
        if (m_cohorts.count(id) == 0)
            m_cohorts.emplace(id, m_store->cohort(id));
    if (m_cohorts.empty())
        throw Error("There is no finished training to compare.");
    joinLabels();
    for (auto& model : m_models)
        if (model.modalities.empty())
            model.modalities = cohort().modalities;
    markEvaluationLabels();
}

void Models::joinLabels()
{
    const auto& first = cohort();
    if (std::all_of(
            m_cohorts.begin(), m_cohorts.end(), [&](const auto& one) { return one.second.y == first.y; }))
        return;
    auto joined = first;
    std::vector<bool> isTested(joined.size());
    for (const auto& [id, record] : m_cohorts)
        for (std::size_t row = 0; row < joined.size(); ++row)
            if (record.splits[row] == Split::Test && !isTested[row]) {
                joined.y[row] = record.y[row];
                isTested[row] = true;
            }
    m_joined = std::move(joined);
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
                words << settingWords(parameter.key, parameter.valueText(model.spec), model.spec);
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
            for (const auto& [cell, cohort] : m_splitOf)
                if (cohort == id)
                    model.runs[cell] = m_lastReference;
        }
    }
    for (auto& [name, model] : references)
        if (model.runs.size() == m_splitOf.size())
            m_models.push_back(std::move(model));
}

} // namespace btw::experiments
