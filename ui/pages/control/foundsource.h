// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/io/recipe/recipe.h"

#include <QString>

namespace btw::pages {

/// Data that are no longer where they were opened.
struct FoundSource
{
    QString before; ///< the path as it was opened before
    QString now; ///< where a person has found them
};

/// What came of looking at them.
struct CheckedSource
{
    bool isSame = true; ///< the values of before, as far as is known
    bool isKept = false; ///< the recipe of before leads to the new place
    QString sentence; ///< what failed about that; empty: nothing
};

/// The recipe of a table that is a file of another name now; recipes say of which file a column is.
io::Recipe recipeFor(const io::RecipeFile& before, const QString& now);

/// Compares the values with those of before, and leads the recipe of before to the new place. Reads and
/// writes files, and hashes: not for the GUI thread. \param path by which the cohort was opened
/// \param knownHash of before; empty: not known
CheckedSource check(
    const FoundSource& found, const data::Cohort& cohort, const QString& path, const QString& knownHash);

} // namespace btw::pages
