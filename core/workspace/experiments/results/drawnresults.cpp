// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/drawnresults.h"

#include "engine/analysis/contribution.h"
#include "engine/analysis/metrics.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/results/findings.h"
#include "workspace/experiments/results/lines.h"
#include "workspace/experiments/results/overdraws.h"
#include "workspace/io/tablewords.h"
#include "workspace/store/store.h"

#include <cmath>
#include <map>
#include <set>

namespace btw::experiments {

using tablewords::counted;

namespace {

/// One model over the draws.
struct OverDraws
{
    std::vector<double> figures;
    std::vector<double> gains; ///< over its unweighted model; of weightings
    std::size_t beatsFirst = 0, beatsAll = 0, corrected = 0, worse = 0;
};

/// Of all draws, or of those on which it is defined.
QString spreadText(const std::vector<double>& values, std::size_t draws)
{
    const auto summary = analysis::meanAndStd(values);
    if (summary.n == 0)
        return {};
    const QString text = QStringLiteral("%1 ± %2").arg(decimals(summary.mean), decimals(summary.std));
    return summary.n == draws ? text : QStringLiteral("%1 (of %2)").arg(text).arg(summary.n);
}

} // namespace

QString drawnResults(const store::Store& store, const PlannedExperiment& planned)
{
    using Outcome = WeightingFinding::Outcome;
    std::vector<QString> order;
    std::map<QString, OverDraws> all;
    const auto of = [&](const Model& model) -> OverDraws& {
        const auto name = model.plainNameWithKey();
        if (all.count(name) == 0)
            order.push_back(name);
        return all[name];
    };
    std::string metric;
    std::size_t drawsShown = 0;
    std::set<std::size_t> sizes;
    std::vector<DrawnFinding> over;
    for (const auto& record : planned.open) {
        Models models(store, record, trainedPopulations(store, record).front());
        models.addReferences();
        metric = record.definition.value(QStringLiteral("metric")).toString().toStdString();
        sizes.insert(models.testRows().size());
        for (const auto& model : models.all())
            if (const double figure = models.estimate(metric, model); std::isfinite(figure))
                of(model).figures.push_back(figure);
        bool isAnyShown = false;
        const auto findings = weightingFindings(models, metric);
        addDraw(over, findings);
        for (const auto& finding : findings) {
            if (finding.outcome == Outcome::NotCompared)
                continue;
            auto& one = of(finding.model);
            one.gains.push_back(finding.gains.front().difference.estimate);
            one.beatsFirst += finding.gains.front().difference.low > 0 ? 1 : 0;
            const bool isShown = finding.beatsEveryControl() && finding.adjustedP <= analysis::kClaim;
            one.beatsAll += finding.beatsEveryControl() ? 1 : 0;
            one.corrected += isShown ? 1 : 0;
            isAnyShown = isAnyShown || isShown;
            one.worse += finding.outcome == Outcome::Worse ? 1 : 0;
        }
        drawsShown += isAnyShown ? 1 : 0;
    }

    QStringList out;
    QString line
        = QStringLiteral("%1, each separately on one split of %2 test rows")
              .arg(counted(planned.open.size(), QStringLiteral("draw"), QStringLiteral("draws")))
              .arg(sizes.size() == 1 ? QString::number(*sizes.begin())
                                     : QStringLiteral("%1 to %2").arg(*sizes.begin()).arg(*sizes.rbegin()));
    if (planned.open.size() < planned.asked)
        line += QStringLiteral("; %1 of %2 have not been trained yet")
                    .arg(planned.asked - planned.open.size())
                    .arg(planned.asked);
    out << line
            + QStringLiteral(
                ". A gain is over the unweighted model (of late fusion, alone or beside the mixture of "
                "experts: "
                "over the mean of five unweighted models), positive where the weighting is better.");
    out << QString();
    const QStringList head { QStringLiteral("model"),
        QStringLiteral("%1 (%2), mean ± std of draws").arg(metricTitle(metric), sense(metric)),
        QStringLiteral("gain, mean ± std of draws"), QStringLiteral("draws: better than unweighted"),
        QStringLiteral("better than every control"), QStringLiteral("and with a corrected p of at most 0.05"),
        QStringLiteral("worse") };
    addHead(out, head);
    for (const auto& name : order) {
        const auto& one = all[name];
        QStringList cells { name, spreadText(one.figures, planned.open.size()) };
        if (!one.gains.empty()) {
            cells << spreadText(one.gains, planned.open.size());
            for (const auto count : { one.beatsFirst, one.beatsAll, one.corrected, one.worse })
                cells << QString::number(count);
        }
        addRow(out, cells, head.size());
    }
    out << QString()
        << QStringLiteral(
               "- In %1 of %2 draws some weighting beat every control with a corrected p of at most 0.05: a "
               "false claim where nothing is to be found, were one split enough to claim anything. *Better* "
               "and *worse* are judged by the 95% interval over people, which holds for the fitted models of "
               "one split: where nothing is to be found, one in 40 or more is expected on either side.")
               .arg(drawsShown)
               .arg(planned.open.size());
    judge(over);
    if (!over.empty() && planned.open.size() > 1)
        out << QString() << overDrawsText(over, planned.open.size());
    if (!planned.file.without.isUndefined())
        out << QStringLiteral(
            "- What each modality adds in each draw is not shown here: btw sweep has printed it.");
    return out.join(QLatin1Char('\n'));
}

} // namespace btw::experiments
