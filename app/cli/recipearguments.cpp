// SPDX-License-Identifier: GPL-3.0-or-later
#include "recipearguments.h"

namespace btw::cli {

namespace {

const QString kBin = QStringLiteral("bin");

} // namespace

Option binOption()
{
    return { kBin, QStringLiteral("HOURS"),
        QStringLiteral("group the time stamps of every series into intervals of this many hours") };
}

io::Recipe recipeArguments(const Arguments& arguments)
{
    constexpr double kLeast = 1e-6; // some milliseconds
    constexpr double kMost = 1e9;
    io::Recipe recipe;
    if (arguments.has(kBin))
        recipe.remedies.emplace_back(io::BinTimes { {}, arguments.number(kBin, 1, kLeast, kMost) });
    return recipe;
}

} // namespace btw::cli
