// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/experimentondata.h"

#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/training/runtime.h"
#include "workspace/experiments/grid.h"
#include "workspace/experiments/models.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/jobs/keptrecipe.h"
#include "workspace/jobs/keptsample.h"
#include "workspace/store/specjson.h"

#include <algorithm>
#include <utility>

namespace btw::experiments {

namespace {

bool hasError(const std::vector<io::Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
}

/// Some of the rows, by the name that a grid has for them.
struct Rows
{
    QString name; ///< empty: all
    io::Recipe recipe;
};

std::vector<Rows> rowsOf(const QJsonObject& grid)
{
    std::vector<Rows> all;
    for (const auto& value : grid.value(QStringLiteral("rows")).toArray({ QStringLiteral("all") })) {
        Rows rows;
        if (value == QLatin1String("complete")) {
            rows.name = value.toString();
            rows.recipe.filter.completeOnly = true;
        } else if (value.isObject()) {
            auto filter = value.toObject();
            rows.name = filter.take(QStringLiteral("name")).toString();
            io::Problems problems;
            const auto recipe
                = io::recipeFromJson({ { QStringLiteral("filter"), filter } }, "rows", problems);
            if (!recipe) {
                const auto found = problems.take();
                throw Error("The grid: the rows \"" + rows.name.toStdString() + "\": " + found.front().what
                    + " " + found.front().remedy);
            }
            rows.recipe = *recipe;
        }
        const auto isSame = [&](const Rows& other) { return other.name == rows.name; };
        if (std::any_of(all.begin(), all.end(), isSame))
            throw Error("The grid: two rows are called \"" + rows.name.toStdString() + "\".");
        all.push_back(std::move(rows));
    }
    return all;
}

/// What a comparison starts from has to be among the arms.
void checkBaseline(const Experiment& experiment, const systems::SystemRegistry& systems)
{
    if (experiment.baseline.isEmpty())
        return;
    QStringList names;
    for (const auto& arm : experiment.arms) {
        Model model;
        model.system = systemOf(arm.spec);
        const auto* system = systems.find(arm.spec.model);
        model.variant = system != nullptr && system->info().weighted
            ? QString::fromStdString(std::string(weighting::toString(arm.spec.variant)))
            : QStringLiteral("none");
        if (experiment.baseline == model.name() || experiment.baseline == model.system)
            return;
        if (!names.contains(model.name()))
            names << model.name();
    }
    throw Error(R"(The experiment's key "baseline" is ")" + experiment.baseline.toStdString()
        + R"(", but must be one of what it trains: )" + names.join(QStringLiteral(", ")).toStdString() + ".");
}

} // namespace

io::ReadResult readAnew(const QString& path, const io::Recipe& recipe)
{
    return io::readCohort(path, recipe, io::ReadLimits::ofEnvironment());
}

ExperimentOnData layOnData(const ExperimentFile& file, const QString& folder,
    const systems::SystemRegistry& systems, const ReadCohort& read)
{
    ExperimentOnData laid;
    const QString path = file.isSample() ? jobs::keepSample(folder, jobs::namedSample(file.data)) : file.data;
    for (const auto& rows : rowsOf(file.grid)) {
        auto found = read(path, rows.recipe);
        laid.problems.insert(laid.problems.end(), found.problems.begin(), found.problems.end());
        if (!found.cohort)
            return laid;
        const QString kept = rows.recipe.isEmpty()
            ? path
            : jobs::keepRecipe(folder, path, rows.recipe,
                QString::fromStdString(found.cohort->name) + QLatin1Char(' ') + rows.name);
        laid.populations.push_back({ rows.name, std::move(*found.cohort), kept });
    }

    auto& experiment = laid.experiment;
    const auto& asRead = laid.populations.front().asRead;
    const auto folds = parseFolds(file.folds, file.repeats, asRead, {});
    const auto splitSeed
        = store::resolveSpec(file.spec, std::nullopt, asRead.size(), systems.parameters()).splitSeed;
    auto first = asRead;
    const auto found = completeFirst(first, asRead, folds, splitSeed);
    if (hasError(found)) {
        laid.problems.insert(laid.problems.end(), found.begin(), found.end());
        return laid;
    }
    auto arms = armsOf(file, first, data::rowsOf(first, Split::Train).size(), systems);
    laid.leftOut = std::move(arms.leftOut);
    experiment.name = file.name;
    experiment.data = file.data;
    experiment.metric = metricFor(file.metric, first, "The experiment's key \"metric\"");
    experiment.hash = jobs::CohortIdentity(std::make_shared<const data::Cohort>(std::move(first))).hash();
    experiment.arms = std::move(arms.arms);
    experiment.seeds = file.seeds;
    experiment.folds = folds.count;
    experiment.foldsBy = folds.by;
    experiment.repeats = folds.repeats;
    experiment.placebo = file.placebo;
    experiment.margin = file.margin;
    experiment.threads = file.threads;
    experiment.device = QString::fromStdString(training::resolveDevice(file.device.toStdString()));
    experiment.grid = file.grid;
    experiment.baseline = file.baseline;
    experiment.published = file.published;
    if (experiment.arms.empty())
        laid.problems.push_back({ { data::Severity::Error, "grid", "Nothing of it can be trained.",
                                      "Change the lists that the sentences above name.", "empty-grid" },
            {} });
    else
        checkBaseline(experiment, systems);
    return laid;
}

} // namespace btw::experiments
