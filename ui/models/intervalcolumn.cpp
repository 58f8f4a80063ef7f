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

/// Of no digit: a difference of a model from one that predicts the same.
bool isZero(const Interval& row) { return row.estimate == 0 && row.low == 0 && row.high == 0; }

/// What all rows are written with. A row without a width says nothing of how exact the others are.
Digits sharedDigits(const std::vector<Interval>& rows)
{
    std::vector<Digits> asked, flat;
    for (const auto& row : rows)
        if (isKnown(row) && !isZero(row))
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

QString worded(double value, std::string (*written)(double, const Digits&), const Digits& digits)
{
    return std::isfinite(value) ? widgets::typeset(written(value, digits)) : QStringLiteral("–");
}

} // namespace

std::vector<SpreadWords> spreadColumn(const std::vector<Interval>& rows)
{
    const Digits digits = sharedDigits(rows);
    std::vector<SpreadWords> column;
    column.reserve(rows.size());
    for (const auto& row : rows)
        column.push_back({ worded(row.estimate, writtenNumber, digits),
            worded((row.high - row.low) / 2, writtenEnd, digits) });
    return column;
}

std::vector<IntervalWords> intervalColumn(const std::vector<Interval>& rows)
{
    const Digits digits = sharedDigits(rows);
    std::vector<IntervalWords> column;
    column.reserve(rows.size());
    for (const auto& row : rows)
        column.push_back({ worded(row.estimate, writtenNumber, digits), worded(row.low, writtenEnd, digits),
            worded(row.high, writtenEnd, digits) });
    return column;
}

} // namespace btw::models
