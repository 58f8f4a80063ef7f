// SPDX-License-Identifier: GPL-3.0-or-later
#include "experimentarguments.h"

#include "words.h"

#include "engine/error.h"

#include <algorithm>
#include <limits>

namespace btw::cli {

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
            QStringLiteral("draw the folds this many times (1)") },
        { QStringLiteral("metric"), QStringLiteral("M"),
            QStringLiteral("that the answer is given in: auroc, log_loss, ... (the primary figure)") },
        { QStringLiteral("margin"), QStringLiteral("X"),
            QStringLiteral("the smallest difference that matters (0.02, or 5% of the constant's error)") } };
}

experiments::Folds foldsArgument(const Arguments& arguments, const data::Cohort& asRead)
{
    const auto repeats = arguments.has(QStringLiteral("repeats"))
        ? arguments.integer(QStringLiteral("repeats"), 1, 1, 1000)
        : 0;
    return experiments::parseFolds(arguments.value(QStringLiteral("folds")).value_or(QString()),
        static_cast<std::size_t>(repeats), asRead, "--");
}

bool asksForExperiment(const Arguments& arguments)
{
    const auto options = experimentOptions();
    return std::any_of(
        options.begin(), options.end(), [&](const Option& option) { return arguments.has(option.name); });
}

experiments::Experiment experimentArguments(const Arguments& arguments, const experiments::Folds& folds,
    const data::Cohort& cohort, const training::ExperimentSpec& spec)
{
    experiments::Experiment experiment;
    experiment.folds = folds.count;
    experiment.foldsBy = folds.by;
    experiment.repeats = folds.repeats;
    experiment.arms.push_back({ spec, {} });
    auto& left = experiment.arms.front().without;
    if (const auto without = arguments.value(QStringLiteral("without")))
        left = experiments::parseWithout(*without, experiments::usedModalities(cohort, spec));
    experiment.placebo = arguments.has(QStringLiteral("placebo"));
    for (const char* flag : { "placebo", "margin" })
        if (arguments.has(QLatin1String(flag)) && left.empty())
            throw Error(std::string("--") + flag
                + " belongs to the question of what a modality adds: add --without each.");
    if (experiment.folds > 0 || !left.empty())
        experiment.metric = experiments::metricFor(
            arguments.value(QStringLiteral("metric")).value_or(QString()), cohort, "--metric");
    else
        throw Error("--metric names the figure of an answer: add --without each, or --folds K.");
    if (arguments.has(QStringLiteral("margin")))
        experiment.margin
            = arguments.number(QStringLiteral("margin"), 0, 0, std::numeric_limits<double>::max());
    QStringList name { text(cohort.name) };
    if (!left.empty())
        name << QStringLiteral("what each modality adds");
    if (experiment.folds > 0)
        name << QStringLiteral("%1 folds").arg(experiment.folds);
    experiment.name = name.join(QStringLiteral(", "));
    return experiment;
}

} // namespace btw::cli
