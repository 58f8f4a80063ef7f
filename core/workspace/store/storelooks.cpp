// SPDX-License-Identifier: GPL-3.0-or-later
// How often test figures of the same rows were opened: the openings are counted by row, so that those of
// other data, and of other folds, do not count.
#include "workspace/store/blobs.h"
#include "workspace/store/database.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace btw::store {
namespace {

const QString kTask = QStringLiteral("count the looks at test rows");

/// One split of the store, as far as its test rows are concerned. Splits whose cohorts have the same list of
/// ids share its rows' numbers.
struct RowsOfSplit
{
    std::size_t list = 0; ///< which list of ids
    std::vector<std::size_t> test; ///< rows of the list
};

/// The splits of the store that are of the same data, by id: of a cohort that was opened under the name or
/// from the path, and of those that have a name in common with such a cohort. Lists of ids are read once
/// each.
class SameData
{
public:
    SameData(const Session& session, const QString& name, const QString& path)
        : m_session(session)
    {
        if (!name.isEmpty())
            m_names.insert(name);
        Statement names(session, kTask,
            QStringLiteral("SELECT DISTINCT name FROM splits WHERE cohort_id IN "
                           "(SELECT cohort_id FROM splits WHERE name = ? OR (path <> '' AND path = ?))"));
        names.bind(name).bind(path).run();
        while (names.next())
            m_names.insert(names.value(0).toString());
        Statement select(session, kTask,
            QStringLiteral("SELECT splits.id, ids, parts FROM splits JOIN cohorts ON cohorts.id = cohort_id "
                           "WHERE cohort_id IN (SELECT cohort_id FROM splits WHERE name IN (%1))")
                .arg(QStringList(static_cast<qsizetype>(m_names.size()), QStringLiteral("?"))
                         .join(QLatin1Char(','))));
        for (const QString& one : m_names)
            select.bind(one);
        select.run();
        while (select.next())
            add(select.value(0).toLongLong(), select.value(1).toByteArray(), select.value(2).toByteArray());
    }

    bool isCalled(const QString& name) const { return m_names.count(name) != 0; }
    const std::map<std::int64_t, RowsOfSplit>& splits() const { return m_splits; }

    /// A number for each row: rows with the same id, in whatever list, have the same one.
    const std::vector<std::size_t>& rowsOfList(std::size_t list) const { return m_rows[list]; }
    std::size_t size() const { return m_numbers.size(); }
    std::optional<std::size_t> find(const std::string& id) const
    {
        const auto found = m_numbers.find(id);
        return found == m_numbers.end() ? std::nullopt : std::optional(found->second);
    }

private:
    void add(std::int64_t id, const QByteArray& ids, const QByteArray& parts)
    {
        RowsOfSplit rows { listOf(ids), {} };
        const auto bytes = unpackBytes(parts);
        if (!bytes || bytes->size() != m_rows[rows.list].size())
            throwDamaged(m_session.path, kTask);
        for (std::size_t row = 0; row < bytes->size(); ++row)
            if ((*bytes)[row] == static_cast<std::uint8_t>(Split::Test))
                rows.test.push_back(row);
        m_splits.emplace(id, std::move(rows));
    }

    std::size_t listOf(const QByteArray& cell)
    {
        const auto [list, isNew] = m_lists.try_emplace(cell, m_rows.size());
        if (isNew) {
            const auto ids = unpackStrings(cell);
            if (!ids)
                throwDamaged(m_session.path, kTask);
            std::vector<std::size_t> numbers;
            numbers.reserve(ids->size());
            for (const std::string& id : *ids)
                numbers.push_back(m_numbers.try_emplace(id, m_numbers.size()).first->second);
            m_rows.push_back(std::move(numbers));
        }
        return list->second;
    }

