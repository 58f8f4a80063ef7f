// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::cli {

/// Fills a store with finished trainings of five runs each, of 500 made-up people: of ten settings, with as
/// many seeds as it takes.
void fillStore(const QString& path, int trainings);

} // namespace btw::cli
