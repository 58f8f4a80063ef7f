// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/leak.h"

#include "engine/error.h"
#include "workspace/experiments/results/lines.h"
#include "workspace/experiments/words.h"

#include <algorithm>

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

} // namespace

QStringList leakLines(Models& models, const std::string& metric)
{
    const auto& all = models.all();
    QStringList out;
    constexpr qsizetype kColumns = 4;
    for (const auto& leaking : all) {
        if (!leaking.usesEvaluationLabels)
            continue;
        const auto honest = std::find_if(
            all.begin(), all.end(), [&](const Model& one) { return isWithoutLeak(leaking, one); });
        if (honest == all.end())
            continue;
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
                "difference is positive where the figure becomes better. The first is for "
                "replication only, and no finding on this page is drawn from it.")
                       .arg(metricTitle(metric))
                << QString();
            addHead(out,
                { QStringLiteral("model"), QStringLiteral("residual-labels"), QStringLiteral("neighbours"),
                    QStringLiteral("the leak adds (95% interval)") });
        }
        addRow(out,
            { honest->plainNameWithKey(), decimals(models.estimate(metric, leaking)),
                decimals(models.estimate(metric, *honest)), adds },
            kColumns);
    }
    return out;
}

} // namespace btw::experiments
