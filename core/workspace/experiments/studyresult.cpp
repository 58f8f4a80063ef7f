// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/studyresult.h"

#include "engine/error.h"
#include "workspace/experiments/controls.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/sameforall.h"
#include "workspace/experiments/studyfigures.h"
#include "workspace/store/store.h"
#include "workspace/store/weightsofone.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace btw::experiments {

namespace {

ModelFigure figureOf(Models& models, const Model& model, const std::string& metric)
{
    ModelFigure one;
    one.model = model;
    std::set<std::size_t> folds;
    for (const auto& [cell, run] : model.runs)
        folds.insert(cell.first);
    one.folds = folds.size();
    one.seeds = seedsOf(model);
    const auto rows = models.rowsOf(model);
    one.rows = rows.size();
    one.people = store::peopleOf(models.cohort(), rows);
    one.figure = models.figure(metric, model);
    return one;
}

/// Behind a weighted model that which it was compared with while it was trained, unless that is there.
void addBaselines(Models& models, StudyResult& result)
{
    std::vector<ModelFigure> all;
    for (auto& one : result.models) {
        const auto baseline = models.baselineModel(one.model);
        const auto isBaseline = [&](const ModelFigure& other) { return other.model.runs == baseline->runs; };
        all.push_back(one);
        // Several weightings share one.
        if (baseline && std::none_of(result.models.begin(), result.models.end(), isBaseline)
            && std::none_of(all.begin(), all.end(), isBaseline))
            all.push_back(figureOf(models, *baseline, result.metric));
    }
    result.models = std::move(all);
}

/// Whether the first is the second with weights.
bool isWeighted(const Model& model, const Model& unweighted)
{
    return isWeighting(model) && controlOf(unweighted, model) == Control::Unweighted;
}

/// Of the models that the study names.
bool asksWeighting(const std::vector<ModelFigure>& models)
{
    return std::any_of(models.begin(), models.end(), [&](const ModelFigure& one) {
        return std::any_of(models.begin(), models.end(),
            [&](const ModelFigure& other) { return isWeighted(one.model, other.model); });
    });
}

/// Place of the model that the answer is about, where nobody chose one.
std::size_t leadingOf(const StudyResult& result, const Study& study)
{
    if (study.id.experiment != 0) {
        if (result.asksWeighting)
            for (std::size_t i = 1; i < result.models.size(); ++i)
                if (isWeighted(result.models[i].model, result.models.front().model))
                    return i;
        return 0;
    }
    for (std::size_t t = study.trainings.size(); t-- > 0;) // newest first
        for (std::size_t i = 0; i < result.models.size(); ++i)
            for (const auto& [cell, run] : result.models[i].model.runs)
                if (run == study.trainings[t].lastRun())
                    return i;
    return 0;
}

void compareWithLeading(Models& models, StudyResult& result)
{
    const auto leading = result.leading().model;
    for (std::size_t i = 0; i < result.models.size(); ++i) {
        auto& other = result.models[i];
        other.leadingIsBetterBy.reset();
        const bool haveCells = std::any_of(leading.runs.begin(), leading.runs.end(),
            [&](const auto& cell) { return other.model.runs.count(cell.first) > 0; });
        if (i == *result.choice.leading || !haveCells)
            continue;
        try {
            other.leadingIsBetterBy = models.difference(result.metric, leading, other.model);
        } catch (const Error&) {
            // undefined on every fold that both have
        }
    }
}

void addAnswer(Models& models, StudyResult& result, double margin)
{
    const auto& all = models.all();
    const auto leading = result.leading().model;
    if (std::none_of(all.begin(), all.end(), [&](const Model& model) { return leavesOut(leading, model); }))
        return;
    for (auto& answer : answersOf(models, result.metric, margin))
        if (answer.full.runs == leading.runs)
            result.answer = std::move(answer);
    if (!result.answer)
        return;
    result.margin = result.answer->margin;
    const auto& modalities = result.answer->modalities;
    const auto most = std::max_element(modalities.begin(), modalities.end(),
        [](const auto& a, const auto& b) { return a.difference.estimate < b.difference.estimate; });
    result.withoutModality = most->modality;
}

/// Of each fold and seed on which it is defined. Without an interval: a fit for each of 10,000 resamples
/// would take a minute.
double meanFigure(Models& models, const Model& model, const std::string& metric)
{
    std::vector<double> values;
    for (const auto& [cell, value] : models.figures(metric, model))
        if (std::isfinite(value))
            values.push_back(value);
    return analysis::meanAndStd(values).mean;
}

void addProbabilities(Models& models, StudyResult& result)
{
    const auto leading = result.leading().model;
    const Model* without = nullptr;
    for (const auto& model : models.all())
        if (leavesOut(leading, model) && listed(model.without).toStdString() == result.withoutModality)
            without = &model;
    result.pictures = probabilityPictures(models, leading, without);
    result.calibrationSlope = meanFigure(models, leading, "calibration_slope");
    result.calibrationIntercept = meanFigure(models, leading, "calibration_intercept");
}

void addFacts(const store::Store& store, const Study& study, Models& models, StudyResult& result)
{
    const auto tested = models.testRows();
    result.rows = tested.size();
    result.people = store::peopleOf(models.cohort(), { tested.begin(), tested.end() });
    result.classCounts.assign(result.cohort.classes.size(), 0);
    if (!result.classCounts.empty())
        for (const auto row : tested)
            ++result.classCounts[static_cast<std::size_t>(result.cohort.y[row])];
    std::set<std::uint64_t> repeats;
    std::set<std::size_t> folds;
    for (const auto& [id, cohort] : models.cohorts()) {
        repeats.insert(cohort.derivation.repeat);
        folds.insert(cohort.derivation.fold);
    }
    result.repeats = repeats.size();
    result.folds = folds.size();
    for (const auto& one : result.models)
        result.seeds = std::max(result.seeds, one.seeds);
    result.trainings = study.trainings.size();
    result.looks = store.looksAt(models.splitIds());
    result.leftOut = models.leftOutNote();
}

/// Restricts the models to the chosen subgroup, if one is.
void restrictTo(StudyResult& result, Models& models)
{
    const auto& all = result.subgroups;
    const auto id = result.choice.subgroup;
    if (id == 0)
        return;
    const auto found
        = std::find_if(all.begin(), all.end(), [id](const auto& subgroup) { return subgroup.id == id; });
    if (found == all.end())
        throw Error("This subgroup is no longer in the store.", Error::Kind::Input);
    models.restrictTo(found->ids);
    const auto tested = models.testRows();
    if (const auto why = whyHidden(models.cohort(), { tested.begin(), tested.end() }, result.metric);
        !why.isEmpty())
        throw Error(why.toStdString(), Error::Kind::Input);
    result.subgroup = found->name;
    result.chosenBy = chosenBy(*found, models.cohort());
}

/// What an experiment's grid says of some rows: a word, or a named filter. \param name of them; empty: all
QJsonValue rowsIn(const QJsonObject& definition, const std::string& name)
{
    const auto wanted = QString::fromStdString(name);
    const auto grid = definition.value(QStringLiteral("grid")).toObject();
    if (!name.empty())
        for (const auto& rows : grid.value(QStringLiteral("rows")).toArray())
            if (rows == wanted || rows.toObject().value(QStringLiteral("name")) == wanted)
                return rows;
    return QJsonValue::Undefined;
}

} // namespace

