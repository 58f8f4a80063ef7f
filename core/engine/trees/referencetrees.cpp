// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/referencetrees.h"

#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/parallelerror.h"
#include "engine/trees/boostedtrees.h"
#include "engine/trees/callerstop.h"

#include <chrono>
#include <numeric>

namespace btw::trees {

namespace {

using Clock = std::chrono::steady_clock;
using Rows = std::vector<std::size_t>;

/// What one of the models is made of.
struct Part
{
    Rows modalities;
    Rows training;
    Rows predicted;
};

Part partOf(const data::Cohort& cohort, std::size_t modality)
{
    Part part { { modality }, {}, {} };
    const auto& present = cohort.modalities[modality].present;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (present[i] == 0)
            continue;
        part.predicted.push_back(i);
        if (cohort.splits[i] == Split::Train)
            part.training.push_back(i);
    }
    return part;
}

Part everything(const data::Cohort& cohort)
{
    Part part { Rows(cohort.modalities.size()), data::rowsOf(cohort, Split::Train), Rows(cohort.size()) };
    std::iota(part.modalities.begin(), part.modalities.end(), std::size_t { 0 });
    std::iota(part.predicted.begin(), part.predicted.end(), std::size_t { 0 });
    return part;
}

std::size_t valuesOf(const data::Cohort& cohort, const Part& part)
{
    std::size_t width = 0;
    for (const std::size_t modality : part.modalities)
        width += summaryWidth(cohort.modalities[modality]);
    return width * cohort.size();
}

} // namespace

TreeSettings referenceSettings()
{
    TreeSettings settings;
    // A third of the time of 256, which matters beside a training; METABRIC's figures are the same with
    // either.
    settings.maxBins = 64;
    return settings;
}

int referenceRounds() { return referenceSettings().rounds; }

std::vector<ReferenceTrees> fitReferenceTrees(
    const data::Cohort& cohort, const ReferenceLimits& limits, const std::function<bool()>& stopped)
{
    std::vector<Part> parts;
    std::vector<ReferenceTrees> models;
    parts.reserve(cohort.modalities.size() + 1);
    models.reserve(cohort.modalities.size() + 1);
    for (std::size_t m = 0; m < cohort.modalities.size(); ++m) {
        parts.push_back(partOf(cohort, m));
        models.push_back({ cohort.modalities[m].name, 0, {} });
    }
    parts.push_back(everything(cohort));
    models.push_back({ "all", 0, {} });
    if (parts.back().training.empty())
        throw Error("There are no training rows to grow trees on: draw the splits, or mark rows as train.");

    const auto end = Clock::now() + std::chrono::duration<double>(limits.seconds);
    CallerStop stop(stopped);
    ParallelError error;
#pragma omp parallel for schedule(dynamic)
    for (std::size_t turn = 0; turn < parts.size(); ++turn) {
        error.guard(turn, [&] {
            const std::size_t p = turn == 0 ? parts.size() - 1 : turn - 1;
            const auto goesOn = [&] { return !stop.asked() && Clock::now() < end; };
            if (valuesOf(cohort, parts[p]) > limits.values)
                models[p].rounds = ReferenceTrees::kTooLarge;
            else if (goesOn()) {
                const FeatureTable table = summaryFeatures(cohort, parts[p].modalities);
                const auto trees
                    = BoostedTrees::fit(table, cohort, parts[p].training, referenceSettings(), goesOn);
                models[p].rounds = trees.rounds();
                models[p].predictions = trees.predict(table, parts[p].predicted);
            }
        });
    }
    error.rethrow();
    if (stop.wasAsked())
        return {};
    return models;
}

} // namespace btw::trees
