// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/contribution.h"

#include "engine/analysis/fewestpeople.h"
#include "engine/analysis/metricfacts.h"

#include <cmath>
#include <limits>

namespace btw::analysis {

namespace {

Verdict verdictOf(const FoldDifference& difference, std::size_t people, double margin)
{
    if (people < kFewestPeople)
        return Verdict::CannotTell;
    if (difference.low > 0)
        return difference.high < margin ? Verdict::HelpsWithinMargin : Verdict::Helps;
    if (difference.high < 0)
        return Verdict::Harms;
    if (difference.low90 > -margin && difference.high90 < margin)
        return Verdict::AsGoodWithout;
    return Verdict::CannotTell;
}

} // namespace

std::string_view toString(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Helps:
    case Verdict::HelpsWithinMargin:
        return "helps";
    case Verdict::Harms:
        return "harms";
    case Verdict::AsGoodWithout:
        return "as-good-without";
    case Verdict::CannotTell:
        break;
    }
    return "cannot-tell";
}

double usualMargin(const std::string& metric, double constantsError)
{
    const MetricFacts* facts = findMetric(metric);
    if (facts == nullptr || !facts->margin)
        return std::numeric_limits<double>::quiet_NaN();
    return facts->inLabelUnits ? *facts->margin * constantsError : *facts->margin;
}

void judge(std::vector<Contribution>& contributions, double margin)
{
    std::vector<double> p;
    p.reserve(contributions.size());
    for (const auto& one : contributions)
        p.push_back(one.difference.largerP());
    const auto corrected = holmCorrected(p);
    for (std::size_t i = 0; i < contributions.size(); ++i) {
        auto& one = contributions[i];
        one.adjustedP = corrected[i];
        one.couldHaveShown = kDetectable * one.difference.standardError;
        one.people = one.difference.units;
        one.verdict = verdictOf(one.difference, one.people, margin);
        if (!one.among || one.among->known != Among::Known::Yes)
            continue;
        auto& among = *one.among;
        among.couldHaveShown = kDetectable * among.difference.standardError;
        among.verdict = verdictOf(among.difference, among.people, margin);
    }
}

} // namespace btw::analysis
