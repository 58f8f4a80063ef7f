// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace btw::widgets {
class Banner;
}

namespace btw::pages {

class ResultView;

/// Asks where to, writes the report of what is on show, and says so.
void saveReport(ResultView& view, widgets::Banner& banner);

} // namespace btw::pages
