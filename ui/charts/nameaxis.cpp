// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/nameaxis.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace btw::charts {

namespace {

constexpr qsizetype kMostLines = 3;
constexpr double kEdge = 4; // from the picture's left edge
constexpr double kClosest = 0.9; // of the letters' height: few reach both above and below
constexpr double kNearly = 0.8; // aslant reads better: its room need not be quite as long as the upright one

/// Whether some line of a broken name stands in no other name: whoever searches a figure's text, or reads a
/// line of it, then knows which it is.
bool isToldByALine(const QStringList& lines, const QString& name, const QStringList& names)
{
    return std::any_of(lines.begin(), lines.end(), [&](const QString& line) {
        return std::none_of(names.begin(), names.end(),
            [&](const QString& other) { return other != name && other.contains(line); });
    });
}

std::optional<NameAxis> level(const QStringList& names, const NameRoom& room, const TextWidth& widthOf)
{
    NameAxis axis;
    qsizetype most = 1;
    for (const QString& name : names) {
        axis.lines.push_back(nameLines(name, room.slot - 6, kMostLines, widthOf));
        const QStringList& lines = axis.lines.back();
        if (lines.isEmpty() || (lines.size() > 1 && !isToldByALine(lines, name, names)))
            return std::nullopt;
        most = std::max(most, axis.lines.back().size());
    }
    axis.named = names.size();
    axis.rooms.assign(axis.lines.size(), room.slot);
    axis.height = static_cast<double>(most) * room.lineHeight;
    return axis;
}

std::vector<double> slantedRooms(qsizetype count, const NameRoom& room)
{
    std::vector<double> rooms;
    for (qsizetype i = 0; i < count; ++i) {
        const double centre = room.firstCentre + static_cast<double>(i) * room.slot;
        rooms.push_back(std::min((room.mostHeight - room.lineHeight) / std::sin(NameAxis::kSlant),
            (centre - kEdge) / std::cos(NameAxis::kSlant)));
    }
    return rooms;
}

void setLines(NameAxis& axis, const QStringList& names, qsizetype step, const TextWidth& widthOf)
{
    const QStringList texts = widgets::shortened(names, axis.rooms, widthOf);
    for (qsizetype i = 0; i < names.size(); ++i) {
        const bool isNamed = i % step == 0;
        axis.lines.push_back(isNamed ? QStringList { texts[i] } : QStringList());
        axis.named += isNamed ? 1 : 0;
        axis.height = std::max(axis.height, isNamed ? widthOf(texts[i]) : 0);
    }
}

/// Each text on as many lines as `most`; empty where one is not held by them, or not told by a line.
std::vector<QStringList> broken(
    const QStringList& texts, double width, qsizetype most, const TextWidth& widthOf)
{
    std::vector<QStringList> all;
    for (const QString& text : texts) {
        QStringList lines = nameLines(text, width, most, widthOf);
        if (lines.isEmpty() || (lines.size() > 1 && !isToldByALine(lines, text, texts)))
            return {};
        all.push_back(std::move(lines));
    }
    return all;
}

/// Upright names on as many lines as a slot has room for, shortened as little as that takes.
std::optional<NameAxis> brokenUpright(
    const QStringList& names, const NameRoom& room, double upright, const TextWidth& widthOf)
{
    const auto most
        = std::min(kMostLines, static_cast<qsizetype>(room.slot / (NameAxis::kPitch * room.textHeight)));
    if (most < 2)
        return std::nullopt;
    NameAxis axis;
    axis.lines = broken(names, upright, most, widthOf);
    // Lines end where a word does, so that they hold less than their lengths together.
    for (const double share : { 0.95, 0.85, 0.75, 0.65 })
        if (axis.lines.empty())
            axis.lines
                = broken(widgets::shortened(names, share * static_cast<double>(most) * upright, widthOf),
                    upright, most, widthOf);
    if (axis.lines.empty())
        return std::nullopt;
    axis.direction = NameAxis::Direction::Upright;
    axis.rooms.assign(axis.lines.size(), upright);
    axis.named = names.size();
    for (const QStringList& lines : axis.lines)
        for (const QString& line : lines)
            axis.height = std::max(axis.height, widthOf(line));
    axis.height = std::ceil(axis.height) + 2;
    return axis;
}

} // namespace

QStringList nameLines(const QString& name, double width, qsizetype most, const TextWidth& widthOf)
{
    QStringList lines;
    qsizetype begin = 0;
    while (begin < name.size()) {
        // As much as fits: all, or up to a blank, hyphen, underscore or slash.
        qsizetype end = begin;
        for (qsizetype at = begin; at < name.size(); ++at) {
            const bool mayBreak = at + 1 == name.size() || QStringLiteral(" -_/").contains(name[at]);
            if (!mayBreak || (end > begin && widthOf(name.mid(begin, at + 1 - begin).trimmed()) > width))
                continue;
            end = at + 1;
        }
        lines << name.mid(begin, end - begin).trimmed();
        if (widthOf(lines.last()) > width || lines.size() > most)
            return {};
        begin = end;
    }
    return lines.isEmpty() ? QStringList { QString() } : lines;
}

NameAxis layNames(const QStringList& names, const NameRoom& room, const TextWidth& widthOf)
{
    if (names.isEmpty())
        return {};
    if (auto axis = level(names, room, widthOf))
        return *axis;
    NameAxis axis;
    axis.rooms = slantedRooms(names.size(), room);
    bool whole = true;
    for (qsizetype i = 0; i < names.size(); ++i)
        whole = whole && widthOf(names[i]) <= axis.rooms[static_cast<std::size_t>(i)];
    const double upright = room.mostHeight - 2;
    const double least = *std::min_element(axis.rooms.begin(), axis.rooms.end());
    const bool apart = room.slot * std::sin(NameAxis::kSlant) >= room.textHeight + 1;
    if (apart && (whole || least >= kNearly * upright)) {
        axis.direction = NameAxis::Direction::Aslant;
        setLines(axis, names, 1, widthOf);
        axis.height = std::ceil(axis.height * std::sin(NameAxis::kSlant) + room.lineHeight);
        return axis;
    }
    if (auto onLines = brokenUpright(names, room, upright, widthOf))
        return *onLines;
    axis.direction = NameAxis::Direction::Upright;
    axis.rooms.assign(axis.rooms.size(), upright);
    setLines(axis, names,
        std::max<qsizetype>(
            1, static_cast<qsizetype>(std::ceil(kClosest * room.textHeight / std::max(room.slot, 0.1)))),
        widthOf);
    axis.height = std::ceil(std::min(axis.height, upright)) + 2;
    return axis;
}

RowNames layRowNames(const QStringList& names, double room, qsizetype most, const TextWidth& widthOf)
{
    RowNames laid;
    const QStringList shown = widgets::shortened(names, room, widthOf);
    for (qsizetype i = 0; i < names.size(); ++i) {
        QStringList lines { shown[i] };
        if (shown[i] != names[i]) {
            const QStringList broken = nameLines(names[i], room, most, widthOf);
            laid.isWhole = laid.isWhole && !broken.isEmpty();
            if (!broken.isEmpty())
                lines = broken;
        }
        for (const QString& line : lines)
            laid.width = std::max(laid.width, widthOf(line));
        laid.most = std::max(laid.most, lines.size());
        laid.lines.push_back(std::move(lines));
    }
    return laid;
}

} // namespace btw::charts
