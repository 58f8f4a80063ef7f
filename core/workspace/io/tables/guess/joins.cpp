// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/joins.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/numberstyle.h"
#include "workspace/io/tables/guess/runningnumbers.h"

#include <algorithm>

namespace btw::io {

namespace {

/// How surely two columns hold the same ids: 0 where they do not.
double match(const IdColumn& labels, const IdColumn& other, bool whole)
{
    const bool smaller = labels.keys.size() < other.keys.size();
    const std::set<std::string>& few = smaller ? labels.keys : other.keys;
    const std::set<std::string>& many = smaller ? other.keys : labels.keys;
    const auto shared = static_cast<double>(std::count_if(
        few.begin(), few.end(), [&many](const std::string& key) { return many.contains(key); }));
    if (few.empty())
        return 0;
    const double share = shared / static_cast<double>(few.size());
    const double covered = shared / static_cast<double>(labels.keys.size());
    const bool sameName = labels.name == other.name;
    const bool called = labels.naming != Naming::No && other.naming != Naming::No;
    if (!labels.words && !other.words && !called && !sameName && !other.unique)
        return 0;
    // Of two heads only some ids can be in both. The number of a visit is among the numbers of patients, too.
    constexpr double kHalf = 0.5;
    constexpr double kTenth = 0.1;
    if (shared == 0 || share < (whole ? kHalf : kTenth) || (whole && !sameName && covered < kTenth))
        return sameName && called && !whole ? kTenth : 0;
    constexpr double kSameName = 0.2;
    return share + (sameName ? kSameName : 0) + kTenth * covered
        + (other.naming == Naming::Surely ? kTenth / 2 : 0);
}

/// Sentences and dates are distinct, too, and no ids.
bool isText(const IdColumn& column)
{
    const auto text = std::count_if(column.keys.begin(), column.keys.end(), [](const std::string& key) {
        constexpr std::size_t kLongest = 40;
        const bool date = key.find_first_not_of("0123456789-/.: t") == std::string::npos
            && key.find_first_of("-/.:") != std::string::npos;
        return key.size() > kLongest || date;
    });
    const auto blanks = std::count_if(column.examples.begin(), column.examples.end(),
        [](const std::string& id) { return id.find(' ') != std::string::npos; });
    return static_cast<std::size_t>(text) * 2 > column.keys.size()
        || static_cast<std::size_t>(blanks) * 2 > column.examples.size();
}

} // namespace

std::vector<IdColumn> idColumns(const TableGroup& table, const std::set<std::string>& known)
{
    // Thousands of columns are features.
    constexpr std::size_t kMostUncalled = 50;
    std::vector<IdColumn> out;
    std::size_t uncalled = 0;
    for (std::size_t c = 0; table.head->named && c < table.looks.size(); ++c) {
        const std::string& name = table.head->header[c];
        const ColumnLook& look = table.looks[c];
        if (name.empty() || look.values == 0 || (look.numeric && !look.whole))
            continue;
        const Naming naming = namesIds(name);
        const bool called = naming != Naming::No || known.contains(name);
        if (!called && ++uncalled > kMostUncalled)
            continue;
        const IdLook ids = lookAtIds(*table.head, c, look);
        if (!called && !ids.isNearlyUnique())
            continue;
        if ((!called || namesRows(name)) && isRunning(*table.head, c, look))
            continue;
        IdColumn column { name, naming, !look.numeric, ids.isNearlyUnique(), {}, {} };
        const IdKeys keys(true, true);
        for (const TablePreview* head : table.heads) {
            if (c >= head->header.size() || head->header[c] != name)
                continue;
            for (const std::vector<std::string>& row : head->rows) {
                const std::string_view id = bareId(row[c]);
                constexpr std::size_t kExamples = 50;
                if (id.empty() || isMissingWord(id))
                    continue;
                column.keys.insert(keys.of(id));
                if (column.examples.size() < kExamples)
                    column.examples.emplace_back(id);
            }
        }
        out.push_back(std::move(column));
    }
    return out;
}

const IdColumn* surelyIds(const std::vector<IdColumn>& columns)
{
    for (const Naming naming : { Naming::Surely, Naming::Maybe })
        for (const IdColumn& column : columns)
            if (column.naming == naming && column.unique)
                return &column;
    for (const IdColumn& column : columns)
        if (column.naming == Naming::Surely)
            return &column;
    for (const IdColumn& column : columns)
        if (column.words && column.unique && !isText(column))
            return &column;
    return nullptr;
}

Joins findJoins(const std::vector<std::vector<IdColumn>>& columns, std::size_t labels, bool whole,
    const std::string& preferred)
{
    Joins best;
    best.columns.resize(columns.size());
    double bestScore = 0;
    for (const IdColumn& id : columns[labels]) {
        if (!id.unique)
            continue;
        Joins joins;
        joins.id = id.name;
        joins.columns.resize(columns.size());
        constexpr double kPreferred = 0.05;
        double score = id.name == preferred ? kPreferred : 0;
        for (std::size_t t = 0; t < columns.size(); ++t) {
            double most = 0;
            for (const IdColumn& other : columns[t]) {
                const double found = t == labels ? 0 : match(id, other, whole);
                if (found > most) {
                    most = found;
                    joins.columns[t] = other.name;
                }
            }
            score += most > 0 ? 1 + most : 0;
        }
        if (score > bestScore) {
            bestScore = score;
            best = std::move(joins);
        }
    }
    if (best.id.empty() && surelyIds(columns[labels]) != nullptr && surelyIds(columns[labels])->unique)
        best.id = preferred.empty() ? surelyIds(columns[labels])->name : preferred;
    return best;
}

} // namespace btw::io
