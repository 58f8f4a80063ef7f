// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparequestion.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/commandline.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/comparisonworkbook.h"
#include "workspace/store/store.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace btw::pages {

namespace {

using experiments::Models;
using experiments::Study;

experiments::ComparisonChoice choiceOf(
    const store::Store& store, const CompareQuestion& question, const Study& study, bool withVariances)
{
    experiments::ComparisonChoice choice;
    if (!question.metric.empty())
        choice.metrics.push_back(question.metric);
    choice.baseline = question.baseline;
    choice.spread = question.spread;
    choice.withVariances = withVariances;
    if (question.subgroup == 0)
        return choice;
    const auto cohort = store.cohort(study.trainings.front().splitId);
    for (const auto& one : store.subgroups())
        if (one.id == question.subgroup)
            experiments::askOnly(choice, one, cohort);
    if (choice.people.empty())
        throw Error("This subgroup is no longer in the store.", Error::Kind::Input);
    return choice;
}

std::size_t rowsOf(const std::vector<experiments::Comparison>& comparisons)
{
    std::size_t rows = 0;
    for (const auto& one : comparisons)
        rows += one.rows.size();
    return rows;
}

} // namespace

CompareResult answer(const store::Store& store, const CompareQuestion& question)
{
    CompareResult result;
    result.study = experiments::studyOf(store, question.study);
    if (result.study.trainings.empty())
        return result;
    std::set<std::int64_t> splits;
    for (const auto& training : result.study.trainings)
        splits.insert(training.splitId);
    result.splits.assign(splits.begin(), splits.end());
    const auto cohort = store.cohort(result.splits.front());
    result.metrics = analysis::metricNames(
        cohort.task, analysis::isSentimentRange(cohort.labelRange), cohort.classes.size());
    if (!result.study.isOpen())
        return result;
    result.subgroups = experiments::subgroupsOf(store, cohort);
    result.notes = store.notes();
    try {
        result.comparisons
            = experiments::compareStudy(store, result.study, choiceOf(store, question, result.study, false));
    } catch (const Error& error) {
        result.refused = QString::fromUtf8(error.what());
    }
    return result;
}

experiments::PeopleChange peopleOf(const store::Store& store, const CompareQuestion& question,
    const std::string& population, const QString& model, const QString& baseline)
{
    const auto study = experiments::studyOf(store, question.study);
    auto models = experiments::modelsOf(store, study, population);
    models.addReferences();
    const auto named = [&](const QString& name) -> const experiments::Model& {
        for (const auto& one : models.all())
            if (one.fullName() == name)
                return one;
        throw Error(name.toStdString() + " is no longer in the store.", Error::Kind::Input);
    };
    return experiments::peopleChange(
        store, models, named(model), named(baseline), choiceOf(store, question, study, false).people);
}

CopiedTables textOf(const std::vector<experiments::Comparison>& comparisons, CopyFormat format)
{
    using experiments::TableFormat;
    const TableFormat wanted = format == CopyFormat::Latex ? TableFormat::Latex
        : format == CopyFormat::Markdown                   ? TableFormat::Markdown
        : format == CopyFormat::Tsv                        ? TableFormat::Tsv
                                                           : TableFormat::Csv;
    return { experiments::comparisonText(comparisons, wanted).toUtf8() + '\n', rowsOf(comparisons) };
}

CopiedTables tablesOf(const store::Store& store, const CompareQuestion& question, CopyFormat format)
{
    const bool isFull = format != CopyFormat::Latex && format != CopyFormat::Markdown;
    const auto study = experiments::studyOf(store, question.study);
    const auto comparisons
        = experiments::compareStudy(store, study, choiceOf(store, question, study, isFull));
    if (format != CopyFormat::Xlsx)
        return textOf(comparisons, format);
    return { experiments::comparisonWorkbook(comparisons, store.testReads()), rowsOf(comparisons) };
}

std::vector<LearningCurve> curvesOf(
    const store::Store& store, const std::vector<experiments::Model>& models, const std::string& metric)
{
    std::vector<LearningCurve> curves;
    for (const auto& model : models) {
        struct Epoch
        {
            std::size_t runs = 0;
            double sum = 0;
            std::size_t defined = 0;
        };
        std::vector<Epoch> sums;
        std::size_t runs = 0;
        for (const auto& [cell, run] : model.runs) {
            if (run <= 0)
                continue;
            ++runs;
            for (const auto& epoch : store.epochs(run)) {
                const auto at = static_cast<std::size_t>(epoch.report.epoch - 1);
                sums.resize(std::max(sums.size(), at + 1));
                ++sums[at].runs;
                const auto found = epoch.report.validation.find(metric);
                if (found == epoch.report.validation.end() || !std::isfinite(found->second))
                    continue;
                sums[at].sum += found->second;
                ++sums[at].defined;
            }
        }
        LearningCurve curve { model.plainName(), {} };
        curve.values.reserve(sums.size());
        for (const auto& one : sums) {
            if (one.runs < runs) // a mean of those that still train says nothing beside one of all
                break;
            curve.values.push_back(one.defined == 0 ? std::numeric_limits<double>::quiet_NaN()
                                                    : one.sum / static_cast<double>(one.defined));
        }
        curves.push_back(std::move(curve));
    }
    return curves;
}

QString commandOf(const QString& storePath, const CompareQuestion& question, const QString& subgroup)
{
    return experiments::commandLine(
        { storePath, question.study, question.baseline, question.metric, question.spread, subgroup });
}

} // namespace btw::pages
