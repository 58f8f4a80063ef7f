// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparepageinfo.h"

#include "ui/pages/compare/comparepage.h"

namespace btw::pages {

PageInfo comparePageInfo()
{
    return { pageid::kCompare, ComparePage::tr("&Compare"),
        ComparePage::tr(
            "Systems beside each other: figures, differences with their intervals, and the people "
            "behind them."),
        [](const PageParts& parts) -> Page* { return new ComparePage(parts); } };
}

} // namespace btw::pages
