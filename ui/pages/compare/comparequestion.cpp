// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparequestion.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/comparisonworkbook.h"
#include "workspace/store/store.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <unordered_set>

namespace btw::pages {

namespace {

using experiments::Models;
using experiments::Study;

experiments::ComparisonChoice choiceOf(
    const store::Store& store, const CompareQuestion& question, bool withVariances)
{
    experiments::ComparisonChoice choice;
    if (!question.metric.empty())
        choice.metrics.push_back(question.metric);
    choice.baseline = question.baseline;
    choice.spread = question.spread;
    choice.withVariances = withVariances;
    if (question.subgroup == 0)
        return choice;
    for (auto& one : store.subgroups())
        if (one.id == question.subgroup) {
            choice.people = std::move(one.ids);
            choice.subgroup = std::move(one.name);
        }
    if (choice.people.empty())
        throw Error("This subgroup is no longer in the store.", Error::Kind::Input);
    return choice;
}

QString quoted(const QString& word)
{
    QString inside = word;
    inside.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + inside + QLatin1Char('\'');
}

} // namespace

CompareResult answer(const store::Store& store, const CompareQuestion& question)
{
    CompareResult result;
    result.study = experiments::studyOf(store, question.study);
    if (result.study.trainings.empty())
        return result;
    std::set<std::int64_t> cohorts;
    for (const auto& training : result.study.trainings)
        cohorts.insert(training.cohortId);
    result.cohorts.assign(cohorts.begin(), cohorts.end());
    const auto cohort = store.cohort(result.cohorts.front());
    result.metrics = analysis::metricNames(
        cohort.task, analysis::isSentimentRange(cohort.labelRange), cohort.classes.size());
    if (!result.study.isOpen())
        return result;
    result.subgroups = experiments::subgroupsOf(store, cohort);
    result.notes = store.notes();
    try {
        result.comparisons = experiments::compareStudy(store, result.study, choiceOf(store, question, false));
    } catch (const Error& error) {
        result.refused = QString::fromUtf8(error.what());
    }
    return result;
}

experiments::PeopleChange peopleOf(const store::Store& store, const CompareQuestion& question,
    const std::string& population, const QString& model, const QString& baseline)
{
    auto models = experiments::modelsOf(store, experiments::studyOf(store, question.study), population);
    models.addReferences();
    const auto named = [&](const QString& name) -> const experiments::Model& {
        for (const auto& one : models.all())
            if (one.fullName() == name)
                return one;
        throw Error(name.toStdString() + " is no longer in the store.", Error::Kind::Input);
    };
    auto change = experiments::peopleChange(store, models, named(model), named(baseline));
    if (question.subgroup == 0)
        return change;
    const auto people = choiceOf(store, question, false).people;
    const std::unordered_set<std::string> wanted(people.begin(), people.end());
    std::erase_if(change.people, [&](const auto& person) { return wanted.count(person.id) == 0; });
    return change;
}

QByteArray tablesOf(const store::Store& store, const CompareQuestion& question, CopyFormat format)
{
    const bool isFull = format != CopyFormat::Latex && format != CopyFormat::Markdown;
    const auto comparisons = experiments::compareStudy(
        store, experiments::studyOf(store, question.study), choiceOf(store, question, isFull));
    using experiments::TableFormat;
    switch (format) {
    case CopyFormat::Latex:
        return experiments::comparisonText(comparisons, TableFormat::Latex).toUtf8() + '\n';
    case CopyFormat::Markdown:
        return experiments::comparisonText(comparisons, TableFormat::Markdown).toUtf8() + '\n';
    case CopyFormat::Csv:
        return experiments::comparisonText(comparisons, TableFormat::Csv).toUtf8() + '\n';
    case CopyFormat::Tsv:
        return experiments::comparisonText(comparisons, TableFormat::Tsv).toUtf8() + '\n';
    case CopyFormat::Xlsx:
        break;
    }
    return experiments::comparisonWorkbook(comparisons, store.testReads());
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
        LearningCurve curve { model.fullName(), {} };
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
    QStringList words { QStringLiteral("btw compare --store"), quoted(storePath) };
    const bool isExperiment = question.study.experiment != 0;
    words << (isExperiment ? QStringLiteral("--experiment") : QStringLiteral("--cohort"))
          << QString::number(isExperiment ? question.study.experiment : question.study.cohort);
    if (!question.baseline.isEmpty())
        words << QStringLiteral("--baseline") << quoted(question.baseline);
    if (!question.metric.empty())
        words << QStringLiteral("--metric") << QString::fromStdString(question.metric);
    if (question.spread != experiments::Spread::Seeds)
        words << QStringLiteral("--by")
              << (question.spread == experiments::Spread::Folds ? QStringLiteral("fold")
                                                                : QStringLiteral("person"));
    if (!subgroup.isEmpty())
        words << QStringLiteral("--subgroup") << quoted(subgroup);
    return words.join(QLatin1Char(' '));
}

} // namespace btw::pages
