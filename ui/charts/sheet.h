// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"
#include "workspace/experiments/figuredata.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace btw::charts {

/// One panel of a page of figures.
struct SheetPanel
{
    QString figure; ///< FigureInfo::id
    experiments::FigureSubject subject;
    int span = 1; ///< columns of the page that it takes
    ChartView view;
    bool operator==(const SheetPanel&) const = default;
};

/// A page of figures as a person composed it: what a .btwfig file holds. Panels fill the page row by row, in
/// their order.
struct Sheet
{
    double widthMm = 84;
    double heightMm = 0; ///< 0: as high as its panels
    int columns = 1;
    QString style; ///< of sheetStyles(); empty: the first
    QString colours; ///< of sheetColours(); empty: the first
    bool hasOutlines = false; ///< text as outlines instead of fonts
    bool isTransparent = false; ///< no white behind
    std::vector<SheetPanel> panels;
    bool operator==(const Sheet&) const = default;
};

/// A style or a set of colours that a person can choose.
struct SheetChoice
{
    QString id; ///< in files
    QString title;
};
std::vector<SheetChoice> sheetStyles();
std::vector<SheetChoice> sheetColours();
Ink sheetInk(const Sheet& sheet);
widgets::Theme sheetTheme(const Sheet& sheet);

/// Widths that journals ask for.
constexpr double kTwoColumnsMm = 174;
constexpr double kSlideMm = 254;
constexpr double kSlideHeightMm = 143;

/// JSON, its keys in a fixed order: the same page is the same bytes. docs/formats.md describes it.
QByteArray toBtwfig(const Sheet& sheet);
/// \throws btw::Error (Kind::Input), which names the key, for what is no page of figures or of a newer
/// version
Sheet fromBtwfig(const QByteArray& bytes, const QString& name);

/// Where each panel stands: its row, its first column, and how many it takes.
struct SheetPlace
{
    int row = 0;
    int column = 0;
    int span = 1;
};
std::vector<SheetPlace> placesOf(const Sheet& sheet);
/// "(a)", "(b)" ... "(z)", "(27)".
QString panelLetter(std::size_t index);

} // namespace btw::charts
