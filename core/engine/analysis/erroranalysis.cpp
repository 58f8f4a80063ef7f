// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/erroranalysis.h"

#include "engine/analysis/kde.h"
#include "engine/analysis/metrics.h"
#include "engine/analysis/reading.h"
#include "engine/error.h"

#include <cmath>

namespace btw::analysis {

namespace {

void count(ClassBar& bar, bool baselineRight, bool weightedRight)
{
    ++bar.all;
    bar.corrections += !baselineRight && weightedRight ? 1 : 0;
    bar.mistakes += baselineRight && !weightedRight ? 1 : 0;
}

LabelReading readLabels(const NamedReading& named, const std::vector<double>& y,
    const std::vector<double>& baseline, const std::vector<double>& weighted)
{
    LabelReading reading { std::string(named.accuracy), {} };
    for (std::size_t i = 0; i < y.size(); ++i) {
        const int truth = readLabel(named.reading, y[i]);
        if (truth >= 0)
            count(reading.counts, readAs(named.reading, baseline[i]) == truth,
                readAs(named.reading, weighted[i]) == truth);
    }
    return reading;
}

void analyseRegression(
    ErrorAnalysis& analysis, const Predictions& baseline, const Predictions& weighted, bool sentimentRange)
{
    std::vector<double> before;
    std::vector<double> after;
    std::vector<double> corrected;
    std::vector<double> mistaken;
    for (std::size_t i = 0; i < analysis.rows.size(); ++i) {
        const double y = analysis.y[i];
        before.push_back(*baseline.row(analysis.rows[i]));
        after.push_back(*weighted.row(analysis.rows[i]));
        const double delta = std::abs(y - before[i]) - std::abs(y - after[i]);
        analysis.delta.push_back(delta);
        analysis.change.push_back(static_cast<std::int8_t>((delta > 0 ? 1 : 0) - (delta < 0 ? 1 : 0)));
        if (delta > 0)
            corrected.push_back(y);
        else if (delta < 0)
            mistaken.push_back(y);
    }
    analysis.corrections = static_cast<std::int64_t>(corrected.size());
    analysis.mistakes = static_cast<std::int64_t>(mistaken.size());
    if (analysis.n > 0) {
        const auto n = static_cast<double>(analysis.n);
        analysis.all = kernelDensity(analysis.y);
        analysis.corrected = kernelDensity(corrected, static_cast<double>(corrected.size()) / n);
        analysis.mistaken = kernelDensity(mistaken, static_cast<double>(mistaken.size()) / n);
    }
    if (!sentimentRange)
        return;
    for (const NamedReading& named : namedReadings())
        analysis.readings.push_back(readLabels(named, analysis.y, before, after));
}

void analyseClasses(
    ErrorAnalysis& analysis, std::size_t classCount, const Predictions& baseline, const Predictions& weighted)
{
    const std::vector<int> before = predictedClasses(baseline, analysis.rows);
    const std::vector<int> after = predictedClasses(weighted, analysis.rows);
    analysis.classes.resize(classCount);
    for (std::size_t i = 0; i < analysis.rows.size(); ++i) {
        const double label = analysis.y[i];
        if (label < 0 || label >= static_cast<double>(classCount) || label != std::floor(label))
            throw Error("Row " + std::to_string(analysis.rows[i])
                + ": the label is no class index; it must be a "
                  "whole number between 0 and "
                + std::to_string(classCount - 1) + ".");
        const auto truth = static_cast<int>(label);
        const bool wasRight = before[i] == truth;
        const bool isRight = after[i] == truth;
        count(analysis.classes[static_cast<std::size_t>(truth)], wasRight, isRight);
        analysis.change.push_back(static_cast<std::int8_t>((isRight ? 1 : 0) - (wasRight ? 1 : 0)));
    }
    for (const ClassBar& bar : analysis.classes) {
        analysis.corrections += bar.corrections;
        analysis.mistakes += bar.mistakes;
    }
}

} // namespace

ErrorAnalysis analyseErrors(Task task, std::size_t classCount, const std::vector<double>& y,
    const Predictions& baseline, const Predictions& weighted, const std::vector<std::size_t>& rows,
    bool sentimentRange)
{
    EvaluationSet given;
    given.task = task;
    given.classCount = classCount;
    given.rows = rows;
    for (const std::size_t row : rows) {
        if (row >= y.size() || !std::isfinite(y[row]))
            throw Error("Row " + std::to_string(row)
                + " has no label that is a finite number: analyse only rows with a label.");
        given.y.push_back(y[row]);
    }
    EvaluationSet common = commonRows(given, { &baseline, &weighted });

    ErrorAnalysis analysis;
    analysis.n = static_cast<std::int64_t>(common.rows.size());
    analysis.rows = std::move(common.rows);
    analysis.y = std::move(common.y);
    if (task == Task::Regression)
        analyseRegression(analysis, baseline, weighted, sentimentRange);
    else
        analyseClasses(analysis, classCount, baseline, weighted);
    return analysis;
}

} // namespace btw::analysis
