// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/rowmatch.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/runningnumbers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace btw::io {

bool haveSameRows(const TableGroup& table, const TableGroup& labels)
{
    const TableFiles& files = labels.files;
    if (table.heads.size() != labels.heads.size() || table.files.files.empty() != files.files.empty())
        return false;
    for (const auto& [split, file] : files.files)
        if (table.files.files.count(split) == 0)
            return false;
    for (std::size_t f = 0; f < table.heads.size(); ++f) {
        const TablePreview& mine = *table.heads[f];
        const TablePreview& other = *labels.heads[f];
        if (mine.whole && other.whole && mine.rows.size() != other.rows.size())
            return false;
        // A table of which the head is known only has more rows than that.
        if (mine.whole != other.whole
            && (mine.whole ? mine : other).rows.size() <= (mine.whole ? other : mine).rows.size())
            return false;
    }
    return true;
}

bool haveSameOrder(const TableGroup& table, const TableGroup& labels)
{
    const auto numbers = [](const TableGroup& of, std::vector<std::int64_t>& out) {
        for (std::size_t c = 0; c < of.looks.size(); ++c)
            if (isRunning(*of.head, c, of.looks[c])) {
                for (const std::vector<std::string>& row : of.head->rows)
                    out.push_back(wholeNumber(row[c]).value_or(0));
                return;
            }
    };
    std::vector<std::int64_t> mine;
    std::vector<std::int64_t> theirs;
    numbers(table, mine);
    numbers(labels, theirs);
    if (!mine.empty() && !theirs.empty()) {
        for (std::size_t r = 0; r < std::min(mine.size(), theirs.size()); ++r)
            if (mine[r] - mine[0] != theirs[r] - theirs[0])
                return false;
        return true;
    }
    return std::is_sorted(mine.begin(), mine.end()) && std::is_sorted(theirs.begin(), theirs.end());
}

} // namespace btw::io
