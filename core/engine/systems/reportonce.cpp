// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/reportonce.h"

#include "engine/analysis/metrics.h"
#include "engine/data/splits.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::systems {

namespace {

std::vector<std::size_t> judgedRows(const data::Cohort& cohort, const training::RunPlan& plan, Split split)
{
    auto rows = data::rowsOf(cohort, split);
    if (plan.step == training::Step::Unimodal) {
        const auto& present = cohort.modalities[plan.modality].present;
        rows.erase(std::remove_if(rows.begin(), rows.end(), [&](std::size_t i) { return present[i] == 0; }),
            rows.end());
    }
    return rows;
}

/// Mean cross-entropy (nats), or mean absolute error.
double lossOn(
    const data::Cohort& cohort, const Predictions& predictions, const std::vector<std::size_t>& rows)
{
    constexpr double kLeast = 1e-15;
    double sum = 0;
    for (const std::size_t i : rows) {
        const float* row = predictions.row(i);
        sum += cohort.task == Task::Regression
            ? std::abs(cohort.y[i] - static_cast<double>(row[0]))
            : -std::log(std::max(kLeast, static_cast<double>(row[static_cast<std::size_t>(cohort.y[i])])));
    }
    return sum / static_cast<double>(rows.size());
}

} // namespace

training::RunResult stoppedRun()
{
    training::RunResult result;
    result.outcome = training::Outcome::Stopped;
    return result;
}

training::RunResult reportOnce(const data::Cohort& cohort, const training::RunPlan& plan,
    Predictions predictions, training::RunDetails details, ModelState model, training::RunObserver& observer)
{
    const auto metrics = [&](Split split) {
        return analysis::evaluate(cohort.task, cohort.classCount(), cohort.y, predictions,
            judgedRows(cohort, plan, split), cohort.labelRange);
    };
    training::EpochReport report;
    report.epoch = 1;
    report.best = true;
    report.predictions = predictions;
    report.validation = metrics(Split::Validation);
    report.validationLoss = lossOn(cohort, predictions, judgedRows(cohort, plan, Split::Validation));
    report.trainLoss = lossOn(cohort, predictions, judgedRows(cohort, plan, Split::Train));
    observer.onEpoch(report, {});

    training::RunResult result;
    result.epochs = 1;
    result.bestEpoch = 1;
    result.validation = report.validation;
    result.validation["loss"] = report.validationLoss;
    result.test = metrics(Split::Test);
    result.predictions = std::move(predictions);
    result.details = std::move(details);
    result.model = std::move(model);
    return result;
}

} // namespace btw::systems
