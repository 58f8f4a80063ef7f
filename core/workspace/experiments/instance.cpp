// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/instance.h"

#include "engine/error.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace btw::experiments {

namespace {

/// Everything of a run that has a row for each person.
struct RunRows
{
    store::RunRecord run;
    store::CohortRecord cohort;
    Predictions main;
    Predictions baseline; ///< empty: none
    std::map<std::string, Predictions> own; ///< by modality
    std::vector<float> weights; ///< `[N, M]` at the best epoch, or empty

    bool isPresent(std::size_t row, std::size_t m) const
    {
        return cohort.present[row * cohort.modalities.size() + m] != 0;
    }
};

std::vector<float> valuesOf(const Predictions& predictions, std::size_t row)
{
    if (row >= predictions.rows())
        return {};
    return { predictions.row(row), predictions.row(row) + predictions.width };
}

RunRows readRun(const store::Store& store, std::int64_t runId)
{
    const auto run = store.run(runId);
    if (!run)
        throw Error("The store has no run " + std::to_string(runId) + ".", Error::Kind::Input);
    RunRows rows { *run, store.cohort(run->splitId), store.bestPredictions(runId), {}, {}, {} };
    if (rows.main.rows() != rows.cohort.size())
        throw Error("Run " + std::to_string(runId) + " has no predictions yet.", Error::Kind::Input);
    if (run->step == training::Step::Unimodal) {
        rows.own.emplace(run->modality.toStdString(), rows.main);
        return rows;
    }
    for (const auto& input : store.inputs(runId)) {
        if (input.role == store::RunInput::Role::Unimodal)
            rows.own.emplace(input.modality.toStdString(), store.bestPredictions(input.runId));
        else if (input.role == store::RunInput::Role::Baseline)
            rows.baseline = store.bestPredictions(input.runId);
    }
    if (run->step == training::Step::Weighted)
        if (auto best = store.epoch(runId, run->bestEpoch))
            rows.weights = std::move(best->report.weights);
    return rows;
}

std::size_t rowOf(const store::CohortRecord& cohort, const std::string& id)
{
    const auto found = std::find(cohort.ids.begin(), cohort.ids.end(), id);
    if (found == cohort.ids.end())
        throw Error("'" + id + "' is not among the people of this run.", Error::Kind::Input);
    return static_cast<std::size_t>(found - cohort.ids.begin());
}

/// What is compared between two people: weights and predictions, of two classes the probability of one.
std::vector<double> behaviour(const RunRows& rows, std::size_t row)
{
    std::vector<double> vector;
    const auto add = [&](const Predictions& predictions) {
        const auto values = valuesOf(predictions, row);
        for (std::size_t k = values.size() == 2 ? 1 : 0; k < values.size(); ++k)
            vector.push_back(values[k]);
    };
    add(rows.main);
    const std::size_t width = rows.cohort.modalities.size();
    for (std::size_t m = 0; m < width; ++m) {
        if (!rows.isPresent(row, m))
            continue;
        if (!rows.weights.empty())
            vector.push_back(rows.weights[row * width + m]);
        if (const auto own = rows.own.find(rows.cohort.modalities[m]); own != rows.own.end())
            add(own->second);
    }
    return vector;
}

bool areAlike(const RunRows& rows, std::size_t first, std::size_t second)
{
    const auto& cohort = rows.cohort;
    const auto width = static_cast<std::ptrdiff_t>(cohort.modalities.size());
    const auto begin
        = [&](std::size_t row) { return cohort.present.begin() + static_cast<std::ptrdiff_t>(row) * width; };
    return cohort.splits[first] == cohort.splits[second]
        && std::equal(begin(first), begin(first) + width, begin(second));
}

void findNeighbours(InstanceFacts& facts, const RunRows& rows, std::size_t count)
{
    std::vector<std::size_t> others;
    std::vector<std::vector<double>> vectors;
    const auto own = behaviour(rows, facts.row);
    for (std::size_t i = 0; i < rows.cohort.size(); ++i) {
        if (!areAlike(rows, facts.row, i))
            continue;
        auto vector = behaviour(rows, i);
        if (vector.size() != own.size()
            || !std::all_of(vector.begin(), vector.end(), [](double x) { return std::isfinite(x); }))
            continue;
        others.push_back(i);
        vectors.push_back(std::move(vector));
    }
    facts.compared = others.size() - std::min<std::size_t>(others.size(), 1); // without the person
    std::vector<double> squares(others.size(), 0);
    for (std::size_t k = 0; k < own.size(); ++k) {
        double mean = 0;
        double spread = 0;
        for (const auto& vector : vectors)
            mean += vector[k] / static_cast<double>(vectors.size());
        for (const auto& vector : vectors)
            spread += (vector[k] - mean) * (vector[k] - mean) / static_cast<double>(vectors.size());
        for (std::size_t i = 0; spread > 0 && i < vectors.size(); ++i)
            squares[i] += (vectors[i][k] - own[k]) * (vectors[i][k] - own[k]) / spread;
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < others.size(); ++i)
        if (others[i] != facts.row)
            order.push_back(i);
    std::stable_sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return squares[a] < squares[b]; });
    order.resize(std::min(order.size(), count));
    for (const auto i : order)
        facts.neighbours.push_back({ rows.cohort.ids[others[i]], rows.cohort.y[others[i]],
            valuesOf(rows.main, others[i]), std::sqrt(squares[i] / static_cast<double>(own.size())) });
}

