// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/findings.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/contribution.h"
#include "engine/analysis/fewestpeople.h"
#include "engine/error.h"
#include "workspace/experiments/contributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace btw::experiments {

namespace {

using Outcome = WeightingFinding::Outcome;

/// None where both have no fold and seed in common, or the metric is undefined on all of them.
std::optional<analysis::FoldDifference> gainOver(
    Models& models, const std::string& metric, const Model& weighting, const Model& control)
{
    if (models.sharedCells(weighting, control).empty())
        return std::nullopt;
    try {
        return models.difference(metric, weighting, control);
    } catch (const Error&) {
        return std::nullopt;
    }
}

WeightingFinding findingOf(Models& models, const std::string& metric, const Model& weighting)
{
    WeightingFinding finding;
    finding.model = weighting;
    for (const auto control : controlsOf(weighting)) {
        const auto& all = models.all();
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const Model& one) { return controlOf(one, weighting) == control; });
        const auto gain = found == all.end() ? std::nullopt : gainOver(models, metric, weighting, *found);
        if (gain)
            finding.gains.push_back({ control, *gain });
        else
            finding.notCompared.push_back(control);
    }
    return finding;
}

/// The gain over what the weighting is first of all set against; null: there is none.
const analysis::FoldDifference* firstGain(const WeightingFinding& finding)
{
    return !finding.gains.empty() && finding.gains.front().control == controlsOf(finding.model).front()
        ? &finding.gains.front().difference
        : nullptr;
}

Outcome outcomeOf(const WeightingFinding& finding)
{
    if (firstGain(finding) == nullptr)
        return Outcome::NotCompared;
    const auto& first = finding.gains.front().difference;
    if (first.units < analysis::kFewestPeople
        || !first.isClear()) // an interval that is undefined is not clear
        return Outcome::CannotTell;
    if (first.high < 0)
        return Outcome::Worse;
    const bool beatsAll = finding.notCompared.empty()
        && std::all_of(finding.gains.begin(), finding.gains.end(),
            [](const Gain& gain) { return gain.difference.low > 0; });
    if (!beatsAll)
        return Outcome::NotBeyondControls;
    return analysis::mayBeClaimed(first, finding.adjustedP) ? Outcome::Helps : Outcome::HelpsHere;
}

} // namespace

void judge(std::vector<WeightingFinding>& findings)
{
    std::vector<double> p;
    for (const auto& finding : findings) {
        double largest = firstGain(finding) == nullptr ? std::numeric_limits<double>::quiet_NaN() : 0;
        for (const auto& gain : finding.gains) {
            const double one = gain.difference.largerP();
            largest = std::isnan(one) || std::isnan(largest) ? std::numeric_limits<double>::quiet_NaN()
                                                             : std::max(largest, one);
        }
        p.push_back(largest);
    }
    const auto adjusted = analysis::holmCorrected(p);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        findings[i].adjustedP = adjusted[i];
        findings[i].outcome = outcomeOf(findings[i]);
    }
}

std::vector<WeightingFinding> weightingFindings(Models& models, const std::string& metric)
{
    std::vector<WeightingFinding> findings;
    for (const auto& model : models.all()) {
        // Weights that read the labels of test rows are for replication: nothing is claimed from them.
        if (!isWeighting(model) || model.usesEvaluationLabels || !standsByItself(models.all(), model))
            continue;
        findings.push_back(findingOf(models, metric, model));
    }
    judge(findings);
    return findings;
}

} // namespace btw::experiments
