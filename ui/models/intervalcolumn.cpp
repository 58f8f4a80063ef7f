// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/intervalcolumn.h"

#include "engine/digits.h"
#include "ui/widgets/typeset.h"

#include <algorithm>
#include <cmath>

namespace btw::models {

namespace {

bool isKnown(const Interval& row)
{
    return std::isfinite(row.estimate) || std::isfinite(row.low) || std::isfinite(row.high);
}

/// What all rows are written with. A row without a width says nothing of how exact the others are.
Digits sharedDigits(const std::vector<Interval>& rows)
{
    std::vector<Digits> asked, flat;
    for (const auto& row : rows)
        if (isKnown(row))
            (row.high > row.low ? asked : flat).push_back(digitsOf(row.estimate, row.low, row.high));
    if (asked.empty())
        asked = flat;
    if (asked.empty())
        return {};
    std::sort(asked.begin(), asked.end(),
        [](const Digits& a, const Digits& b) { return a.lastPlace < b.lastPlace; });
    const bool isPower
        = std::all_of(asked.begin(), asked.end(), [](const Digits& one) { return one.isPower; });
    return { asked[(asked.size() - 1) / 2].lastPlace, isPower };
}

} // namespace

std::vector<IntervalWords> intervalColumn(const std::vector<Interval>& rows)
{
    const Digits digits = sharedDigits(rows);
    const auto words = [&](double value, auto written) {
        return std::isfinite(value) ? widgets::typeset(written(value, digits)) : QStringLiteral("–");
    };
    std::vector<IntervalWords> column;
    column.reserve(rows.size());
    for (const auto& row : rows)
        column.push_back(
            { words(row.estimate, writtenNumber), words(row.low, writtenEnd), words(row.high, writtenEnd) });
    return column;
}

} // namespace btw::models
