// SPDX-License-Identifier: GPL-3.0-or-later
#include "experimentarguments.h"

#include "words.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/data/derivation.h"
#include "engine/error.h"

#include <algorithm>
#include <limits>

namespace btw::cli {

namespace {

constexpr std::int64_t kFoldsAtMost = 1000;

std::string metricOf(const Arguments& arguments, const data::Cohort& cohort)
{
    const auto asked = arguments.value(QStringLiteral("metric"));
    if (!asked)
        return analysis::primaryMetric(cohort.task, cohort.classCount());
    if (analysis::isDescriptive(asked->toStdString()))
        throw Error("--metric is '" + asked->toStdString()
            + "', which describes a model and is better neither when higher nor when lower, so that no "
              "answer "
              "can be given in it: choose another (btw compare --metric takes it).");
    const auto known = analysis::metricNames(
        cohort.task, analysis::isSentimentRange(cohort.labelRange), cohort.classCount());
    if (std::find(known.begin(), known.end(), asked->toStdString()) != known.end())
        return asked->toStdString();
    QStringList names;
    for (const auto& name : known)
        if (!analysis::isDescriptive(name))
            names << text(name);
    throw Error("--metric is '" + asked->toStdString() + "', but must be one of "
        + names.join(QStringLiteral(", ")).toStdString() + ".");
}

} // namespace

std::vector<Option> experimentOptions()
{
    return { { QStringLiteral("without"), QStringLiteral("each|A,B"),
                 QStringLiteral(
                     "also without each modality, or without these (A+B: together): what each adds") },
        { QStringLiteral("placebo"), {},
            QStringLiteral("also with each of these modalities shuffled between people") },
        { QStringLiteral("folds"), QStringLiteral("K|group|COLUMN"),
            QStringLiteral("cross-validate: K folds, or a fold for each group or each value of a column") },
        { QStringLiteral("repeats"), QStringLiteral("R"),
            QStringLiteral("draw the folds so many times (1)") },
        { QStringLiteral("metric"), QStringLiteral("M"),
            QStringLiteral("that the answer is given in (auroc, log_loss or mae)") },
        { QStringLiteral("margin"), QStringLiteral("X"),
            QStringLiteral("the smallest difference that matters (0.02, or 5% of the constant's error)") } };
}

Folds foldsArgument(const Arguments& arguments, const data::Cohort& asRead)
{
    Folds folds;
    const auto asked = arguments.value(QStringLiteral("folds"));
    if (arguments.has(QStringLiteral("repeats")) && !asked)
        throw Error("--repeats repeats the draw of folds: add --folds K.");
    if (!asked)
        return folds;
    bool isNumber = false;
    const auto count = asked->toLongLong(&isNumber);
    if (isNumber) {
        if (count < 2 || count > kFoldsAtMost)
            throw Error("--folds is " + asked->toStdString() + ", but must be from 2 to "
                + std::to_string(kFoldsAtMost) + ", group, or the name of a descriptive column.");
        folds.count = static_cast<std::size_t>(count);
        folds.repeats = static_cast<std::size_t>(arguments.integer(QStringLiteral("repeats"), 1, 1, 1000));
        return folds;
    }
    folds.by = asked->toStdString();
    folds.count = data::foldValues(asRead, folds.by).size();
    if (arguments.has(QStringLiteral("repeats")))
        throw Error("--repeats repeats the draw of folds: the folds of --folds " + asked->toStdString()
            + " are not drawn.");
    return folds;
}

bool asksForExperiment(const Arguments& arguments)
{
    const auto options = experimentOptions();
    return std::any_of(
        options.begin(), options.end(), [&](const Option& option) { return arguments.has(option.name); });
}

experiments::Experiment experimentArguments(const Arguments& arguments, const Folds& folds,
    const data::Cohort& cohort, const training::ExperimentSpec& spec)
{
    experiments::Experiment experiment;
    experiment.folds = folds.count;
    experiment.foldsBy = folds.by;
    experiment.repeats = folds.repeats;
    if (const auto without = arguments.value(QStringLiteral("without")))
        experiment.without = experiments::parseWithout(*without, experiments::usedModalities(cohort, spec));
    experiment.placebo = arguments.has(QStringLiteral("placebo"));
    for (const char* flag : { "placebo", "margin" })
        if (arguments.has(QLatin1String(flag)) && experiment.without.empty())
            throw Error(std::string("--") + flag
                + " belongs to the question of what a modality adds: add --without each.");
    if (experiment.folds > 0 || !experiment.without.empty())
        experiment.metric = metricOf(arguments, cohort);
    else
        throw Error("--metric names the figure of an answer: add --without each, or --folds K.");
    if (arguments.has(QStringLiteral("margin")))
        experiment.margin
            = arguments.number(QStringLiteral("margin"), 0, 0, std::numeric_limits<double>::max());
    QStringList name { text(cohort.name) };
    if (!experiment.without.empty())
        name << QStringLiteral("what each modality adds");
    if (experiment.folds > 0)
        name << QStringLiteral("%1 folds").arg(experiment.folds);
    experiment.name = name.join(QStringLiteral(", "));
    return experiment;
}

} // namespace btw::cli
