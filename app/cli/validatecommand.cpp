// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "words.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/names.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/summary.h"

#include <algorithm>
#include <cmath>

namespace btw::cli {

namespace {

/// Draws the splits as a training would, and adds what the checks find.
void completeAndCheck(io::ReadResult& result)
{
    data::Cohort& cohort = *result.cohort;
    const std::size_t validation = data::rowsOf(cohort, Split::Validation).size();
    if (cohort.splits.empty())
        result.problems.push_back(
            { data::Severity::Note, "splits", "The data has no splits; 70/10/20 are drawn.",
                "Give the split of each instance to fix them; split_seed of a spec draws others." });
    else if (validation == 0)
        result.problems.push_back({ data::Severity::Note, "splits",
            "The data has no validation split; 20% of the training rows are drawn.",
            "Mark rows as 'val' to fix them; split_seed of a spec draws others." });
    try {
        data::drawSplits(cohort, 0);
    } catch (const Error& error) {
        result.problems.push_back({ data::Severity::Error, "splits", error.what(),
            "Bring more instances, or give the split of each in the data." });
    }
    const std::vector<data::Problem> found = data::checkCohort(cohort);
    result.problems.insert(result.problems.end(), found.begin(), found.end());
}

void describe(const data::Cohort& cohort, Console& console)
{
    console.result(
        QStringLiteral("%1: %2, %3 instances, %4")
            .arg(text(cohort.name), text(data::taskName(cohort.task)))
            .arg(cohort.size())
            .arg(counted(cohort.modalityCount(), QStringLiteral("modality"), QStringLiteral("modalities"))));
    if (!cohort.classes.empty()) {
        QStringList classes;
        for (std::size_t c = 0; c < cohort.classCount(); ++c) {
            const auto n = std::count(cohort.y.begin(), cohort.y.end(), static_cast<double>(c));
            classes.append(QStringLiteral("%1 %2").arg(text(cohort.classes[c])).arg(n));
        }
        console.result(QStringLiteral("classes  %1").arg(classes.join(QStringLiteral(", "))));
    }
    QStringList splits;
    for (const Split split : { Split::Train, Split::Validation, Split::Test })
        splits.append(QStringLiteral("%1 %2")
                          .arg(text(data::splitName(split)))
                          .arg(data::rowsOf(cohort, split).size()));
    console.result(QStringLiteral("splits   %1").arg(splits.join(QStringLiteral(", "))));

    Table table({ QStringLiteral("modality"), QStringLiteral("kind"), QStringLiteral("features"),
        QStringLiteral("present"), QStringLiteral("missing cells") });
    for (const data::Modality& modality : cohort.modalities) {
        const auto present = std::count(modality.present.begin(), modality.present.end(), 1);
        std::size_t missing = 0;
        const auto width = static_cast<std::size_t>(modality.dims);
        for (std::size_t i = 0; i < modality.values.size(); ++i) {
            const bool real = modality.isRagged() || modality.present[i / width] != 0;
            missing += real && std::isnan(modality.values[i]) ? 1 : 0;
        }
        table.add({ text(modality.name), text(data::kindName(modality.kind)), QString::number(modality.dims),
            QString::number(present), QString::number(missing) });
    }
    table.print(console);
}

int validate(const Arguments& arguments, Console& console)
{
    io::ReadResult result = io::readCohort(arguments.positional(0).value_or(QString()));
    if (result.cohort)
        completeAndCheck(result);
    for (const data::Problem& problem : result.problems)
        console.message(io::problemLine(problem));
    if (arguments.has(QStringLiteral("json")))
        console.result(io::summaryJson(result));
    else if (result.cohort)
        describe(*result.cohort, console);
    return result.hasErrors() ? kUnusable : kDone;
}

} // namespace

Command validateCommand()
{
    return { QStringLiteral("validate"),
        QStringLiteral("Say what a cohort holds, and what is wrong with it."),
        { { QStringLiteral("DATA") },
            { { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        validate };
}

} // namespace btw::cli
