// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/comparison.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/stability.h"
#include "engine/error.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/overhead.h"
#include "workspace/experiments/sameforall.h"
#include "workspace/jobs/rareclassesnote.h"
#include "workspace/store/store.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <unordered_set>
#include <utility>

namespace btw::experiments {

namespace {

const Model& baselineOf(const std::vector<Model>& models, const ComparisonChoice& choice)
{
    const QString& asked = choice.baseline;
    for (const auto& model : models) {
        auto unmarked = model; // as an experiment of an older version names it
        unmarked.usesEvaluationLabels = false;
        if (!asked.isEmpty()
            && (model.fullName() == asked || unmarked.fullName() == asked || model.plainName() == asked
                || model.plainNameWithKey() == asked))
            return model;
    }
    const QString wanted = asked.isEmpty() ? QStringLiteral("moe:none") : asked;
    QStringList names, meant;
    const Model* first = nullptr;
    for (const auto& model : models) {
        if (model.isWhole() && (model.name() == wanted || (!asked.isEmpty() && model.system == asked))) {
            first = first == nullptr ? &model : first;
            meant << model.fullName();
        }
        if (model.isWhole())
            names << model.fullName();
    }
    if (choice.isBaselineAsked && meant.size() > 1)
        throw Error("--baseline is '" + asked.toStdString() + "', which may be any of "
            + meant.join(QStringLiteral(", ")).toStdString() + ": give the whole name of one.");
    if (first != nullptr)
        return *first;
    if (asked.isEmpty())
        return models.front();
    throw Error("--baseline is '" + asked.toStdString() + "', but must be one of "
        + names.join(QStringLiteral(", ")).toStdString() + ".");
}

/// Means over what the spread does not run over: one a seed, or one a fold.
std::vector<double> averaged(const std::map<Model::Cell, double>& figures, Spread spread)
{
    std::map<std::uint64_t, std::vector<double>> by;
    for (const auto& [cell, value] : figures)
        if (value == value) // undefined on this fold
            by[spread == Spread::Seeds ? cell.second : cell.first].push_back(value);
    std::vector<double> means;
    means.reserve(by.size());
    for (const auto& [key, values] : by)
        means.push_back(analysis::meanAndStd(values).mean);
    return means;
}

/// Whether there is a fold and seed that both have, with a figure of both.
bool areComparable(const std::map<Model::Cell, double>& first, const std::map<Model::Cell, double>& second)
{
    return std::any_of(first.begin(), first.end(), [&](const auto& figure) {
        const auto other = second.find(figure.first);
        return !std::isnan(figure.second) && other != second.end() && !std::isnan(other->second);
    });
}

std::size_t cellsOfOne(const Model& first, const Model& second)
{
    std::size_t count = 0;
    for (const auto& [cell, run] : first.runs)
        count += second.runs.count(cell) == 0 ? 1 : 0;
    for (const auto& [cell, run] : second.runs)
        count += first.runs.count(cell) == 0 ? 1 : 0;
    return count;
}

bool haveCellsInCommon(const Model& first, const Model& second)
{
    return cellsOfOne(first, second) < first.runs.size() + second.runs.size();
}

std::optional<analysis::FoldDifference> logVarianceRatio(
    Models& models, const Model& model, const Model& baseline, const std::vector<std::size_t>& only)
{
    if (&model == &baseline || !haveCellsInCommon(model, baseline))
        return std::nullopt;
    analysis::BootstrapOptions options;
    options.resamples = analysis::kStabilityResamples;
    try {
        return models.difference(std::string(analysis::kLogResidualVariance), baseline, model, only, options);
    } catch (const Error&) {
        return std::nullopt; // residuals that do not vary, on every fold
    }
}

/// Tested rows of these people; none for everybody.
std::vector<std::size_t> rowsOfPeople(Models& models, const std::vector<std::string>& people)
{
    if (people.empty())
        return {};
    const std::unordered_set<std::string> wanted(people.begin(), people.end());
    std::vector<std::size_t> rows;
    for (const auto row : models.testRows())
        if (wanted.count(models.cohort().ids[row]) != 0)
            rows.push_back(row);
    if (rows.empty())
        throwNobodyTested();
    return rows;
}

double largerPOf(const std::optional<analysis::FoldDifference>& difference)
{
    return difference ? difference->largerP() : std::numeric_limits<double>::quiet_NaN();
}

/// Corrects p of the rows of one metric, one for each of the models: those that stand by themselves answer
/// "which system"; those that leave a modality out of the baseline answer "what each modality adds" together
/// with those that leave one out of another model, as answersOf() corrects them.
/// \param rows of models.all(), in its order
void correct(Models& models, ComparisonRow* rows, const std::vector<std::size_t>& only)
{
    const auto& all = models.all();
    std::vector<double> system, adds;
    std::vector<bool> isOfBaseline;
    system.reserve(all.size());
    adds.reserve(all.size());
    isOfBaseline.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double p = largerPOf(rows[i].difference);
        const auto full = std::find_if(
            all.begin(), all.end(), [&](const Model& other) { return leavesOut(other, all[i]); });
        const bool isLeftOut = full != all.end();
        // Weights that read the labels of test rows answer no question about new people.
        const bool asksWhich = !isLeftOut && all[i].placebo.empty() && !all[i].usesEvaluationLabels
            && !rows[i].differsForNobody();
        system.push_back(asksWhich ? p : std::numeric_limits<double>::quiet_NaN());
        isOfBaseline.push_back(isLeftOut && rows[full - all.begin()].isBaseline);
        adds.push_back(isOfBaseline.back() ? p : std::numeric_limits<double>::quiet_NaN());
    }
    if (std::find(isOfBaseline.begin(), isOfBaseline.end(), true) != isOfBaseline.end())
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t f = 0; !isOfBaseline[i] && f < all.size(); ++f)
                if (leavesOut(all[f], all[i]) && haveCellsInCommon(all[f], all[i]))
                    try {
                        adds[i] = models.difference(rows[i].metric, all[f], all[i], only).largerP();
                    } catch (const Error&) {
                        // undefined on every fold that both have: it is no question
                    }
    const auto ofSystem = analysis::holmCorrected(system);
    const auto ofAdds = analysis::holmCorrected(adds);
    for (std::size_t i = 0; i < all.size(); ++i)
        rows[i].adjustedP = isOfBaseline[i] ? ofAdds[i] : ofSystem[i];
}

} // namespace

