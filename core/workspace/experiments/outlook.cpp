// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/outlook.h"

#include "workspace/experiments/expansion.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <set>

namespace btw::experiments {

namespace {

// A copy of the data for each fold and placebo is made, and hashed, to look for it in the store.
constexpr std::size_t kBytesAtMost = std::size_t(256) << 20;

std::size_t bytesOf(const data::Cohort& cohort)
{
    std::size_t bytes = cohort.size() * sizeof(double);
    for (const auto& modality : cohort.modalities)
        bytes += modality.values.size() * sizeof(float);
    return bytes;
}

/// Cohorts that the whole of it is trained on.
std::size_t foldsOf(const Experiment& experiment)
{
    return std::max<std::size_t>(1, experiment.folds) * experiment.repeats;
}

std::size_t bytesOf(const ExperimentOnData& laid)
{
    std::size_t bytes = 0;
    for (const auto& population : laid.populations)
        bytes += bytesOf(population.asRead);
    std::size_t copies = 1;
    if (laid.experiment.placebo)
        for (const auto& arm : laid.experiment.arms)
            copies = std::max(copies, 1 + arm.without.size());
    return bytes * copies * foldsOf(laid.experiment);
}

bool hasError(const std::vector<io::Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
}

void multiply(Forecast& forecast, std::size_t folds)
{
    const auto times = static_cast<double>(folds);
    for (auto* count : { &forecast.trainings, &forecast.steps, &forecast.untimed, &forecast.untimedAfresh,
             &forecast.byOtherSettings, &forecast.byOtherData })
        *count *= folds;
    for (auto* seconds : { &forecast.seconds, &forecast.low, &forecast.high, &forecast.afresh })
        *seconds *= times;
}

/// Looks so far at the rows that will be tested: with folds, all rows.
std::size_t looksSoFar(const store::Store& store, const ExperimentOnData& laid,
    const std::vector<jobs::TrainingRequest>& requests)
{
    std::size_t most = 0;
    if (foldsOf(laid.experiment) > 1) {
        for (const auto& [rows, cohort, path] : laid.populations)
            most = std::max(most, store.looksAtData(QString::fromStdString(cohort.name), path, cohort.ids));
        return most;
    }
    std::set<const data::Cohort*> seen;
    for (const auto& request : requests) {
        const auto& cohort = *request.cohort;
        if (!seen.insert(&cohort).second)
            continue;
        std::vector<std::string> tested;
        for (std::size_t row = 0; row < cohort.size(); ++row)
            if (cohort.splits[row] == Split::Test)
                tested.push_back(cohort.ids[row]);
        most = std::max(
            most, store.looksAtData(QString::fromStdString(cohort.name), request.cohortPath, tested));
    }
    return most;
}

} // namespace

Outlook outlookOf(const store::Store& store, const ExperimentFile& file, const QString& folder,
    const systems::SystemRegistry& systems, const ReadCohort& read)
{
    Outlook outlook;
    auto laid = layOnData(file, folder, systems, read);
    outlook.problems = std::move(laid.problems);
    outlook.leftOut = std::move(laid.leftOut);
    if (!file.notYetThere.isEmpty())
        outlook.leftOut.push_back("Belongs to it, but cannot be trained by this version: "
            + file.notYetThere.join(QStringLiteral(", ")).toStdString() + ".");
    if (hasError(outlook.problems))
        return outlook;
    std::set<std::pair<std::string, weighting::Variant>> different;
    for (const auto& arm : laid.experiment.arms)
        different.emplace(arm.spec.model, arm.spec.variant);
    outlook.systems = different.size();

    auto one = laid.experiment;
    one.seeds.resize(std::min<std::size_t>(1, one.seeds.size()));
    const auto first
        = forecast(expand(one, laid.populations, 0, Extent::FirstFold).requests, &store, systems);
    outlook.secondsOfOne = first.afresh;
    outlook.untimedOfOne = first.untimedAfresh;

    outlook.isFromOneFold = foldsOf(laid.experiment) > 1 && bytesOf(laid) > kBytesAtMost;
    const auto expansion = expand(
        laid.experiment, laid.populations, 0, outlook.isFromOneFold ? Extent::FirstFold : Extent::Whole);
    outlook.problems.insert(outlook.problems.end(), expansion.problems.begin(), expansion.problems.end());
    if (hasError(outlook.problems))
        return outlook;
    outlook.forecast = forecast(expansion.requests, &store, systems);
    outlook.looks = looksSoFar(store, laid, expansion.requests);
    if (outlook.isFromOneFold)
        multiply(outlook.forecast, foldsOf(laid.experiment));
    return outlook;
}

} // namespace btw::experiments
