// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace btw::widgets {
class Banner;
}

namespace btw::pages {

class ResultView;

/// Asks where to, writes the report of what is on show, and says so.
void saveReport(ResultView& view, widgets::Banner& banner);

/// Takes the first table of what is on show into the clipboard, for a spreadsheet.
void copyFirstTable(const ResultView& view);

/// Has the banner say where each picture of the page's charts, or its numbers, was saved.
void tellSaved(const QWidget& page, widgets::Banner& banner);

} // namespace btw::pages
