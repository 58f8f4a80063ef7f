// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/models.h"

#include "engine/analysis/delong.h"
#include "engine/error.h"
#include "engine/systems/system.h"
#include "workspace/experiments/experiment.h"
#include "workspace/store/store.h"

#include <QStringList>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace btw::experiments {

namespace {

/// The parameters that some step of a training with the spec reads.
std::vector<training::Parameter> parametersOf(const training::ExperimentSpec& spec, const QString& variant)
{
    static const auto kSystems = systems::describedSystems();
    const auto* system = kSystems.find(spec.model);
    std::vector<training::Parameter> read;
    if (system != nullptr)
        read = system->parametersRead(spec);
    const bool isWeighted = variant != QLatin1String("none");
    std::erase_if(read, [&](const training::Parameter& one) {
        return !one.steps.contains(training::Step::Unimodal) && !one.steps.contains(training::Step::Baseline)
            && !(isWeighted && one.isReadBy(training::Step::Weighted, spec.variant));
    });
    return read;
}

/// "width 64, 2 threads, cpu": what the second is trained with and the first is not.
QString settingsOf(const Model& first, const Model& second)
{
    QStringList words;
    for (const auto& one :
        training::differences(parametersOf(second.spec, second.variant), first.spec, second.spec))
        words << QString::fromStdString(std::string(one.key) + ' ' + one.second);
    if (first.trainedOn != second.trainedOn)
        words << second.trainedOn;
    return words.join(QStringLiteral(", "));
}

} // namespace

std::vector<std::size_t> rowsAmong(
    const std::vector<std::size_t>& rows, const std::vector<std::size_t>& others)
{
    const std::set<std::size_t> wanted(others.begin(), others.end());
    std::vector<std::size_t> both;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(both),
        [&](std::size_t row) { return wanted.count(row) != 0; });
    return both;
}

QString Model::name() const
{
    return variant == QLatin1String("none") && system != QLatin1String("moe")
        ? system
        : system + QLatin1Char(':') + variant;
}

QString Model::fullName() const
{
    QString full = name();
    if (!without.empty())
        full += QStringLiteral(" without ") + listed(without);
    if (!placebo.empty())
        full += QStringLiteral(" with %1 shuffled").arg(QString::fromStdString(placebo));
    if (!settings.isEmpty())
        full += QStringLiteral(" (%1)").arg(settings);
    if (usesEvaluationLabels)
        full += QStringLiteral(", ") + QLatin1String(kEvaluationLabels);
    return full;
}

QString systemOf(const training::ExperimentSpec& spec)
{
    QString system = QString::fromStdString(spec.model);
    if (spec.model == "late" || spec.model == "late-equal")
        system += QStringLiteral(" of ") + QString::fromStdString(spec.unimodal);
    return system;
}

QString titleOf(const Model& model)
{
    static const auto kSystems = systems::describedSystems();
    const auto* system = kSystems.find(model.spec.model);
    const bool isStored = !model.runs.empty() && model.runs.begin()->second > 0;
    if (isStored && system != nullptr)
        return QString::fromUtf8(
            system->info().title.data(), static_cast<qsizetype>(system->info().title.size()));
    QString title = model.system;
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title;
}

std::vector<ModelDifference> differencesOf(const Model& first, const Model& second)
{
    std::vector<ModelDifference> all;
    const auto add = [&](const char* key, const QString& a, const QString& b) {
        if (a != b)
            all.push_back({ QString::fromLatin1(key), {}, a, b });
    };
    add("system", first.system, second.system);
    add("variant", first.variant, second.variant);
    add("modalities", listed(first.modalities), listed(second.modalities));
    add("placebo", QString::fromStdString(first.placebo), QString::fromStdString(second.placebo));
    add("machine", first.trainedOn, second.trainedOn);
    auto parameters = parametersOf(first.spec, first.variant);
    for (const auto& one : parametersOf(second.spec, second.variant)) {
        const auto isSame = [&](const auto& known) { return known.key == one.key; };
        if (std::none_of(parameters.begin(), parameters.end(), isSame))
            parameters.push_back(one);
    }
    for (const auto& one : training::differences(parameters, first.spec, second.spec))
        all.push_back(
            { QString::fromStdString(std::string(one.key)), QString::fromStdString(std::string(one.label)),
                QString::fromStdString(one.first), QString::fromStdString(one.second) });
    return all;
}

std::vector<std::string> populationsOf(const store::ExperimentRecord& experiment)
{
    std::vector<std::string> names;
    for (const auto& part : experiment.parts)
        if (std::find(names.begin(), names.end(), part.rows) == names.end())
            names.push_back(part.rows);
    return names;
}

