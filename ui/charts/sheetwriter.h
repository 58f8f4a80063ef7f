// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/sheetpicture.h"

#include <QByteArray>

namespace btw::charts {

constexpr int kPaperDpi = 300;

/// The page as a file's bytes. The suffix says the format: "svg", "pdf", "png" (`dpi`) or "csv" (sheetCsv).
/// The same page, data and fonts give the same bytes, but for the date that a PDF bears. Files say where
/// their numbers come from (sheetmetadata.h). Needs a QApplication (the offscreen platform does). \throws
/// btw::Error (Kind::Input) for a format, width or dpi that cannot be drawn, and a panel that has nothing to
/// show, with the chart's own sentence
QByteArray sheetBytes(const Sheet& sheet, const std::vector<SheetPicture::Panel>& panels,
    const QString& suffix, int dpi = kPaperDpi);

/// Writes these bytes to a file whose name ends in its format: whole or not at all.
/// \throws btw::Error as sheetBytes(), and (Kind::Work) where the file cannot be written
void writeSheet(const Sheet& sheet, const std::vector<SheetPicture::Panel>& panels, const QString& path,
    int dpi = kPaperDpi);

} // namespace btw::charts
