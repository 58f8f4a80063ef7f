// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/recipe/recipe.h"

#include <QString>

namespace btw::jobs {

/// Keeps a recipe beside a store, so that what was read with it can be read again: `storeFolder/cohorts/`, a
/// new file, or one that says the same already, since recorded runs may need the others. `path` may be a
/// recipe file itself. \return the file's path. \throws btw::Error
QString keepRecipe(
    const QString& storeFolder, const QString& path, const io::Recipe& recipe, const QString& name);

} // namespace btw::jobs
