// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include <cstdint>

namespace btw::store {
class Store;
}

namespace btw::cli {

/// Prints what an experiment whose test figures are open has found: a line of JSON a modality (`adds`), or a
/// table and a sentence each.
void printAnswer(const store::Store& store, std::int64_t experimentId, bool json, Console& console);

} // namespace btw::cli
