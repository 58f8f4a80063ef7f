// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/headerwidth.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace btw::io {

namespace {

/// A minus before zero, or decimals that begin with a zero: no whole number is written so.
bool isSurelyComma(const std::vector<const HeadRecord*>& rows, std::size_t c)
{
    return std::any_of(rows.begin(), rows.end(), [c](const HeadRecord* row) {
        return row->cells[c] == "-0" || (row->cells[c + 1].size() > 1 && row->cells[c + 1][0] == '0');
    });
}

bool countsByOne(const std::vector<const HeadRecord*>& rows)
{
    std::optional<std::int64_t> last;
    for (const HeadRecord* row : rows) {
        const std::optional<std::int64_t> value = wholeNumber(row->cells[0]);
        if (!value || (last ? *value != *last + 1 : *value != 0 && *value != 1))
            return false;
        last = value;
    }
    return true;
}

} // namespace

bool isEmptyColumn(const std::vector<const HeadRecord*>& rows, std::size_t column)
{
    return std::all_of(
        rows.begin(), rows.end(), [column](const HeadRecord* row) { return row->cells[column].empty(); });
}

std::optional<std::size_t> commaColumn(const TableHead& head, const std::vector<const HeadRecord*>& rows)
{
    if (head.separator != ',')
        return std::nullopt;
    for (std::size_t c = head.width - 1; c-- > 0;) {
        const bool all = std::all_of(rows.begin(), rows.end(), [c](const HeadRecord* row) {
            std::string_view whole = row->cells[c];
            if (whole.starts_with('-') || whole.starts_with('+'))
                whole.remove_prefix(1);
            return areDigits(whole) && areDigits(row->cells[c + 1]);
        });
        if (all)
            return c;
    }
    return std::nullopt;
}

bool isRowNames(const std::vector<const HeadRecord*>& rows, const HeadRecord& header,
    const std::optional<std::size_t>& comma)
{
    std::set<std::string> seen;
    bool quoted = true;
    bool words = true;
    for (const HeadRecord* row : rows) {
        if (row->cells[0].empty() || !seen.insert(row->cells[0]).second)
            return false;
        quoted = quoted && row->quotedFirst;
        words = words && !isLikeNumber(row->cells[0]);
    }
    if (comma && isSurelyComma(rows, *comma))
        return false;
    if (quoted)
        return true;
    const bool idBelow = isOneOf(header.cells[0], kIdNames) || isOneOf(header.cells[0], kGroupNames);
    return (countsByOne(rows) && !comma && rows.size() > 1) || (words && !idBelow);
}

} // namespace btw::io
