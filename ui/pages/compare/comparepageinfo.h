// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pageinfo.h"

namespace btw::pages {

PageInfo comparePageInfo();

} // namespace btw::pages
