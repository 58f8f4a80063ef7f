// SPDX-License-Identifier: GPL-3.0-or-later
#include "problemprinter.h"

#include "words.h"

#include "engine/data/problems.h"
#include "engine/data/splits.h"
#include "workspace/io/summary.h"

namespace btw::cli {

bool printProblems(const std::vector<io::Problem>& problems, bool json, Console& console)
{
    bool hasError = false;
    for (const io::Problem& problem : problems) {
        console.message(io::problemLine(problem));
        if (problem.severity != data::Severity::Error)
            continue;
        hasError = true;
        if (json)
            console.resultLine({ { QStringLiteral("event"), QStringLiteral("problem") },
                { QStringLiteral("run"), QJsonValue() }, { QStringLiteral("seed"), QJsonValue() },
                { QStringLiteral("severity"), QStringLiteral("error") },
                { QStringLiteral("sentence"),
                    text(problem.where + ": " + problem.what + " " + problem.remedy) } });
    }
    return hasError;
}

std::optional<io::Problem> drawnSplitsNote(const data::Cohort& asRead, std::uint64_t seed)
{
    const auto note = [&](const char* what, const char* remedy) {
        return io::Problem { data::note("splits-drawn", "splits", { what, std::to_string(seed) }, remedy),
            {} };
    };
    if (asRead.splits.empty())
        return note("The data has no splits; 70/10/20 are drawn by seed {}.",
            "Give the split of each instance to fix them; btw train --split-seed draws others.");
    if (data::rowsOf(asRead, Split::Validation).empty())
        return note("The data has no validation split; 20% of the training rows are drawn by seed {}.",
            "Mark rows as 'val' to fix them; btw train --split-seed draws others.");
    return {};
}

} // namespace btw::cli
