// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace btw::cli {

/// What each of the program's parts does once its application object is there: its name and version, and no
/// messages of Qt itself.
void nameProgram();

} // namespace btw::cli
