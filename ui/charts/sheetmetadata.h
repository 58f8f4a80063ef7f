// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/figuredata.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace btw::charts {

class SheetPicture;
using experiments::FigureData;

using Metadata = QList<std::pair<QString, QString>>; ///< key and words

/// Where numbers come from, on one line: run or study, data with its hash, looks at test rows with the head
/// of their chain.
QString sourceLine(const FigureData& data);

/// What a file says of where its numbers come from: "Title", "Description" (the caption), "Software", and of
/// each panel a "Source": figure, run or study, data with its hash, looks at test rows with the head of their
/// chain.
Metadata metadataOf(const SheetPicture& picture);
/// The same as RDF (Dublin Core), for an SVG's <metadata> and a PDF's XMP packet.
QByteArray rdfOf(const Metadata& metadata);
QByteArray xmpOf(const Metadata& metadata);
/// A text as XML may hold it: marked-up characters escaped, characters that XML does not allow as U+FFFD.
QString xmlText(const QString& text);

} // namespace btw::charts
