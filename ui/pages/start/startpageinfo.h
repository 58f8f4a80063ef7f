// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pageinfo.h"

namespace btw::pages {

/// "start": demos, one's own data, and what to train.
PageInfo startPageInfo();

} // namespace btw::pages
