// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/figuredata.h"

#include <QFont>
#include <QString>

namespace btw::charts {

/// A font whose text can be copied out of a PDF. Fonts such as Inter put other shapes in the place of
/// brackets and minus signs between figures and capitals; Qt writes no letter for those, so that they would
/// be lost.
QFont copyable(QFont font);

/// Whether the text has letters whose shape depends on their neighbours, Arabic ones say: in a copyable font
/// each would stand by itself.
bool joinsLetters(const QString& text);
/// Whether a name that a figure may show does.
bool joinsLetters(const experiments::FigureData& data);

} // namespace btw::charts
