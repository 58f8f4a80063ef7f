// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pageinfo.h"

namespace btw::pages {

/// Figures at their printed size.
PageInfo figuresPageInfo();

} // namespace btw::pages
