// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench.h"

namespace btw::cli {

/// Starts the window's own program on a store again and again, each time until the window has been drawn.
/// \throws btw::Error where it does not start
BenchResult measureStart(const QString& store);

} // namespace btw::cli
