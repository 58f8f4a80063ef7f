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

/// Over all values, and over those of instances with a smaller and with a larger error.
void addCurves(ErrorAnalysis& analysis, const std::vector<double>& all, const std::vector<double>& corrected,
    const std::vector<double>& mistaken)
{
    if (analysis.n == 0)
        return;
    const auto n = static_cast<double>(analysis.n);
    analysis.all = kernelDensity(all);
    analysis.corrected = kernelDensity(corrected, static_cast<double>(corrected.size()) / n);
    analysis.mistaken = kernelDensity(mistaken, static_cast<double>(mistaken.size()) / n);
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
    addCurves(analysis, analysis.y, corrected, mistaken);
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
    std::vector<double> more;
    std::vector<double> less;
    for (std::size_t i = 0; i < analysis.rows.size(); ++i) {
        const double label = analysis.y[i];
        if (label < 0 || label >= static_cast<double>(classCount) || label != std::floor(label))
            throw Error("Row " + std::to_string(analysis.rows[i])
                + ": the label is not a class index; it must be a whole number between 0 and "
                + std::to_string(classCount - 1) + ".");
        const auto truth = static_cast<int>(label);
        const bool wasRight = before[i] == truth;
        const bool isRight = after[i] == truth;
        count(analysis.classes[static_cast<std::size_t>(truth)], wasRight, isRight);
        analysis.change.push_back(static_cast<std::int8_t>((isRight ? 1 : 0) - (wasRight ? 1 : 0)));
        const float sure = baseline.row(analysis.rows[i])[truth];
        const float surer = weighted.row(analysis.rows[i])[truth];
        analysis.sure.push_back(sure);
        analysis.delta.push_back(static_cast<double>(surer) - sure);
        if (surer > sure)
            more.push_back(sure);
        else if (surer < sure)
            less.push_back(sure);
    }
    addCurves(analysis, analysis.sure, more, less);
    for (const ClassBar& bar : analysis.classes) {
        analysis.corrections += bar.corrections;
        analysis.mistakes += bar.mistakes;
    }
}

} // namespace

ErrorAnalysis amongRows(const ErrorAnalysis& analysis, Task task, const std::vector<std::size_t>& places)
{
    const bool ofClasses = task == Task::Classification;
    ErrorAnalysis some;
    some.n = static_cast<std::int64_t>(places.size());
    some.classes.resize(analysis.classes.size());
    std::vector<double> corrected;
    std::vector<double> mistaken;
    for (const std::size_t place : places) {
        some.rows.push_back(analysis.rows[place]);
        some.y.push_back(analysis.y[place]);
        some.delta.push_back(analysis.delta[place]);
        some.change.push_back(analysis.change[place]);
        some.corrections += analysis.change[place] > 0 ? 1 : 0;
        some.mistakes += analysis.change[place] < 0 ? 1 : 0;
        if (ofClasses) {
            ClassBar& bar = some.classes[static_cast<std::size_t>(analysis.y[place])];
            ++bar.all;
            bar.corrections += analysis.change[place] > 0 ? 1 : 0;
            bar.mistakes += analysis.change[place] < 0 ? 1 : 0;
            some.sure.push_back(analysis.sure[place]);
        }
        const double at = ofClasses ? analysis.sure[place] : analysis.y[place];
        if (analysis.delta[place] > 0)
            corrected.push_back(at);
        else if (analysis.delta[place] < 0)
            mistaken.push_back(at);
    }
    addCurves(some, ofClasses ? some.sure : some.y, corrected, mistaken);
    return some;
}

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
