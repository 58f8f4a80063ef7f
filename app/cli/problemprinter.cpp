// SPDX-License-Identifier: GPL-3.0-or-later
#include "problemprinter.h"

#include "words.h"

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

std::optional<io::Problem> drawnSplitsNote(const data::Cohort& asRead)
{
    if (asRead.splits.empty())
        return io::Problem { { data::Severity::Note, "splits", "The data has no splits; 70/10/20 are drawn.",
            "Give the split of each instance to fix them; split_seed of a spec draws others.",
            "splits-drawn" } };
    if (data::rowsOf(asRead, Split::Validation).empty())
        return io::Problem { { data::Severity::Note, "splits",
            "The data has no validation split; 20% of the training rows are drawn.",
            "Mark rows as 'val' to fix them; split_seed of a spec draws others.", "splits-drawn" } };
    return {};
}

} // namespace btw::cli
