// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/overdraws.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/contribution.h"
#include "engine/analysis/metrics.h"
#include "engine/analysis/studentt.h"
#include "workspace/experiments/results/lines.h"
#include "workspace/experiments/words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::experiments {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

DrawnFinding& findingOf(std::vector<DrawnFinding>& all, const Model& model)
{
    const auto name = model.fullName();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const DrawnFinding& one) { return one.model.fullName() == name; });
    if (found != all.end())
        return *found;
    DrawnFinding finding;
    finding.model = model;
    for (const auto control : controlsOf(model))
        finding.controls.push_back({ control });
    all.push_back(std::move(finding));
    return all.back();
}

void summarise(DrawnGain& gain)
{
    const auto summary = analysis::meanAndStd(gain.gains);
    gain.mean = summary.mean;
    gain.low = gain.high = gain.p = kUndefined;
    if (summary.n < 2)
        return;
    const auto freedom = static_cast<double>(summary.n - 1);
    const double error = summary.std / std::sqrt(static_cast<double>(summary.n));
    const double half = error * analysis::studentT(0.05, freedom);
    gain.low = gain.mean - half;
    gain.high = gain.mean + half;
    gain.p = error > 0 ? analysis::studentP(gain.mean / error, freedom) : gain.mean == 0 ? 1 : 0;
}

bool isKnown(const DrawnGain& gain) { return std::isfinite(gain.low); }

/// The gain of which least is certain: first of all one that is not known.
const DrawnGain& hardest(const DrawnFinding& finding)
{
    return *std::min_element(
        finding.controls.begin(), finding.controls.end(), [](const DrawnGain& a, const DrawnGain& b) {
            return isKnown(a) && isKnown(b) ? a.low < b.low : !isKnown(a) && isKnown(b);
        });
}

/// Of a control that is not beaten at all it is 1; NaN where there is one without a p.
double largestP(const DrawnFinding& finding)
{
    double largest = 0;
    for (const auto& gain : finding.controls) {
        if (std::isnan(gain.p))
            return kUndefined;
        largest = std::max(largest, gain.mean > 0 ? gain.p : 1.0);
    }
    return largest;
}

QString gainText(const DrawnGain& gain)
{
    return isKnown(gain) ? withInterval(gain.mean, gain.low, gain.high) : QStringLiteral("not trained");
}

QStringList listed(const std::vector<DrawnFinding>& all, DrawnFinding::Outcome outcome)
{
    QStringList words;
    for (const auto& one : all)
        if (one.outcome == outcome) {
            const auto& least = hardest(one);
            words << (outcome == DrawnFinding::Outcome::Helps
                    ? QStringLiteral("*%1* (least over %2: %3; p %4)")
                          .arg(one.model.plainName(), controlWords(least.control), gainText(least),
                              pText(one.adjustedP))
                    : outcome == DrawnFinding::Outcome::NotBeyondControls
                    ? QStringLiteral("*%1* (over %2: %3)")
                          .arg(one.model.plainName(), controlWords(least.control), gainText(least))
                    : QStringLiteral("*%1* (%2)").arg(one.model.plainName(), gainText(one.controls.front())));
        }
    return words;
}

} // namespace

void addDraw(std::vector<DrawnFinding>& all, const std::vector<WeightingFinding>& draw)
{
    for (const auto& finding : draw) {
        auto& over = findingOf(all, finding.model);
        for (const auto& gain : finding.gains)
            for (auto& one : over.controls)
                if (one.control == gain.control && std::isfinite(gain.difference.estimate))
                    one.gains.push_back(gain.difference.estimate);
    }
}

void judge(std::vector<DrawnFinding>& all)
{
    using Outcome = DrawnFinding::Outcome;
    std::vector<double> p;
    for (auto& finding : all) {
        for (auto& gain : finding.controls)
            summarise(gain);
        p.push_back(largestP(finding));
    }
    const auto adjusted = analysis::holmCorrected(p);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto& finding = all[i];
        finding.adjustedP = adjusted[i];
        const auto& first = finding.controls.front();
        const bool beatsAll = std::all_of(finding.controls.begin(), finding.controls.end(),
            [](const DrawnGain& gain) { return gain.low > 0; });
        finding.outcome = !isKnown(first)                       ? Outcome::NotCompared
            : first.high < 0                                    ? Outcome::Worse
            : beatsAll && finding.adjustedP <= analysis::kClaim ? Outcome::Helps
            : first.low > 0                                     ? Outcome::NotBeyondControls
                                                                : Outcome::CannotTell;
    }
}

QString overDrawsText(const std::vector<DrawnFinding>& all, std::size_t draws)
{
    using Outcome = DrawnFinding::Outcome;
    QStringList out { QStringLiteral("Over the %1 draws together, which are independent of each other (95% "
                                     "interval of the mean gain and p by Student's t over draws; p is the "
                                     "largest over a weighting's controls, corrected for %2 weightings; none "
                                     "where a control was not trained):")
                          .arg(draws)
                          .arg(std::count_if(all.begin(), all.end(),
                              [](const DrawnFinding& one) { return !std::isnan(one.adjustedP); })),
        QString() };
    const QStringList head { QStringLiteral("weighting"), QStringLiteral("first of all compared with"),
        QStringLiteral("mean gain (95% interval)"), QStringLiteral("is least sure to beat"),
        QStringLiteral("mean gain (95% interval)"), QStringLiteral("p, corrected") };
    addHead(out, head);
    for (const auto& one : all) {
        const auto& least = hardest(one);
        addRow(out,
            { one.model.plainNameWithKey(), controlWords(one.controls.front().control),
                gainText(one.controls.front()), controlWords(least.control), gainText(least),
                pText(one.adjustedP) },
            head.size());
    }
    out << QString();
    const auto helps = listed(all, Outcome::Helps);
    out << (helps.isEmpty() ? QStringLiteral("- **No weighting is shown to help** over these draws.")
                            : QStringLiteral("- **Shown to help** on people of this made-up kind: %1.")
                                  .arg(helps.join(QStringLiteral("; "))));
    const auto add = [&](Outcome outcome, const QString& sentence) {
        if (const auto words = listed(all, outcome); !words.isEmpty())
            out << sentence.arg(words.join(QStringLiteral("; ")));
    };
    add(Outcome::NotBeyondControls,
        QStringLiteral("- Better than the first of its controls, but not shown to be better than all: %1."));
    add(Outcome::CannotTell, QStringLiteral("- These draws cannot tell: %1."));
    add(Outcome::Worse, QStringLiteral("- Worse than the first of its controls: %1."));
    add(Outcome::NotCompared,
        QStringLiteral("- Nothing can be said, since the first of the controls was not trained: %1."));
    return out.join(QLatin1Char('\n'));
}

} // namespace btw::experiments
