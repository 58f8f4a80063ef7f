// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace btw::widgets {

/// How wide a text is in the font that it will be drawn in.
using TextWidth = std::function<double(const QString&)>;

/// A name as it can be drawn on one line and written into XML: characters that neither allows, such as line
/// breaks, become visible signs, each its own.
QString shownName(const QString& name);
QString shownName(const std::string& name);

/// Whether a name comes before another one as people sort them: numbers in them by their size ("Table 3"
/// before "Table 10"), all else letter by letter. Not left to QCollator, which knows numbers with ICU alone.
bool comesBefore(const QString& first, const QString& second);

/// The names, each shortened in its middle to at most `rooms[i]`, where it is wider. What stays of a name
/// stands for no other of the names: more is kept of its beginning or its end where the middle alone would
/// make two alike, a piece of the middle where the names differ in nothing else, and a number (#3) where
/// nothing of that has room.
QStringList shortened(const QStringList& names, const std::vector<double>& rooms, const TextWidth& widthOf);
/// The same with one room for all.
QStringList shortened(const QStringList& names, double room, const TextWidth& widthOf);

/// A sentence cut behind a word, never within a number.
QString cutAtWord(const QString& sentence, double room, const TextWidth& widthOf);

} // namespace btw::widgets
