// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pageinfo.h"

namespace btw::pages {

/// "data": the open cohort, and how it is read.
PageInfo dataPageInfo();

} // namespace btw::pages
