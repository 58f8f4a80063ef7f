// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace btw::charts {

/// An SVG of QSvgGenerator with the fonts of its texts embedded (@font-face): of each font the letters that
/// are used, with what joins and places them, so that Arabic, Chinese and all else looks the same where the
/// font is not installed. A text's letters that its own font lacks come from the fonts that Qt drew them
/// with. Viewers that know no @font-face take an installed font of that name, or one alike. \returns nothing
/// where a font may not be embedded (OS/2 fsType) or is no OpenType font: then letters have to be outlines
std::optional<QByteArray> withEmbeddedFonts(const QByteArray& svg);

} // namespace btw::charts