StudyResult resultOf(const store::Store& store, const Study& study, const ResultChoice& choice)
{
    if (!study.isOpen())
        throw Error(jobs::hiddenSentence(study.progress).toStdString(), Error::Kind::Input);
    StudyResult result;
    result.choice = choice;
    result.populations = { std::string() };
    QString untrained;
    if (study.id.experiment != 0) {
        const auto experiment = store.experiment(study.id.experiment);
        result.populations = trainedPopulations(store, experiment);
        untrained = untrainedNote(experiment, result.populations);
        if (std::find(result.populations.begin(), result.populations.end(), choice.rows)
            == result.populations.end())
            result.choice.rows = result.populations.front();
    }
    result.study = study.id;
    result.name = study.name;
    result.created = study.created;
    double margin = std::numeric_limits<double>::quiet_NaN();
    if (study.id.experiment != 0) {
        const auto experiment = store.experiment(study.id.experiment);
        margin = experiment.definition.value(QStringLiteral("margin")).toDouble(margin);
        result.metric = experiment.definition.value(QStringLiteral("metric")).toString().toStdString();
        result.rowsAsked = rowsIn(experiment.definition, result.choice.rows);
        if (!result.rowsAsked.isUndefined()) // the cohort's path is of a recipe that has the filter already
            result.data = experiment.definition.value(QStringLiteral("data")).toString();
    }
    auto models = modelsOf(store, study, result.choice.rows);
    result.cohort = models.cohort();
    if (result.data.isEmpty())
        result.data = result.cohort.path;
    if (result.metric.empty())
        result.metric = analysis::primaryMetric(result.cohort.task, result.cohort.classes.size());
    result.subgroups = subgroupsOf(store, result.cohort);
    restrictTo(result, models);
    models.addReferences();
    result.lowerIsBetter = analysis::lowerIsBetter(result.metric);
    result.margin = margin;
    for (const auto& model : models.all())
        if (standsByItself(models.all(), model))
            result.models.push_back(figureOf(models, model, result.metric));
    result.asksWeighting = study.id.experiment != 0 && asksWeighting(result.models);
    addBaselines(models, result);
    if (!choice.leading || *choice.leading >= result.models.size())
        result.choice.leading = leadingOf(result, study);
    addFacts(store, study, models, result);
    compareWithLeading(models, result);
    addAnswer(models, result, margin);
    if (result.choice.subgroup == 0) // the notes count everybody
        result.rareClasses = rareClassNotes(models);
    result.leftOut = (result.leftOut + QLatin1Char(' ') + untrained).trimmed();
    if (!result.leftOut.isEmpty())
        result.rareClasses.prepend(result.leftOut); // what the window says beside every answer
    const auto leading = result.leading().model;
    if (result.choice.subgroup == 0)
        result.sameForAll = sameForAllNote(models, &leading);
    result.alone = aloneFigures(models, result.metric, leading);
    result.believed = believedOf(store, leading, result.cohort.modalities);
    for (const auto& [cell, id] : leading.runs)
        if (const auto run = id > 0 ? store.run(id) : std::nullopt) {
            result.usesEvaluationLabels
                = result.usesEvaluationLabels || store::usesEvaluationLabels(result.cohort.task, *run);
            result.weightedRuns += run->step == training::Step::Weighted ? 1 : 0;
            result.unweightedRuns += store::weightsWereOne(*run) ? 1 : 0;
        }
    if (result.isTwoClasses())
        addProbabilities(models, result);
    else
        result.labelParts = labelParts(models, leading);
    return result;
}

ForWhomResult forWhomOf(
    const store::Store& store, const Study& study, const StudyResult& result, const std::string& modality)
{
    auto models = modelsOf(store, study, result.choice.rows);
    for (const auto& subgroup : result.subgroups)
        if (subgroup.id == result.choice.subgroup)
            models.restrictTo(subgroup.ids);
    ForWhomResult all;
    all.modality = modality;
    const auto& leading = result.leading().model;
    for (const auto& model : models.all()) {
        if (model.runs != leading.runs)
            continue;
        all.groups = forWhom(models, model, result.metric, modality);
        all.hidden = tooSmallGroups(models, result.metric);
        break;
    }
    return all;
}

} // namespace btw::experiments
