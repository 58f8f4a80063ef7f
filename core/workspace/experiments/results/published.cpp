// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/published.h"

#include "engine/analysis/metrics.h"
#include "workspace/experiments/comparison.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/overhead.h"
#include "workspace/experiments/results/lines.h"

#include <algorithm>

namespace btw::experiments {

std::vector<std::string> publishedMetrics(const ExperimentFile& file, const store::CohortRecord& cohort)
{
    auto names = analysis::metricNames(
        cohort.task, analysis::isSentimentRange(cohort.labelRange), cohort.classes.size());
    const auto rows = publishedRows(file.json);
    const auto isUnpublished = [&](const std::string& name) {
        return std::none_of(rows.begin(), rows.end(), [&](const auto& row) { return row.metric == name; });
    };
    names.erase(std::remove_if(names.begin(), names.end(), isUnpublished), names.end());
    return names;
}

QStringList publishedLines(const ExperimentFile& file)
{
    const auto rows = publishedRows(file.json);
    QStringList out;
    if (rows.empty())
        return out;
    out << QStringLiteral("Published figures:") << QString();
    const QStringList head { QStringLiteral("model"), QStringLiteral("metric"), QStringLiteral("published"),
        QStringLiteral("source") };
    addHead(out, head);
    for (const auto& row : rows)
        addRow(out, { nameOf(row), metricTitle(row.metric), publishedText(row), row.source }, head.size());
    return out;
}

QStringList timeLines(const store::Store& store, const Models& models, const ExperimentFile& file)
{
    Comparison comparison;
    comparison.published = publishedRows(file.json);
    if (!isTimePublished(comparison.published))
        return {};
    addTimes(store, models, comparison);
    const auto sentence = timesSentence(comparison);
    return sentence.isEmpty() ? QStringList() : QStringList { sentence };
}

} // namespace btw::experiments
