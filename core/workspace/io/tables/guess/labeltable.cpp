// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/labeltable.h"

#include "workspace/io/tables/read/outcome.h"
#include "workspace/io/text.h"

#include <algorithm>

namespace btw::io {

namespace {

std::string labelColumn(const TableGroup& table)
{
    const auto any = [](const ColumnLook&) { return true; };
    const std::string found = table.first(kLabelNames, any);
    // Beside numbers it says what was measured.
    return isCalled(found, "label") && !table.first({ "valuenum" }, any).empty() ? std::string() : found;
}

} // namespace

bool isLabelName(const std::string& base)
{
    const std::string name = lowered(base);
    return isOneOf(name, kLabelNames)
        || std::any_of(kLabelNames.begin(), kLabelNames.end(), [&name](std::string_view word) {
               return word.size() > 1 && name.find(word) != std::string::npos;
           });
}

std::size_t findLabelTable(const std::vector<TableGroup>& tables)
{
    std::size_t best = 0;
    int bestScore = -1;
    for (std::size_t t = 0; t < tables.size(); ++t) {
        const TableGroup& table = tables[t];
        const bool column = !labelColumn(table).empty();
        const bool outcome = !column && !outcomeChoices(*table.head, table.file()).empty();
        const int score = (column           ? 2
                                  : outcome ? 1
                                            : 0)
            + (isLabelName(table.base) ? 3 : 0) + (table.has(table.head->label) ? 8 : 0);
        // A summary beside the data has a label, too, and few rows.
        constexpr std::size_t kMany = 5;
        const std::size_t rows = table.head->rows.size();
        const std::size_t bestRows = tables[best].head->rows.size();
        if (score == bestScore && score > 0 && (rows >= kMany * bestRows || bestRows >= kMany * rows)) {
            best = rows > bestRows ? t : best;
            continue;
        }
        if (score > bestScore || (score == bestScore && table.looks.size() < tables[best].looks.size())) {
            best = t;
            bestScore = score;
        }
    }
    return best;
}

} // namespace btw::io
