// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/runningnumbers.h"

#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/guesscolumns.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace btw::io {

namespace {

constexpr std::size_t kFewestToCountNamed = 5; ///< where the column is called like row numbers

/// Of a column that is called like row numbers: most of them are one more than the one before, though some
/// are missing, given twice or begin again; or they rise all along, as where rows were left out.
bool countsNearly(const TablePreview& preview, std::size_t column)
{
    // `x`, `n` and `count` may be measured, and rise in a sorted table.
    static const Names kMeasured = { "x", "n", "count", "counter", "num", "number", "order", "level" };
    if (isOneOf(preview.header[column], kMeasured))
        return false;
    std::vector<std::int64_t> numbers;
    for (const std::vector<std::string>& row : preview.rows)
        if (const auto number = wholeNumber(row[column]); number && *number >= 0)
            numbers.push_back(*number);
    constexpr std::size_t kTenth = 10;
    if (numbers.size() < kFewestToCount
        || (preview.rows.size() - numbers.size()) * kTenth > preview.rows.size())
        return false;
    std::size_t byOne = 0;
    std::size_t rising = 0;
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        byOne += numbers[i] == numbers[i - 1] + 1 ? 1 : 0;
        rising += numbers[i] > numbers[i - 1] ? 1 : 0;
    }
    const std::size_t steps = numbers.size() - 1;
    const bool dense = numbers.back() - numbers.front() < 2 * static_cast<std::int64_t>(numbers.size());
    constexpr std::size_t kFifth = 5;
    return (steps - byOne) * kFifth <= steps || (rising == steps && dense);
}

} // namespace

bool isRunning(const TablePreview& preview, std::size_t column, const ColumnLook& look)
{
    const std::size_t rows = preview.rows.size();
    if (rows < kFewestToCountNamed || !look.numeric || !look.whole)
        return false;
    const bool named = preview.named && namesRows(preview.header[column]);
    if (named && countsNearly(preview, column))
        return true;
    if (look.values != rows)
        return false;
    if (!named && rows < kFewestToCount)
        return false;
    std::vector<std::int64_t> numbers;
    numbers.reserve(rows);
    for (const std::vector<std::string>& row : preview.rows) {
        const auto number = wholeNumber(row[column]);
        if (!number || *number < 0)
            return false;
        numbers.push_back(*number);
    }
    // In the order of the rows, wherever it begins: rows before the first one may be left out.
    const bool lined = preview.lines.size() == rows;
    const auto step = [&](std::size_t r) {
        return lined ? preview.lines[r] - preview.lines[0] : static_cast<std::int64_t>(r);
    };
    const std::int64_t gaps = step(rows - 1) + 1 - static_cast<std::int64_t>(rows);
    bool inOrder = numbers[0] <= 1 || named;
    for (std::size_t r = 1; r < rows && inOrder; ++r)
        inOrder
            = numbers[r] - numbers[0] == step(r) || numbers[r] - numbers[0] == static_cast<std::int64_t>(r);
    if (inOrder)
        return true;
    // The head of a table that was shuffled: reading it says whether the numbers count its rows.
    if (!preview.whole)
        return false;
    std::sort(numbers.begin(), numbers.end());
    if (std::adjacent_find(numbers.begin(), numbers.end()) != numbers.end())
        return false;
    // The first or the last rows may be among those that are left out.
    return (named || numbers.front() <= 1 + gaps)
        && numbers.back() - numbers.front() + 1 <= static_cast<std::int64_t>(rows) + gaps;
}

void checkRunning(const std::string& file, const std::vector<std::string>& columns,
    const data::Modality& modality, std::size_t n, const FileRemedies* remedies, Problems& problems)
{
    const auto width = static_cast<std::size_t>(modality.dims);
    if (n < kFewestToCount || modality.values.size() != n * width)
        return;
    std::vector<std::uint8_t> seen;
    for (std::size_t d = 0; d < width; ++d) {
        // Hardly any feature is whole in its first rows, and a table may have thousands.
        if (modality.values[d] != std::floor(modality.values[d])
            || modality.values[width + d] != std::floor(modality.values[width + d]))
            continue;
        seen.assign(n + 1, 0);
        std::size_t counted = 0;
        for (; counted < n; ++counted) {
            const float value = modality.values[counted * width + d];
            if (!(value >= 0 && value <= static_cast<float>(n)) || value != std::floor(value)
                || seen[static_cast<std::size_t>(value)]++ != 0)
                break;
        }
        if (counted < n || (remedies && remedies->kept.contains(columns[d])))
            continue;
        if (seen.front() == 0 || seen.back() == 0)
            problems.warning("running-number", file + ", " + inQuotes(columns[d]),
                "it numbers the rows, which may reveal their order",
                "leave the column out, or keep it if it is a feature",
                { DropColumn { file, columns[d], 0 }, KeepColumn { file, columns[d] } });
    }
}

} // namespace btw::io
