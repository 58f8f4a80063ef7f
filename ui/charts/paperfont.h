// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace btw::charts {

/// A font whose text can be copied out of a PDF. Fonts such as Inter put other shapes in the place of
/// brackets and minus signs between figures and capitals; Qt writes no letter for those, so that they would
/// be lost.
inline QFont copyable(QFont font)
{
    font.setStyleStrategy(static_cast<QFont::StyleStrategy>(font.styleStrategy() | QFont::PreferNoShaping));
    return font;
}

} // namespace btw::charts
