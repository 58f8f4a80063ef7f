// SPDX-License-Identifier: GPL-3.0-or-later
#include "problemprinter.h"

#include "words.h"

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

} // namespace btw::cli
