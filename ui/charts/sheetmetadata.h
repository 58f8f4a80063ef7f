// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace btw::charts {

class SheetPicture;

/// What a file says of where its numbers come from: "Title", "Description" (the caption), "Software", and of
/// each panel a "Source": figure, run or study, data with its hash, looks at test rows with the head of their
/// chain.
QList<std::pair<QString, QString>> metadataOf(const SheetPicture& picture);
/// The same as RDF (Dublin Core), for an SVG's <metadata> and a PDF's XMP packet.
QByteArray rdfOf(const SheetPicture& picture);
QByteArray xmpOf(const SheetPicture& picture);
/// A text as XML may hold it: marked-up characters escaped, characters that XML does not allow as U+FFFD.
QString xmlText(const QString& text);

} // namespace btw::charts
