// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/errorreport.h"

#include "engine/analysis/quantile.h"
#include "engine/analysis/reading.h"
#include "engine/error.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <unordered_map>

namespace btw::experiments {

namespace {

constexpr std::int64_t kLastEpochs = 5;

analysis::BootstrapOptions options()
{
    analysis::BootstrapOptions options;
    options.resamples = analysis::kStabilityResamples;
    return options;
}

using Change = std::unordered_map<std::size_t, int>; ///< of a row: 1 for a correction, -1 for a mistake

/// A finished run of several modalities, whose test figures are open. \throws btw::Error
store::RunRecord openRun(const store::Store& store, std::int64_t id)
{
    const auto run = store.run(id);
    const std::string name = "Run " + std::to_string(id);
    if (!run)
        throw Error("There is no run " + std::to_string(id) + " in " + store.path().toStdString()
            + "; btw runs lists them by number.");
    if (run->step == training::Step::Unimodal)
        throw Error(name + " is a model of one modality: analyse runs of several, as btw runs lists them.");
    if (!store::testIsOpen(*run))
        throw Error("Test figures of run " + std::to_string(id)
            + " stay hidden until the training that asked for it has ended, and with it the experiment that "
              "it "
              "belongs to.");
    return *run;
}

GroupErrors counted(jobs::Subgroup group, const store::CohortRecord& cohort, const Change& change)
{
    // A row that one of both does not predict is not analysed.
    std::erase_if(group.rows, [&](std::size_t row) { return change.count(row) == 0; });
    GroupErrors one;
    one.n = static_cast<std::int64_t>(group.rows.size());
    one.people = store::peopleOf(cohort, group.rows);
    for (const auto row : group.rows) {
        one.corrections += change.at(row) > 0 ? 1 : 0;
        one.mistakes += change.at(row) < 0 ? 1 : 0;
    }
    one.group = std::move(group);
    return one;
}

/// The rows that a reading of a sentiment label covers.
GroupErrors ofReading(const analysis::LabelReading& reading, const ErrorReport& report)
{
    GroupErrors one;
    one.group = { QStringLiteral("reading"), QString::fromStdString(reading.metric), {} };
    for (const auto& named : analysis::namedReadings())
        for (const auto row : report.errors().rows)
            if (reading.metric == named.accuracy
                && analysis::readLabel(named.reading, report.cohort.y[row]) >= 0)
                one.group.rows.push_back(row);
    one.n = reading.counts.all;
    one.people = store::peopleOf(report.cohort, one.group.rows);
    one.corrections = reading.counts.corrections;
    one.mistakes = reading.counts.mistakes;
    return one;
}

void add(ErrorReport& report, GroupErrors group)
{
    if (group.people >= jobs::kSmallestSubgroup)
        report.groups.push_back(std::move(group));
    else if (group.n > 0)
        ++report.hiddenGroups;
}

void addGroups(ErrorReport& report, const Change& change)
{
    const auto& rows = report.errors().rows;
    std::vector<jobs::Subgroup> groups { { QStringLiteral("all"), QStringLiteral("all"), rows } };
    for (auto&& some : { jobs::byLabel(report.cohort, rows), jobs::byModality(report.cohort, rows),
             jobs::byPattern(report.cohort, rows), jobs::byColumn(report.cohort, rows) })
        groups.insert(groups.end(), some.begin(), some.end());
    for (auto& group : groups)
        add(report, counted(std::move(group), report.cohort, change));
    for (const auto& reading : report.errors().readings)
        add(report, ofReading(reading, report));
}

void addDensity(ErrorReport& report, const Change& change, const std::vector<std::string>& groups)
{
    const auto& errors = report.errors();
    for (const auto& band : analysis::correctionsByDensity(errors)) {
        jobs::Subgroup group { QStringLiteral("label density"), {}, {} };
        for (const auto place : band.places)
            group.rows.push_back(errors.rows[place]);
        auto one = counted(std::move(group), report.cohort, change);
        if (one.people >= jobs::kSmallestSubgroup)
            report.byDensity.push_back({ band.low, band.high, std::move(one) });
    }
    report.densityCorrelation = analysis::densityCorrelation(errors, groups, options());
}

store::WeightSummary summaryOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return { analysis::meanAndStd(values).mean, analysis::quantile(values, 0.1),
        analysis::quantile(values, 0.9) };
}

void addWeights(ErrorReport& report, const store::Store& store)
{
    const auto& run = report.digest.run;
    if (run.step != training::Step::Weighted)
        return;
    std::vector<std::vector<float>> epochs;
    for (auto e = std::max<std::int64_t>(1, run.epochs - kLastEpochs + 1); e <= run.epochs; ++e)
        if (auto epoch = store.epoch(run.id, e); epoch && !epoch->report.weights.empty())
            epochs.push_back(std::move(epoch->report.weights));
    if (epochs.size() < 2)
        return;
    report.weightEpochs = epochs.size();
    const auto deviations = analysis::deviationsOverEpochs(epochs);
    const auto m = report.cohort.modalities.size();
    for (std::size_t k = 0; k < m; ++k) {
        std::vector<double> values;
        for (const auto row : report.errors().rows)
            if (report.cohort.present[row * m + k] != 0)
                values.push_back(deviations[row * m + k]);
        if (!values.empty())
            report.weights.push_back({ report.cohort.modalities[k], values.size(), summaryOf(values) });
    }
}

} // namespace

ErrorReport errorReport(const store::Store& store, std::int64_t runId, std::int64_t baselineId)
{
    const auto run = openRun(store, runId);
    if (baselineId == runId)
        throw Error(
            "Run " + std::to_string(runId) + " is its own baseline: name another run with --baseline.");
    ErrorReport report;
    if (baselineId != 0) {
        report.baseline = openRun(store, baselineId);
        if (report.baseline.splitId != run.splitId)
            throw Error("Run " + std::to_string(baselineId)
                + " was trained on another cohort or split than run " + std::to_string(runId)
                + ": their test rows are not the same.");
    }
    report.digest = jobs::loadDigest(store, runId, baselineId);
    if (report.digest.baselineId == 0)
        throw Error("Run " + std::to_string(runId)
            + " has no baseline of its own: name the run to compare it with (--baseline RUN).");
    report.baseline = openRun(store, report.digest.baselineId);
    report.cohort = store.cohort(run.splitId);
    if (!report.digest.errors || report.errors().n == 0)
        throw Error("There is no test row that run " + std::to_string(runId) + " and run "
            + std::to_string(report.baseline.id) + " both predict.");
    report.before = store.bestPredictions(report.baseline.id);
    report.after = store.bestPredictions(runId);

    const auto& errors = report.errors();
    analysis::EvaluationSet set { report.cohort.task, report.cohort.classes.size(), false, errors.rows,
        errors.y, {} };
    Change change;
    for (std::size_t i = 0; i < errors.rows.size(); ++i) {
        change.emplace(errors.rows[i], errors.change[i]);
        if (!report.cohort.groups.empty())
            set.groups.push_back(report.cohort.groups[errors.rows[i]]);
    }
    addGroups(report, change);
    report.logVarianceRatio = analysis::bootstrapMetricDifference(
        std::string(analysis::kLogResidualVariance), set, report.before, report.after, options());
    addWeights(report, store);
    addDensity(report, change, set.groups);
    return report;
}

} // namespace btw::experiments
