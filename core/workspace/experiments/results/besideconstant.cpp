// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/besideconstant.h"

#include "engine/analysis/fewestpeople.h"
#include "engine/error.h"
#include "workspace/experiments/results/lines.h"
#include "workspace/experiments/words.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace btw::experiments {

BesideConstant::Outcome BesideConstant::outcome(double margin) const
{
    if (gain.units < analysis::kFewestPeople || !std::isfinite(gain.low) || !std::isfinite(gain.high))
        return Outcome::CannotTell;
    if (gain.low > 0)
        return Outcome::Better;
    if (gain.low > -margin) // false where there is no margin
        return Outcome::NoWorse;
    return gain.high < 0 ? Outcome::Worse : Outcome::CannotTell;
}

std::vector<BesideConstant> besideConstant(Models& models, const std::string& metric)
{
    const auto& all = models.all();
    const auto constant = std::find_if(all.begin(), all.end(),
        [](const Model& one) { return one.isReference && one.system == QLatin1String("constant"); });
    std::vector<BesideConstant> some;
    if (constant == all.end())
        return some;
    for (const auto& model : all) {
        if (model.isReference || model.usesEvaluationLabels || !model.isWhole()
            || models.sharedCells(model, *constant).empty())
            continue;
        try {
            some.push_back({ model, models.difference(metric, model, *constant) });
        } catch (const Error&) { // undefined on every fold: nothing is said of it, as in the table
        }
    }
    return some;
}

QString constantReading(const std::vector<BesideConstant>& models, const std::string& metric, double margin)
{
    using Outcome = BesideConstant::Outcome;
    const auto those = [&](Outcome outcome) {
        QStringList words;
        for (const auto& one : models)
            if (one.outcome(margin) == outcome)
                words << QStringLiteral("*%1* (%2)")
                             .arg(one.model.plainName(),
                                 withInterval(one.gain.estimate, one.gain.low, one.gain.high));
        return words;
    };
    const QString known
        = std::isnan(margin) ? QString() : QStringLiteral(", with a margin of %1").arg(decimals(margin));
    QStringList out { QStringLiteral("Beside the constant, which knows no modality, by %1%2:")
                          .arg(metricTitle(metric), known),
        QString() };
    const auto better = those(Outcome::Better);
    if (better.size() == static_cast<qsizetype>(models.size())) {
        out << QStringLiteral("- Every model does better than the constant in these fitted models.");
        return out.join(QLatin1Char('\n'));
    }
    out << (better.isEmpty()
            ? QStringLiteral("- **No model is shown to do better than the constant.**")
            : QStringLiteral("- Better in these fitted models: %1.").arg(better.join(QStringLiteral("; "))));
    const auto add = [&](Outcome outcome, const QString& sentence) {
        if (const auto words = those(outcome); !words.isEmpty())
            out << sentence.arg(words.join(QStringLiteral("; ")));
    };
    add(Outcome::NoWorse, QStringLiteral("- No worse than the constant by more than the margin: %1."));
    add(Outcome::CannotTell, QStringLiteral("- These people cannot tell: %1."));
    add(Outcome::Worse, QStringLiteral("- Worse than the constant in these fitted models: %1."));
    return out.join(QLatin1Char('\n'));
}

} // namespace btw::experiments