std::vector<ComparisonRow> compare(Models& models, const ComparisonChoice& choice)
{
    const auto& baseline = baselineOf(models.all(), choice);
    const auto spread = choice.spread;
    const auto only = rowsOfPeople(models, choice.people);
    std::vector<std::optional<analysis::FoldDifference>> ratios;
    for (const auto& model : models.all())
        ratios.push_back(
            choice.withVariances ? logVarianceRatio(models, model, baseline, only) : std::nullopt);
    std::vector<ComparisonRow> table;
    for (const auto& metric : choice.metrics) {
        if (const auto why = only.empty() ? QString() : whyHidden(models.cohort(), only, metric);
            !why.isEmpty())
            throw Error(why.toStdString(), Error::Kind::Input);
        if (only.empty())
            models.drawTogether(metric, baseline);
        const auto begin = table.size();
        const auto baselineFigures = models.figures(metric, baseline, only);
        for (const auto& model : models.all()) {
            ComparisonRow row;
            row.model = model;
            row.metric = metric;
            row.isBaseline = &model == &baseline;
            const auto figures = models.figures(metric, model, only);
            std::set<std::size_t> folds;
            for (const auto& [cell, run] : model.runs)
                folds.insert(cell.first);
            row.seeds = seedsOf(model);
            row.folds = folds.size();
            auto rows = models.rowsOf(model);
            if (!only.empty())
                rows = rowsAmong(rows, only);
            row.rows = rows.size();
            row.people = store::peopleOf(models.cohort(), rows);
            const auto summary = analysis::meanAndStd(averaged(figures, spread));
            row.mean = analysis::isMeanOverInstances(metric) && areComparable(figures, figures)
                ? models.estimate(metric, model, only)
                : summary.mean;
            row.std = summary.std;
            if (&model != &baseline) {
                row.leftOut = cellsOfOne(model, baseline);
                if (areComparable(figures, baselineFigures))
                    row.difference = models.difference(metric, model, baseline, only);
                if (metric == "auroc" && only.empty())
                    row.delongP = models.delongP(model, baseline);
                if (row.difference && analysis::lowerIsBetter(metric))
                    row.difference = row.difference->reversed();
            }
            if (spread == Spread::People && areComparable(figures, figures))
                row.std = models.figure(metric, model, only).standardError;
            row.logVarianceRatio = ratios[table.size() - begin];
            table.push_back(std::move(row));
        }
        correct(models, &table[begin], only);
    }
    return table;
}

