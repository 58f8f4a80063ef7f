// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/studyfigures.h"

#include "engine/error.h"
#include "workspace/jobs/subgroups.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace btw::experiments {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kResamples = 2000; // of a decision curve, as elsewhere (docs/method)
constexpr std::size_t kTarget = 1; // of two classes, the one whose probability is judged

using RepeatAndSeed = std::pair<std::uint64_t, std::uint64_t>;

/// One of each repeat and seed: the test rows of all its folds.
std::map<RepeatAndSeed, analysis::ClassOutcomes> outcomesOf(Models& models, const Model& model)
{
    std::map<RepeatAndSeed, analysis::ClassOutcomes> all;
    models.visit(model, [&](const Models::Tested& tested) {
        auto& joined = all[{ tested.cohort.derivation.repeat, tested.cell.second }];
        for (const auto row : tested.rows) {
            const double p = tested.predictions.row(row)[kTarget];
            if (std::isnan(p)) // it has no modality that the model reads
                continue;
            joined.p.push_back(p);
            joined.happened.push_back(tested.cohort.y[row] == static_cast<double>(kTarget) ? 1 : 0);
            if (!tested.cohort.groups.empty())
                joined.groups.push_back(tested.cohort.groups[row]);
        }
    });
    return all;
}

std::vector<analysis::NetBenefit> plainCurve(const analysis::ClassOutcomes& outcomes)
{
    auto curve = analysis::decisionCurve(outcomes, { 1 });
    for (auto& point : curve)
        point.low = point.high = kUndefined; // of one resample: it says nothing
    return curve;
}

/// Test rows that have the modality; empty where all do.
std::vector<std::size_t> rowsWith(
    const store::CohortRecord& cohort, const std::set<std::size_t>& tested, std::size_t modality)
{
    std::vector<std::size_t> rows;
    for (const auto row : tested)
        if (cohort.present[row * cohort.modalities.size() + modality] != 0)
            rows.push_back(row);
    return rows;
}

} // namespace

std::vector<AloneFigure> aloneFigures(Models& models, const std::string& metric, const Model& leading)
{
    std::vector<AloneFigure> all;
    const auto& cohort = models.cohort();
    const auto tested = models.testRows();
    for (std::size_t m = 0; m < cohort.modalities.size(); ++m) {
        const auto& name = cohort.modalities[m];
        const auto model = models.aloneModel(leading, name);
        const auto rows = rowsWith(cohort, tested, m);
        if (!model || rows.empty())
            continue;
        AloneFigure one;
        one.modality = name;
        one.isOwn = model->runs.begin()->second > 0;
        one.rows = rows.size();
        one.people = store::peopleOf(cohort, rows);
        try {
            one.figure = models.figure(
                metric, *model, rows.size() == tested.size() ? std::vector<std::size_t> {} : rows);
        } catch (const Error&) {
            continue; // undefined on them, e.g. for want of one of the classes
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<Believed> believedOf(
    const store::Store& store, const Model& leading, const std::vector<std::string>& modalities)
{
    std::map<std::string, std::vector<double>> weights;
    for (const auto& [cell, id] : leading.runs)
        if (const auto run = id > 0 ? store.run(id) : std::nullopt)
            for (const auto& weight : run->details.heldOut)
                weights[weight.modality].push_back(weight.c);
    std::vector<Believed> all;
    for (const auto& name : modalities) {
        const auto found = weights.find(name);
        if (found == weights.end())
            continue;
        const auto& values = found->second;
        const auto [least, most] = std::minmax_element(values.begin(), values.end());
        all.push_back({ name, analysis::meanAndStd(values).mean, *least, *most, values.size() });
    }
    return all;
}

std::vector<ProbabilityPicture> probabilityPictures(
    Models& models, const Model& leading, const Model* without)
{
    std::map<RepeatAndSeed, analysis::ClassOutcomes> lesser;
    if (without != nullptr)
        lesser = outcomesOf(models, *without);
    std::vector<ProbabilityPicture> all;
    for (const auto& [key, outcomes] : outcomesOf(models, leading)) {
        ProbabilityPicture one;
        one.repeat = key.first;
        one.seed = key.second;
        one.rows = outcomes.size();
        one.calibration = analysis::calibrationCurve(outcomes);
        one.benefit = all.empty() ? analysis::decisionCurve(outcomes, { kResamples }) : plainCurve(outcomes);
        if (const auto found = lesser.find(key); found != lesser.end())
            one.benefitWithout = plainCurve(found->second);
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<LabelPart> labelParts(Models& models, const Model& leading)
{
    struct Sum
    {
        double error = 0, lean = 0;
        std::size_t count = 0;
    };
    const auto& cohort = models.cohort();
    const bool isRegression = cohort.task == Task::Regression;
    std::map<std::size_t, Sum> sums; // by row: its mean over repeats and seeds counts
    models.visit(leading, [&](const Models::Tested& tested) {
        const auto width = tested.predictions.width;
        for (const auto row : tested.rows) {
            const float* p = tested.predictions.row(row);
            if (std::isnan(*p))
                continue;
            auto& sum = sums[row];
            const double y = tested.cohort.y[row];
            ++sum.count;
            if (isRegression) {
                sum.error += std::abs(static_cast<double>(*p) - y);
                sum.lean += static_cast<double>(*p) - y;
            } else {
                const auto taken = static_cast<double>(std::max_element(p, p + width) - p);
                sum.error += taken == y ? 0 : 1;
            }
        }
    });
    const auto tested = models.testRows();
    std::vector<LabelPart> parts;
    for (const auto& group : jobs::byLabel(cohort, { tested.begin(), tested.end() })) {
        LabelPart part { group.name, group.rows.size(), store::peopleOf(cohort, group.rows), false,
            kUndefined, kUndefined };
        part.isHidden = part.people < jobs::kSmallestSubgroup;
        double error = 0, lean = 0;
        std::size_t count = 0;
        for (const auto row : group.rows) {
            const auto found = sums.find(row);
            if (found == sums.end())
                continue;
            error += found->second.error / static_cast<double>(found->second.count);
            lean += found->second.lean / static_cast<double>(found->second.count);
            ++count;
        }
        if (!part.isHidden && count > 0) {
            part.error = error / static_cast<double>(count);
            part.lean = isRegression ? lean / static_cast<double>(count) : kUndefined;
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace btw::experiments
