// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/consumercells.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <utility>

namespace btw::io {

std::string nameIn(const CsvReader& record, std::size_t column)
{
    const std::string_view cell = record.cells()[column];
    return std::string(record.isQuoted(column) ? cell : trimmed(cell));
}

std::string nameIn(std::string_view cell) { return std::string(trimmed(cell)); }

bool isName(std::string_view cell) { return !isNobody(cell); }

data::Sentence namesNobody(const char* what, std::string_view cell)
{
    if (bareId(cell).empty())
        return { "the {} is empty", what };
    return { "the {} is {}, which says that it is missing", what, inQuotes(bareId(cell)) };
}

std::vector<Remedy> remediesOfNobody(
    const RowLog& log, std::size_t row, const std::string& column, std::string_view cell)
{
    const DropRow dropping = log.dropping(row);
    std::vector<Remedy> remedies { dropping };
    if (const std::string_view word = bareId(cell); !word.empty())
        remedies.emplace_back(DropRowsWith { dropping.file, column, std::string(word) });
    return remedies;
}

std::ptrdiff_t lookedAt(std::size_t rows)
{
    constexpr std::size_t kMost = 100;
    return static_cast<std::ptrdiff_t>(std::min(rows, kMost));
}

std::vector<Remedy> columnCandidates(const TableHeader& header, bool ids)
{
    std::vector<Remedy> out;
    const auto add = [&](std::size_t c) {
        Remedy remedy = ids ? Remedy { UseAsId { header.file, header.names[c] } }
                            : Remedy { UseAsLabel { header.file, header.names[c] } };
        if (!header.names[c].empty() && std::find(out.begin(), out.end(), remedy) == out.end())
            out.push_back(std::move(remedy));
    };
    for (std::size_t c = 0; c < header.names.size(); ++c)
        if (ids ? isOneOf(header.names[c], kIdNames) || isOneOf(header.names[c], kGroupNames)
                : isOneOf(header.names[c], kLabelNames))
            add(c);
    // Where no name tells: ids come first in a table, labels last.
    if (out.empty())
        add(ids ? 0 : header.names.size() - 1);
    return out;
}

} // namespace btw::io
