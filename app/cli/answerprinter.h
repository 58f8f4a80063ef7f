// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include <cstdint>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::cli {

/// Prints what an experiment whose test figures are open has found: a line of JSON a modality (`adds`), or a
/// table and a sentence each.
void printAnswer(const store::Store& store, std::int64_t experimentId, bool json, Console& console);

/// Prints what plain regression, boosted trees and the constant say of a model whose trainings are of no
/// experiment, in the window's sentences.
/// \param runs the last of each training, its test figures open; the model is that of the first, its seeds
/// taken together
void printBesideReferences(
    const store::Store& store, const std::vector<std::int64_t>& runs, Console& console);

} // namespace btw::cli
