// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/findings.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/contribution.h"
#include "workspace/experiments/contributions.h"

#include <algorithm>
#include <utility>

namespace btw::experiments {

namespace {

using Outcome = WeightingFinding::Outcome;

WeightingFinding findingOf(Models& models, const std::string& metric, const Model& weighting)
{
    WeightingFinding finding;
    finding.model = weighting;
    for (const auto control : controlsOf(weighting)) {
        const auto& all = models.all();
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const Model& one) { return controlOf(one, weighting) == control; });
        if (found == all.end() || models.sharedCells(weighting, *found).empty())
            finding.notTrained.push_back(control);
        else
            finding.gains.push_back({ control, models.difference(metric, weighting, *found) });
    }
    return finding;
}

Outcome outcomeOf(const WeightingFinding& finding)
{
    const auto& first = finding.gains.front().difference;
    if (first.high < 0)
        return Outcome::Worse;
    if (first.low <= 0)
        return Outcome::CannotTell;
    const bool beatsAll = finding.notTrained.empty()
        && std::all_of(finding.gains.begin(), finding.gains.end(),
            [](const Gain& gain) { return gain.difference.low > 0; });
    if (!beatsAll)
        return Outcome::NotBeyondControls;
    return analysis::mayBeClaimed(first, finding.adjustedP) ? Outcome::Helps : Outcome::HelpsHere;
}

} // namespace

std::vector<WeightingFinding> weightingFindings(Models& models, const std::string& metric)
{
    std::vector<WeightingFinding> findings;
    for (const auto& model : models.all()) {
        if (!isWeighting(model) || !standsByItself(models.all(), model))
            continue;
        auto finding = findingOf(models, metric, model);
        const bool hasFirst
            = !finding.gains.empty() && finding.gains.front().control == controlsOf(model).front();
        if (hasFirst)
            findings.push_back(std::move(finding));
    }
    std::vector<double> p;
    for (const auto& finding : findings) {
        double largest = 0;
        for (const auto& gain : finding.gains)
            largest = std::max(largest, gain.difference.largerP());
        p.push_back(largest);
    }
    const auto adjusted = analysis::holmCorrected(p);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        findings[i].adjustedP = adjusted[i];
        findings[i].outcome = outcomeOf(findings[i]);
    }
    return findings;
}

} // namespace btw::experiments
