// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/leak.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/results/lines.h"
#include "workspace/experiments/words.h"

#include <algorithm>
#include <map>
#include <vector>

namespace btw::experiments {

namespace {

/// Whether the second is the first with weights that read no label of a test row.
bool isWithoutLeak(const Model& leaking, const Model& other)
{
    if (other.usesEvaluationLabels || other.isReference
        || other.spec.variance != weighting::Variance::Neighbours)
        return false;
    const auto differences = differencesOf(leaking, other);
    return differences.size() == 1 && differences.front().key == QLatin1String("variance");
}

/// Two models on the folds and seeds that both have.
struct Beside
{
    std::vector<double> first, second, gains; ///< positive where the first is better

    Beside(Models& models, const std::string& metric, const Model& one, const Model& other)
    {
        const auto others = models.figures(metric, other);
        for (const auto& [cell, figure] : models.figures(metric, one))
            if (const auto found = others.find(cell); found != others.end()) {
                first.push_back(figure);
                second.push_back(found->second);
                const double more = figure - found->second;
                gains.push_back(analysis::lowerIsBetter(metric) ? -more : more);
            }
    }
};

/// The model's name without its variance: the row has both.
QString nameOf(Model model)
{
    QStringList settings = model.settings.split(QStringLiteral(", "), Qt::SkipEmptyParts);
    settings.erase(std::remove_if(settings.begin(), settings.end(),
                       [](const QString& one) { return one.startsWith(QLatin1String("variance ")); }),
        settings.end());
    model.settings = settings.join(QStringLiteral(", "));
    return model.plainNameWithKey();
}

QString meanText(const std::vector<double>& figures) { return decimals(analysis::meanAndStd(figures).mean); }

} // namespace

QStringList leakLines(Models& models, const std::string& metric)
{
    const auto& all = models.all();
    QStringList out;
    constexpr qsizetype kColumns = 5;
    for (const auto& leaking : all) {
        if (!leaking.usesEvaluationLabels)
            continue;
        const auto honest = std::find_if(
            all.begin(), all.end(), [&](const Model& one) { return isWithoutLeak(leaking, one); });
        if (honest == all.end())
            continue;
        const Beside beside(models, metric, leaking, *honest);
        const auto gain = analysis::meanAndStd(beside.gains);
        QString adds = QStringLiteral("-");
        try {
            const auto by = models.difference(metric, leaking, *honest);
            adds = withInterval(by.estimate, by.low, by.high);
        } catch (const Error&) { // undefined on every fold
        }
        if (out.isEmpty()) {
            out << QStringLiteral(
                "What the leak adds: %1 of a model whose weights read the labels of the test rows "
                "(residual-labels) beside the same model whose weights do not (neighbours); the "
                "difference is positive where the figure becomes better. Its interval holds for these fitted "
                "models: where the seeds differ as much, training again may turn it round. The first is for "
                "replication only, and no finding on this page is drawn from it.")
                       .arg(metricTitle(metric))
                << QString();
            addHead(out,
                { QStringLiteral("model"), QStringLiteral("residual-labels"), QStringLiteral("neighbours"),
                    QStringLiteral("the leak adds (95% interval)"),
                    QStringLiteral("mean ± std over the seeds") });
        }
        addRow(out,
            { nameOf(*honest), meanText(beside.first), meanText(beside.second), adds,
                QStringLiteral("%1 ± %2").arg(decimals(gain.mean), decimals(gain.std)) },
            kColumns);
    }
    return out;
}

} // namespace btw::experiments
