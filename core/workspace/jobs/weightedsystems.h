// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::jobs {

/// Whether a system takes weights: only then is its unweighted model a baseline. For those who draw what is
/// stored, and know no systems; what SystemInfo::weighted says of those that are built in.
bool takesWeights(const QString& system);

} // namespace btw::jobs
