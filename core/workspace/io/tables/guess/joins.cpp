// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/joins.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/cells/numberstyle.h"
#include "workspace/io/tables/guess/runningnumbers.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <map>
#include <utility>

namespace btw::io {

namespace {

/// Whether its values are small numbers that lie close together, as ages, counts and measurements do.
bool isLikeMeasurement(const IdColumn& column)
{
    constexpr std::int64_t kSmall = 10000;
    std::int64_t least = kSmall;
    std::int64_t most = 0;
    for (const std::string& id : column.examples)
        if (const auto number = wholeNumber(id)) {
            least = std::min(least, *number);
            most = std::max(most, *number);
        }
    return most < kSmall && most - least < 3 * static_cast<std::int64_t>(column.examples.size());
}

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
    // Ages, counts and measurements are among the ids of others by chance.
    if (!labels.words && !other.words && !called && !sameName && (!other.unique || isLikeMeasurement(other)))
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

/// Whether two pairs of columns, each of which shares most of its values, put rows of a table to different
/// rows of the labels.
bool disagree(const std::pair<const IdColumn&, const IdColumn&>& first,
    const std::pair<const IdColumn&, const IdColumn&>& second, bool whole)
{
    const auto rowsOf = [](const IdColumn& column) {
        std::map<std::string_view, std::size_t> rows;
        for (std::size_t r = 0; r < column.rows.size(); ++r)
            if (!column.rows[r].empty())
                rows.try_emplace(column.rows[r], r);
        return rows;
    };
    const auto ofFirst = rowsOf(first.first);
    const auto ofSecond = rowsOf(second.first);
    std::size_t both = 0;
    std::size_t shared = 0;
    std::size_t different = 0;
    for (std::size_t r = 0; r < second.second.rows.size() && r < first.second.rows.size(); ++r) {
        const auto one = ofFirst.find(first.second.rows[r]);
        const auto other = ofSecond.find(second.second.rows[r]);
        shared += other != ofSecond.end() ? 1 : 0;
        if (one == ofFirst.end() || other == ofSecond.end())
            continue;
        ++both;
        different += one->second != other->second ? 1 : 0;
    }
    // Of two heads that are not the whole tables only some values can be in both.
    constexpr std::size_t kFewest = 3;
    const bool goTogether = whole
        ? shared * 2 > second.second.rows.size() && shared * 2 > second.first.rows.size()
        : both >= kFewest;
    return goTogether && different * 10 > both;
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
        if (name.empty() || look.values == 0)
            continue;
        const Naming naming = namesIds(name);
        if (look.numeric && !look.whole && naming != Naming::Surely)
            continue;
        const bool called = naming != Naming::No || known.contains(name);
        if (!called && ++uncalled > kMostUncalled)
            continue;
        const IdLook ids = lookAtIds(*table.head, c, look);
        if (!called && !ids.isNearlyUnique())
            continue;
        if ((!called || namesRows(name)) && isRunning(*table.head, c, look))
            continue;
        IdColumn column { name, naming, !look.numeric, ids.isNearlyUnique(), {}, {}, {} };
        const IdKeys keys(true, true);
        for (const TablePreview* head : table.heads) {
            if (c >= head->header.size() || head->header[c] != name)
                continue;
            for (const std::vector<std::string>& row : head->rows) {
                const std::string_view id = bareId(row[c]);
                constexpr std::size_t kExamples = 50;
                column.rows.emplace_back();
                if (isNobody(id))
                    continue;
                column.rows.back() = keys.of(id);
                column.keys.insert(column.rows.back());
                if (column.examples.size() < kExamples)
                    column.examples.emplace_back(id);
            }
        }
        out.push_back(std::move(column));
    }
    return out;
}

Shared sharedIds(const IdColumn& labels, const IdColumn& other)
{
    Shared out { other.keys.size(), 0, {} };
    for (const std::string& key : other.keys)
        out.found += labels.keys.contains(key) ? 1 : 0;
    const IdKeys keys(true, true);
    for (const std::string& example : other.examples)
        if (!labels.keys.contains(keys.of(example)))
            out.strangers.push_back(example);
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

std::optional<Contradiction> contradiction(
    const std::vector<std::vector<IdColumn>>& columns, std::size_t labels, const Joins& joins, bool whole)
{
    const auto find = [](const std::vector<IdColumn>& of, const std::string& name) {
        const auto found
            = std::find_if(of.begin(), of.end(), [&name](const IdColumn& one) { return one.name == name; });
        return found == of.end() ? nullptr : &*found;
    };
    const IdColumn* const id = find(columns[labels], joins.id);
    for (std::size_t t = 0; id != nullptr && t < columns.size(); ++t) {
        const IdColumn* const joined = t == labels ? nullptr : find(columns[t], joins.columns[t]);
        if (joined == nullptr || !joined->unique)
            continue;
        for (const IdColumn& mine : columns[labels])
            for (const IdColumn& theirs : columns[t]) {
                const bool same = mine.name == theirs.name;
                // Where a table counts its rows in `id`, the persons of its rows repeat.
                const bool persons = same && mine.naming == Naming::Surely && theirs.naming == Naming::Surely;
                if ((&mine == id && &theirs == joined) || !mine.unique || (!theirs.unique && !persons)
                    || (id->name == joined->name && !same)
                    || (!same && (mine.naming == Naming::No || theirs.naming == Naming::No)
                        && !(mine.words && theirs.words)))
                    continue;
                if (disagree({ *id, *joined }, { mine, theirs }, whole))
                    return Contradiction { t, mine.name, theirs.name };
            }
    }
    return std::nullopt;
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

std::string contradicting(const Joins& joins, const Contradiction& other, const std::string& labelFile)
{
    const auto pair = [](const std::string& column, const std::string& labels) {
        return column == labels ? inQuotes(column) : inQuotes(column) + " and " + inQuotes(labels);
    };
    return "matched by " + pair(joins.columns[other.table], joins.id) + ", its rows go with other rows of "
        + labelFile + " than matched by " + pair(other.column, other.labels);
}

std::string someOf(const std::vector<std::string>& examples)
{
    constexpr std::size_t kShown = 3;
    std::vector<std::string> quoted;
    quoted.reserve(examples.size());
    for (const std::string& example : examples)
        quoted.push_back(inQuotes(example));
    return commaList(quoted, kShown);
}

std::string unlikeIds(const IdColumn& ids, const IdColumn& labels, const std::string& labelFile, bool whole)
{
    const Shared shared = sharedIds(labels, ids);
    const std::string column = inQuotes(labels.name) + " in " + labelFile;
    if (!whole)
        return "the first rows of its column " + inQuotes(ids.name) + " and those of " + column
            + " share too few values to tell whether these are the same ids";
    if (shared.found == 0)
        return "the values of its column " + inQuotes(ids.name) + " (such as " + someOf(ids.examples)
            + ") are not those of " + column + " (such as " + someOf(labels.examples) + ")";
    return "only " + grouped(static_cast<std::int64_t>(shared.found)) + " of "
        + grouped(static_cast<std::int64_t>(shared.values)) + " values of its column " + inQuotes(ids.name)
        + " are among those of " + column
        + (shared.strangers.empty() ? std::string()
                                    : "; others are not, such as " + someOf(shared.strangers));
}

} // namespace btw::io
