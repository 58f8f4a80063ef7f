// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/transposed.h"

#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace btw::io {

const HeadRecord* transposedLabel(const TableHead& head, std::size_t header)
{
    constexpr std::size_t kFewest = 4;
    const std::vector<std::string>& names = head.records[header].cells;
    if (names.size() < kFewest)
        return nullptr;
    std::size_t numbered = 0;
    for (std::size_t c = 1; c < names.size(); ++c) {
        if (isOneOf(names[c], kLabelNames))
            return nullptr;
        numbered += std::any_of(names[c].begin(), names[c].end(), isDigit);
    }
    if (numbered * 10 < (names.size() - 1) * 9)
        return nullptr;
    std::set<std::string> seen;
    const HeadRecord* label = nullptr;
    for (std::size_t r = header + 1; r < head.records.size(); ++r) {
        const HeadRecord& record = head.records[r];
        if (record.cells.size() != names.size())
            continue;
        if (isLikeNumber(record.cells[0]) || !seen.insert(record.cells[0]).second)
            return nullptr;
        if (!label && isOneOf(record.cells[0], kLabelNames))
            label = &record;
    }
    return label;
}

} // namespace btw::io
