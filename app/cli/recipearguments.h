// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"

#include "workspace/io/recipe/recipe.h"

namespace btw::cli {

/// `--bin HOURS`, of the commands that read a cohort.
Option binOption();

/// What the options ask to be done while a cohort is read. \throws btw::Error for a width that is no number
/// above 0.
io::Recipe recipeArguments(const Arguments& arguments);

} // namespace btw::cli
