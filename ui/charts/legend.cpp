// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/legend.h"

#include "ui/charts/words.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace btw::charts {

namespace {

constexpr double kGap = 12; // between entries of a row
constexpr double kRagged = 2.5; // rows: more of them are easier to read in columns
constexpr double kNarrowest = 4; // a name's room at least, in heights of the text

QString textOf(const QString& name, const QString& value)
{
    return value.isEmpty() ? name : name + QLatin1Char(' ') + value;
}

int rowsWithin(const LegendPlace& place)
{
    return std::max(1, static_cast<int>(place.mostHeight / place.rowHeight));
}

/// One behind the other; nothing where a name would have to be shortened or left out.
std::optional<Legend> inLines(
    const std::vector<LegendEntry>& entries, const LegendPlace& place, const TextWidth& widthOf)
{
    Legend legend;
    const double right = place.left + place.width;
    double x = place.left;
    double y = place.top;
    for (const LegendEntry& entry : entries) {
        const QString text = textOf(entry.name, entry.value);
        const double width = place.swatch + widthOf(text);
        if (x > place.left && x + width > right) {
            x = place.left;
            y += place.rowHeight;
        }
        if (x + width > right)
            return std::nullopt;
        legend.rects.emplace_back(x, y, width, place.textHeight);
        legend.texts << text;
        x += width + kGap;
    }
    legend.bottom = y + place.rowHeight;
    if (legend.bottom > place.top + rowsWithin(place) * place.rowHeight + 1e-9)
        return std::nullopt;
    return legend;
}

QRectF cellOf(const LegendPlace& place, std::size_t columns, std::size_t at)
{
    const double pitch = (place.width + kGap) / static_cast<double>(columns);
    return QRectF(place.left + pitch * static_cast<double>(at % columns),
        place.top + place.rowHeight * static_cast<double>(at / columns), pitch - kGap, place.textHeight);
}

bool areWhole(const std::vector<LegendEntry>& entries, std::size_t columns, const LegendPlace& place,
    const TextWidth& widthOf)
{
    const double room = cellOf(place, columns, 0).width() - place.swatch;
    return std::all_of(entries.begin(), entries.end(),
        [&](const LegendEntry& entry) { return widthOf(textOf(entry.name, entry.value)) <= room; });
}

Legend inColumns(const std::vector<LegendEntry>& entries, std::size_t columns, const LegendPlace& place,
    const TextWidth& widthOf)
{
    Legend legend;
    const std::size_t cells = columns * static_cast<std::size_t>(rowsWithin(place));
    const std::size_t named = entries.size() <= cells ? entries.size() : cells - 1;
    QStringList names;
    std::vector<double> rooms;
    for (const LegendEntry& entry : entries) {
        const double value = entry.value.isEmpty() ? 0 : widthOf(textOf(QString(), entry.value));
        names << entry.name;
        rooms.push_back(cellOf(place, columns, 0).width() - place.swatch - value);
    }
    const QStringList shown
        = widgets::shortened(names, rooms, widthOf); // also apart from those that are not named
    legend.rects.resize(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        legend.texts << textOf(shown[static_cast<qsizetype>(i)], entries[i].value);
        if (i < named) {
            legend.rects[i] = cellOf(place, columns, i);
            legend.rects[i].setWidth(place.swatch + widthOf(legend.texts.last()));
        }
    }
    if (named < entries.size()) {
        legend.more = moreWords(entries.size() - named);
        legend.moreRect = cellOf(place, columns, named);
    }
    const std::size_t used = std::min(entries.size(), cells);
    legend.bottom
        = place.top + place.rowHeight * std::ceil(static_cast<double>(used) / static_cast<double>(columns));
    return legend;
}

} // namespace

Legend layLegend(const std::vector<LegendEntry>& entries, const LegendPlace& place, const TextWidth& widthOf)
{
    if (entries.empty())
        return {};
    const auto lines = inLines(entries, place, widthOf);
    if (lines && lines->bottom < place.top + kRagged * place.rowHeight)
        return *lines;
    double value = 0;
    for (const LegendEntry& entry : entries)
        value = std::max(value, entry.value.isEmpty() ? 0 : widthOf(textOf(QString(), entry.value)));
    const double narrowest = place.swatch + value + kNarrowest * place.textHeight;
    const auto most = static_cast<std::size_t>(std::max(1.0, (place.width + kGap) / (narrowest + kGap)));
    // As few columns as have room for all, so that names keep as much as they can.
    const auto rows = static_cast<std::size_t>(rowsWithin(place));
    const std::size_t columns = std::min(most, (entries.size() + rows - 1) / rows);
    for (std::size_t more = most; more >= columns; --more) { // more of them where each name stays whole
        if (areWhole(entries, more, place, widthOf))
            return inColumns(entries, more, place, widthOf);
    }
    if (lines)
        return *lines;
    return inColumns(entries, columns, place, widthOf);
}

} // namespace btw::charts