QStringList rareClassNotes(const Models& models)
{
    QStringList notes;
    for (const auto& [id, cohort] : models.cohorts())
        notes += jobs::rareClassNotes(cohort);
    notes.removeDuplicates();
    return notes;
}

std::vector<PublishedRow> publishedRows(const QJsonObject& definition)
{
    std::vector<PublishedRow> rows;
    for (const auto& value : definition.value(QStringLiteral("published")).toArray()) {
        const auto json = value.toObject();
        const auto word = [&](const char* key) { return json.value(QLatin1String(key)).toString(); };
        rows.push_back(
            { word("system"), json.value(QStringLiteral("variant")).toString(QStringLiteral("none")),
                word("settings"), word("metric").toStdString(), json.value(QStringLiteral("mean")).toDouble(),
                json.value(QStringLiteral("std")).toDouble(std::numeric_limits<double>::quiet_NaN()),
                word("data"), word("source") });
    }
    return rows;
}

namespace {

/// Of a person who names the figure: that there is none has to be said.
void askTimes(const store::Store* store, const Models& models, Comparison& comparison)
{
    const std::string metric = kTimeOverBaseline;
    if (store == nullptr)
        throw Error("--metric " + metric + " is of trainings: name the store with --store.");
    addTimes(*store, models, comparison);
    if (comparison.times.empty())
        throw Error("--metric " + metric + " is of weighted models, and none of these is one.");
}

} // namespace

Comparison comparisonOf(const store::Store* store, Models& models, const ComparisonChoice& choice)
{
    Comparison comparison;
    auto chosen = choice;
    const bool isTimeAsked = std::erase(chosen.metrics, kTimeOverBaseline) > 0;
    comparison.rows = compare(models, chosen);
    if (isTimeAsked)
        askTimes(store, models, comparison);
    comparison.rareClasses = rareClassNotes(models);
    comparison.sameForAll = sameForAllNote(models);
    comparison.subgroup = choice.subgroup;
    comparison.chosenBy = choice.chosenBy;
    comparison.leftOut = models.leftOutNote();
    if (store != nullptr)
        comparison.looks = store->looksAt(models.splitIds());
    return comparison;
}

std::vector<Comparison> compareExperiment(
    const store::Store& store, const store::ExperimentRecord& experiment, const ComparisonChoice& choice)
{
    const auto& asked = experiment.definition;
    auto chosen = choice;
    if (chosen.metrics.empty())
        chosen.metrics.push_back(asked.value(QStringLiteral("metric")).toString().toStdString());
    if (chosen.baseline.isEmpty())
        chosen.baseline = asked.value(QStringLiteral("baseline")).toString();
    std::vector<Comparison> all;
    const auto populations = trainedPopulations(store, experiment);
    for (const auto& people : populations) {
        Models models(store, experiment, people);
        models.addReferences();
        auto comparison = comparisonOf(&store, models, chosen);
        comparison.people = people;
        comparison.published = publishedRows(asked);
        if (comparison.times.empty() && isTimePublished(comparison.published))
            addTimes(store, models, comparison);
        all.push_back(std::move(comparison));
    }
    if (const auto note = untrainedNote(experiment, populations); !note.isEmpty())
        all.front().leftOut = (all.front().leftOut + QLatin1Char(' ') + note).trimmed();
    return all;
}

} // namespace btw::experiments
