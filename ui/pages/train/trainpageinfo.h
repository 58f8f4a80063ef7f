// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pageinfo.h"

namespace btw::pages {

/// "train": the training under way, or the run that is open.
PageInfo trainPageInfo();

} // namespace btw::pages