    const Session& m_session;
    std::set<QString> m_names;
    std::map<std::int64_t, RowsOfSplit> m_splits;
    std::map<QByteArray, std::size_t> m_lists; ///< by the cell that holds it
    std::vector<std::vector<std::size_t>> m_rows; ///< of each list
    std::unordered_map<std::string, std::size_t> m_numbers; ///< by id
};

std::map<std::int64_t, std::int64_t> splitsOfRuns(const Session& session)
{
    std::map<std::int64_t, std::int64_t> splits;
    Statement select(session, kTask, QStringLiteral("SELECT id, split_id FROM runs"));
    select.run();
    while (select.next())
        splits.emplace(select.value(0).toLongLong(), select.value(1).toLongLong());
    return splits;
}

/// Of every row of the data, how many openings showed it. An opening whose run is gone, or whose rows are not
/// known, counts for all rows: the count may be too high, never too low.
std::vector<std::size_t> countByRow(
    const Session& session, const SameData& data, const std::vector<TestRead>& reads)
{
    const auto splits = splitsOfRuns(session);
    std::size_t ofUnknownRows = 0;
    std::map<std::set<std::int64_t>, std::size_t> openings; // by the splits that they showed
    for (const TestRead& read : reads) {
        if ((read.isOfNewPeople() || read.isOfSomebody()) && data.isCalled(read.predictedData())) {
            ++ofUnknownRows; // which of these rows were predicted is not kept
            continue;
        }
        if (read.isOfNewPeople())
            continue;
        std::set<std::int64_t> shown;
        bool isKnown = !read.runs.empty();
        for (const auto run : read.runs) {
            const auto found = splits.find(run);
            isKnown = isKnown && found != splits.end();
            if (found != splits.end() && data.splits().contains(found->second))
                shown.insert(found->second);
        }
        const bool isAnybody = read.isOfSomebody() && !shown.empty();
        if (!isKnown || isAnybody)
            ++ofUnknownRows;
        else if (!shown.empty())
            ++openings[shown];
    }
    std::vector<std::size_t> counts(data.size(), ofUnknownRows);
    for (const auto& [shown, times] : openings) {
        std::vector<bool> isSeen(data.size()); // an opening of several folds shows a row once
        for (const auto split : shown) {
            const RowsOfSplit& rows = data.splits().at(split);
            for (const auto row : rows.test)
                isSeen[data.rowsOfList(rows.list)[row]] = true;
        }
        for (std::size_t row = 0; row < counts.size(); ++row)
            if (isSeen[row])
                counts[row] += times;
    }
    return counts;
}

} // namespace

Looks Store::looksAt(const std::vector<std::int64_t>& splitIds) const
{
    Looks looks;
    const auto reads = testReads();
    if (reads.empty())
        return looks;
    looks.head = reads.back().hash;
    Statement named(session(), kTask, QStringLiteral("SELECT name, path FROM splits WHERE id = ?"));
    std::set<std::pair<QString, QString>> sources;
    for (const auto id : splitIds) {
        named.bind(static_cast<qint64>(id)).run();
        if (named.next())
            sources.emplace(named.value(0).toString(), named.value(1).toString());
    }
    const auto here = session();
    for (const auto& [name, path] : sources) {
        const SameData data(here, name, path);
        const auto counts = countByRow(here, data, reads);
        for (const auto id : splitIds) {
            const auto found = data.splits().find(id);
            if (found == data.splits().end())
                continue;
            for (const auto row : found->second.test)
                looks.count = std::max(looks.count, counts[data.rowsOfList(found->second.list)[row]]);
        }
    }
    return looks;
}

std::size_t Store::looksAtData(
    const QString& name, const QString& path, const std::vector<std::string>& ids) const
{
    const auto reads = testReads();
    if (reads.empty())
        return 0;
    const auto here = session();
    const SameData data(here, name, path);
    const auto counts = countByRow(here, data, reads);
    std::size_t most = 0;
    for (const std::string& id : ids)
        if (const auto row = data.find(id))
            most = std::max(most, counts[*row]);
    return most;
}

} // namespace btw::store
