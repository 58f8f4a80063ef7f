// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/stat.h>

namespace btw::app {

/// Files that this process makes from now on are 0600, folders 0700: stores, checkpoints, tables and figures
/// hold people's ids and labels. What is there already keeps its mode. Call first in main().
inline void keepFilesPrivate() { ::umask(S_IRWXG | S_IRWXO); }

} // namespace btw::app
