// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "problemprinter.h"
#include "recipearguments.h"
#include "words.h"

#include "engine/data/modalitycheck.h"
#include "engine/data/names.h"
#include "engine/data/splits.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/summary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

namespace btw::cli {

namespace {

/// Draws the splits as a training would, and adds what the checks find.
void completeAndCheck(io::ReadResult& result)
{
    data::Cohort& cohort = *result.cohort;
    constexpr std::uint64_t kSeed = 0; // as long as nobody asks for another
    if (const auto note = drawnSplitsNote(cohort, kSeed))
        result.problems.push_back(*note);
    const std::vector<io::Problem> found = io::completeCohort(cohort, kSeed);
    result.problems.insert(result.problems.end(), found.begin(), found.end());
}

constexpr std::array<Split, 3> kSplits = { Split::Train, Split::Validation, Split::Test };

bool everyRow(std::size_t /*row*/) { return true; }

/// "train 70, val 10, test 20": the rows that count, in each split.
QString bySplit(const data::Cohort& cohort, const std::function<bool(std::size_t)>& counts)
{
    QStringList splits;
    for (const Split split : kSplits) {
        std::size_t n = 0;
        for (const std::size_t row : data::rowsOf(cohort, split))
            n += counts(row) ? 1 : 0;
        splits.append(QStringLiteral("%1 %2").arg(text(data::splitName(split))).arg(n));
    }
    return splits.join(QStringLiteral(", "));
}

/// The same of distinct groups, which are people more often than not.
QString groupsBySplit(const data::Cohort& cohort)
{
    QStringList splits;
    for (const Split split : kSplits) {
        std::set<std::string> groups;
        for (const std::size_t row : data::rowsOf(cohort, split))
            groups.insert(cohort.groups[row]);
        splits.append(QStringLiteral("%1 %2").arg(text(data::splitName(split))).arg(groups.size()));
    }
    return splits.join(QStringLiteral(", "));
}

void describe(const data::Cohort& cohort, Console& console)
{
    console.result(
        QStringLiteral("%1: %2, %3 instances, %4")
            .arg(text(cohort.name), text(data::taskName(cohort.task)))
            .arg(cohort.size())
            .arg(counted(cohort.modalityCount(), QStringLiteral("modality"), QStringLiteral("modalities"))));
    console.result(QStringLiteral("splits   %1").arg(bySplit(cohort, everyRow)));
    if (!cohort.groups.empty()) {
        const std::set<std::string> all(cohort.groups.begin(), cohort.groups.end());
        console.result(QStringLiteral("groups   %1; %2 in all").arg(groupsBySplit(cohort)).arg(all.size()));
    }
    for (std::size_t c = 0; c < cohort.classCount(); ++c)
        console.result(QStringLiteral("%1 %2: %3")
                           .arg(c == 0 ? QStringLiteral("classes ") : QStringLiteral("        "),
                               text(cohort.classes[c]), bySplit(cohort, [&](std::size_t i) {
                                   return cohort.y[i] == static_cast<double>(c);
                               })));
    Table table({ QStringLiteral("modality"), QStringLiteral("kind"), QStringLiteral("features"),
        QStringLiteral("present"), QStringLiteral("missing cells") });
    for (const data::Modality& modality : cohort.modalities) {
        const auto present = std::count(modality.present.begin(), modality.present.end(), 1);
        std::size_t missing = 0;
        const auto width = static_cast<std::size_t>(modality.dims);
        const auto cells = data::ownCells(modality);
        for (std::size_t first = 0; first < modality.values.size(); first += width) {
            if (!modality.isRagged() && modality.present[first / width] == 0)
                continue;
            for (std::size_t k = first; k < first + width; ++k)
                missing += std::isnan(modality.values[k]) ? cells[k - first] : 0;
        }
        table.add({ text(modality.name), text(data::kindName(modality.kind)), QString::number(modality.dims),
            QString::number(present), QString::number(missing) });
    }
    table.print(console);
}

int validate(const Arguments& arguments, Console& console)
{
    io::ReadResult result = io::readCohort(arguments.positional(0).value_or(QString()),
        recipeArguments(arguments), io::ReadLimits::ofEnvironment());
    if (result.cohort)
        completeAndCheck(result);
    for (const io::Problem& problem : result.problems)
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
            { binOption(),
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        validate };
}

} // namespace btw::cli
