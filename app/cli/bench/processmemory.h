// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace btw::cli {

/// Resident memory of this process, in MB: what `work` took at its most above what was there before it.
/// \throws btw::Error where the system does not tell
double peakDuring(const std::function<void()>& work);

/// Has memory go back to the system when it is freed, from now on and what is free already, so that
/// peakDuring() counts what is in use at once and finds nothing to be used again.
void keepNoFreedMemory();

} // namespace btw::cli