/// An expert for what one modality alone says ("unique_text"; i2moe) has nothing to say of a person who lacks
/// it, whatever number the model computed.
bool isOfAbsent(const std::string& part, const std::vector<InstanceModality>& modalities)
{
    return std::any_of(modalities.begin(), modalities.end(), [&](const InstanceModality& one) {
        return !one.isPresent && (part == one.name || part == "unique_" + one.name);
    });
}

/// What the model itself says of the person's modalities, where nothing weighs them, and of the rest.
void addDiagnostics(InstanceFacts& facts, const store::Store& store, const RunRows& rows)
{
    for (const auto& one : store.diagnosticsOfRows(rows.run.id))
        for (std::size_t k = 0; k < one.parts.size(); ++k) {
            const auto value = static_cast<double>(one.values.at(facts.row * one.parts.size() + k));
            const auto found = std::find_if(facts.modalities.begin(), facts.modalities.end(),
                [&](const InstanceModality& modality) { return modality.name == one.parts[k]; });
            if (found == facts.modalities.end() || !rows.weights.empty()) {
                if (!isOfAbsent(one.parts[k], facts.modalities))
                    facts.others.emplace(one.name + " " + one.parts[k], value);
                continue;
            }
            facts.weightName = one.name;
            if (found->isPresent)
                found->weight = value;
        }
}

void addWeights(InstanceFacts& facts, const store::Store& store, const RunRows& rows)
{
    const std::size_t width = rows.cohort.modalities.size();
    for (const auto& one : rows.run.details.heldOut)
        for (auto& modality : facts.modalities)
            if (modality.name == one.modality)
                modality.weight = one.c;
    if (rows.weights.empty())
        return;
    for (std::size_t m = 0; m < width; ++m)
        if (facts.modalities[m].isPresent)
            facts.modalities[m].weight = rows.weights[facts.row * width + m];
    for (std::int64_t epoch = 1; epoch <= rows.run.epochs; ++epoch) {
        const auto record = store.epoch(rows.run.id, epoch);
        for (std::size_t m = 0; m < width; ++m)
            if (record && facts.modalities[m].isPresent
                && record->report.weights.size() == rows.weights.size())
                facts.modalities[m].weights.push_back(record->report.weights[facts.row * width + m]);
    }
}

} // namespace

InstanceFacts instanceFacts(
    const store::Store& store, std::int64_t runId, const std::string& id, std::size_t neighbours)
{
    auto rows = readRun(store, runId);
    InstanceFacts facts;
    facts.runId = runId;
    facts.runName = rows.run.name;
    facts.row = rowOf(rows.cohort, id);
    facts.id = id;
    facts.label = rows.cohort.y[facts.row];
    facts.split = rows.cohort.splits[facts.row];
    if (facts.split == Split::Test && !store::testIsOpen(rows.run))
        throw Error("'" + id
                + "' is in the test rows, whose figures stay hidden until the training, or the experiment, "
                  "has ended.",
            Error::Kind::Input);
    facts.prediction = valuesOf(rows.main, facts.row);
    facts.baseline = valuesOf(rows.baseline, facts.row);
    facts.bestEpoch = rows.run.bestEpoch;
    facts.isPool = !rows.run.details.heldOut.empty();
    facts.usesEvaluationLabels = store::usesEvaluationLabels(rows.cohort.task, rows.run);
    for (std::size_t m = 0; m < rows.cohort.modalities.size(); ++m) {
        InstanceModality one;
        one.name = rows.cohort.modalities[m];
        one.isPresent = rows.isPresent(facts.row, m);
        // A unimodal model also answers for people who lack its modality; that is no prediction of it.
        if (const auto own = rows.own.find(one.name); own != rows.own.end() && one.isPresent)
            one.own = valuesOf(own->second, facts.row);
        facts.modalities.push_back(std::move(one));
    }
    addWeights(facts, store, rows);
    addDiagnostics(facts, store, rows);
    findNeighbours(facts, rows, neighbours);
    facts.cohort = std::move(rows.cohort);
    for (auto* list : { &facts.cohort.ids, &facts.cohort.groups })
        list->clear();
    facts.cohort.y.clear();
    facts.cohort.present.clear();
    facts.cohort.splits.clear();
    facts.cohort.about.clear();
    return facts;
}

} // namespace btw::experiments