Models::Models(const store::Store& store, const store::ExperimentRecord& experiment, const std::string& rows)
    : m_store(&store)
{
    std::map<std::int64_t, store::TrainingRecord> trainings;
    for (auto& training : store.trainings())
        trainings.emplace(training.id, std::move(training));
    for (const auto& part : experiment.parts) {
        const auto found = trainings.find(part.trainingId);
        m_asked += part.rows == rows ? 1 : 0;
        if (found == trainings.end() || found->second.state == store::TrainingState::Cancelled) {
            m_leftOut += part.rows == rows ? 1 : 0;
            continue;
        }
        const auto run = store.run(found->second.lastRun());
        if (!run || !store::testIsOpen(*run))
            throw Error("Test figures of experiment " + std::to_string(experiment.id)
                + " stay closed until all its trainings have ended: start its command again.");
        if (part.rows == rows)
            add(found->second, part);
    }
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

const Models::Fold& Models::foldOf(std::int64_t cohortId)
{
    const auto known = m_folds.find(cohortId);
    if (known != m_folds.end())
        return known->second;
    const auto& record = m_cohorts.at(cohortId);
    Fold fold;
    std::vector<std::size_t> trained;
    for (std::size_t i = 0; i < record.size(); ++i) {
        if (record.splits[i] == Split::Test)
            fold.rows.push_back(i);
        else if (record.splits[i] == Split::Train)
            trained.push_back(i);
    }
    fold.fitted = store::peopleOf(record, trained);
    return m_folds.emplace(cohortId, std::move(fold)).first->second;
}

const Predictions& Models::predictions(std::int64_t run)
{
    auto known = m_predictions.find(run);
    if (known == m_predictions.end())
        known = m_predictions.emplace(run, m_store->bestPredictions(run)).first;
    return known->second;
}

std::set<std::size_t> Models::testRows()
{
    std::set<std::size_t> all;
    for (const auto& [cell, cohort] : m_cohortOf) {
        const auto& rows = foldOf(cohort).rows;
        all.insert(rows.begin(), rows.end());
    }
    return all;
}

std::vector<std::size_t> Models::rowsOf(const Model& model)
{
    std::set<std::size_t> all;
    for (const auto& [cell, run] : model.runs) {
        const auto& rows = foldOf(m_cohortOf.at(cell)).rows;
        all.insert(rows.begin(), rows.end());
    }
    return { all.begin(), all.end() };
}

double Models::constantsError() const
{
    double sum = 0;
    std::size_t count = 0;
    for (const auto& [id, record] : m_cohorts) {
        for (const auto& model : m_store->referenceModels(id)) {
            if (model.name == QLatin1String("constant") && model.test.count("mae") > 0) {
                sum += model.test.at("mae");
                ++count;
            }
        }
    }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

analysis::FoldLabels Models::labels() const
{
    const auto& record = cohort();
    return { record.task, record.classes.size(), analysis::isSentimentRange(record.labelRange), &record.y,
        &record.groups };
}

std::vector<analysis::FoldPair> Models::sharedCells(const Model& first, const Model& second)
{
    std::vector<analysis::FoldPair> pairs;
    for (const auto& [cell, run] : first.runs) {
        const auto other = second.runs.find(cell);
        if (other == second.runs.end())
            continue;
        const auto& fold = foldOf(m_cohortOf.at(cell));
        pairs.push_back(
            { cell.first, fold.rows, fold.fitted, &predictions(run), &predictions(other->second) });
    }
    return pairs;
}

std::vector<analysis::FoldPair> Models::pairsOf(
    const std::string& metric, const Model& first, const Model& second)
{
    auto pairs = sharedCells(first, second);
    if (analysis::lowerIsBetter(metric))
        for (auto& pair : pairs)
            std::swap(pair.first, pair.second);
    return pairs;
}

analysis::FoldDifference Models::difference(const std::string& metric, const Model& first,
    const Model& second, const std::vector<std::size_t>& only, const analysis::BootstrapOptions& options)
{
    return analysis::foldDifference(
        metric, labels(), pairsOf(metric, first, second), only, options, &m_replicates);
}

std::optional<double> Models::delongP(const Model& first, const Model& second)
{
    const auto& record = cohort();
    const bool isBinary = record.task == Task::Classification && record.classes.size() == 2;
    if (!isBinary || !record.groups.empty() || m_cohorts.size() != 1)
        return std::nullopt;
    analysis::EvaluationSet set { record.task, record.classes.size(), false, foldOf(record.id).rows, {}, {} };
    for (const auto row : set.rows)
        set.y.push_back(record.y[row]);
    std::vector<analysis::AurocComponents> one, two;
    for (const auto& [cell, run] : first.runs) {
        const auto other = second.runs.find(cell);
        if (other == second.runs.end())
            continue;
        one.push_back(analysis::aurocComponents(analysis::classOutcomes(set, predictions(run), 1)));
        two.push_back(analysis::aurocComponents(analysis::classOutcomes(set, predictions(other->second), 1)));
    }
    if (one.empty())
        return std::nullopt;
    return analysis::delongP(analysis::meanComponents(one), analysis::meanComponents(two));
}

analysis::PairedDifference Models::differenceFromRest(const std::string& metric, const Model& first,
    const Model& second, const std::vector<std::size_t>& group, const analysis::BootstrapOptions& options)
{
    return analysis::differenceFromRest(metric, labels(), pairsOf(metric, first, second), group, options);
}

analysis::FoldDifference Models::figure(
    const std::string& metric, const Model& model, const std::vector<std::size_t>& only)
{
    return analysis::foldDifference(metric, labels(), cellsOf(model), only, {}, &m_replicates);
}

std::map<Model::Cell, double> Models::figures(
    const std::string& metric, const Model& model, const std::vector<std::size_t>& only)
{
    std::map<Model::Cell, double> all;
    for (const auto& [cell, run] : model.runs) {
        const auto& record = m_cohorts.at(m_cohortOf.at(cell));
        const auto& tested = foldOf(record.id).rows;
        const auto metrics = analysis::evaluate(record.task, record.classes.size(), record.y,
            predictions(run), only.empty() ? tested : rowsAmong(tested, only), record.labelRange);
        const auto found = metrics.find(metric);
        if (found == metrics.end())
            throw Error("--metric: there is no metric '" + metric + "' of this task.");
        all[cell] = found->second;
    }
    return all;
}

} // namespace btw::experiments
