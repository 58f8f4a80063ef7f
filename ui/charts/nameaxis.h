// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/names.h"

#include <vector>

namespace btw::charts {

using widgets::TextWidth;

/// Where categories' names may stand, under slots of one width.
struct NameRoom
{
    double slot = 0; ///< a category's width
    double firstCentre = 0; ///< of the first category, from the picture's edge
    double mostHeight = 0;
    double textHeight = 0; ///< of the letters
    double lineHeight = 0;
};

/// How the categories of an axis are named: level on up to three lines where all fit so, else aslant, else
/// upright, there too on up to three where a slot has room for them; shortened where they must be. Where
/// slots are narrower than the letters are high, every second or third name stands there.
struct NameAxis
{
    enum class Direction { Level, Aslant, Upright };
    static constexpr double kSlant = 0.7; ///< radians
    static constexpr double kPitch = 1.2; ///< of upright lines, in letters' heights

    Direction direction = Direction::Level;
    std::vector<QStringList> lines; ///< of each category; none where it is not named
    std::vector<double> rooms; ///< of each category's line
    qsizetype named = 0;
    double height = 0;
};

NameAxis layNames(const QStringList& names, const NameRoom& room, const TextWidth& widthOf);

/// A name broken where it may be, at blanks and hyphens, so that each line fits; empty where `most` lines do
/// not hold it.
QStringList nameLines(const QString& name, double width, qsizetype most, const TextWidth& widthOf);

/// The names of rows, left of them.
struct RowNames
{
    std::vector<QStringList> lines; ///< of each
    double width = 0; ///< of the widest line
    qsizetype most = 1; ///< lines of one name
    bool isWhole = true; ///< none is shortened
};

/// Each on one line where it fits, else on as many as `most`, else shortened.
RowNames layRowNames(const QStringList& names, double room, qsizetype most, const TextWidth& widthOf);

} // namespace btw::charts
