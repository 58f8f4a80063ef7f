// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/treechoice.h"

#include "engine/error.h"
#include "engine/parallelerror.h"
#include "engine/trees/callerstop.h"
#include "engine/trees/treefit.h"

#include <limits>
#include <utility>

namespace btw::trees {

namespace {

constexpr int kPatience = 50; ///< rounds

struct Judged
{
    std::optional<BoostedTrees> model;
    TreeCandidate candidate;
};

} // namespace

std::vector<TreeSettings> defaultGrid()
{
    std::vector<TreeSettings> grid;
    for (const int depth : { 2, 3, 4 }) {
        for (const double eta : { 0.03, 0.1 }) {
            TreeSettings settings;
            settings.depth = depth;
            settings.eta = eta;
            grid.push_back(settings);
        }
    }
    return grid;
}

std::optional<ChosenTrees> chooseTrees(const FeatureTable& table, const data::Cohort& cohort,
    const std::vector<std::size_t>& training, const std::vector<std::size_t>& validation,
    const std::vector<TreeSettings>& grid, const std::function<bool()>& stopped)
{
    if (validation.empty() || grid.empty())
        throw Error("Trees are chosen from a grid on validation rows: there are no such rows.");
    CallerStop stop(stopped);
    std::vector<Judged> judged(grid.size());
    ParallelError error;
#pragma omp parallel for schedule(dynamic)
    for (std::size_t g = 0; g < grid.size(); ++g) {
        error.guard(g, [&] {
            if (stop.asked())
                return;
            TreeCandidate candidate { grid[g], std::numeric_limits<double>::infinity() };
            candidate.settings.rounds = 0;
            TreeFit fit(table, cohort, training, validation, grid[g]);
            while (fit.rounds() < grid[g].rounds && fit.rounds() - candidate.settings.rounds < kPatience) {
                if (stop.asked())
                    return;
                fit.boost();
                const double loss = fit.validationLoss();
                if (loss < candidate.validationLoss) {
                    candidate.validationLoss = loss;
                    candidate.settings.rounds = fit.rounds();
                }
            }
            judged[g].candidate = candidate;
            judged[g].model.emplace(
                fit.result(candidate.settings.rounds), cohort.predictionWidth(), fit.unit());
        });
    }
    error.rethrow();
    if (stop.wasAsked())
        return std::nullopt;
    std::size_t best = 0;
    std::vector<TreeCandidate> candidates;
    candidates.reserve(judged.size());
    for (std::size_t g = 0; g < judged.size(); ++g) {
        candidates.push_back(judged[g].candidate);
        if (candidates[g].validationLoss < candidates[best].validationLoss)
            best = g;
    }
    return ChosenTrees { std::move(*judged[best].model), candidates[best], std::move(candidates) };
}

} // namespace btw::trees
