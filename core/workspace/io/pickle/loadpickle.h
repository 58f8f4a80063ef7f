// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/document.h"
#include "workspace/io/pickle/memorybudget.h"
#include "workspace/io/problems.h"

#include <QString>

#include <functional>
#include <memory>

namespace btw::io::pickle {

/// Asked now and then with the share that is done, 0 to 1; false stops the reading.
using GoOn = std::function<bool(double)>;

/// Reads a pickle of protocol 0 to 5 without executing anything. Null, with a problem that names file and
/// byte, when it is no pickle, damaged, asks for anything but plain data and numpy arrays, or needs more
/// memory than `memory` has left. Also null when stopped.
std::unique_ptr<Document> loadPickle(
    const QString& path, MemoryBudget& memory, const GoOn& goOn, Problems& problems);

} // namespace btw::io::pickle
