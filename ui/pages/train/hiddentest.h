// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <memory>

namespace btw::pages {

/// The digest without anything of the test split: a training that still goes on shows validation figures
/// only, also of the runs of it that are done.
std::shared_ptr<const jobs::RunDigest> withTestHidden(const jobs::RunDigest& digest);

} // namespace btw::pages
