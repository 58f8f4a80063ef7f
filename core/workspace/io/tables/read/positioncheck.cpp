// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/positioncheck.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/guess/columnnames.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace btw::io {

namespace {

enum class Fit : std::uint8_t { None, SameOrder, OtherOrder };

Fit fitOf(const std::vector<std::string>& mine, const std::vector<std::string>& theirs, bool sameName)
{
    const IdKeys keys(true, true);
    std::unordered_set<std::string> known;
    for (const std::string& id : theirs)
        if (!isNobody(id))
            known.insert(keys.of(id));
    std::size_t ids = 0;
    std::size_t shared = 0;
    bool same = mine.size() == theirs.size();
    for (std::size_t r = 0; r < mine.size(); ++r) {
        if (isNobody(mine[r])) {
            same = false;
            continue;
        }
        const std::string key = keys.of(mine[r]);
        ++ids;
        shared += known.contains(key) ? 1 : 0;
        same = same && key == keys.of(theirs[r]);
    }
    if (same)
        return Fit::SameOrder;
    return sameName || (ids > 0 && shared * 2 >= ids) ? Fit::OtherOrder : Fit::None;
}

bool saysSameOrder(const ReadingPlan& plan, const TableFiles& table, const TableFiles& labels)
{
    return std::any_of(plan.remedies().begin(), plan.remedies().end(), [&](const Remedy& remedy) {
        const auto* numbering = std::get_if<NumberRows>(&remedy);
        return numbering && (table.holds(numbering->file) || labels.holds(numbering->file));
    });
}

std::string fileOf(const TableFiles& table)
{
    return (table.file.isEmpty() ? table.files.begin()->second : table.file).toStdString();
}

} // namespace

void IdCandidates::bind(const TableHeader& header)
{
    if (!m_seeks || !header.named)
        return;
    // Files of the other splits have the same columns, or none is known in all of them.
    if (std::exchange(m_bound, true)) {
        std::erase_if(m_columns, [&header](Column& column) {
            const auto found = header.find(column.name);
            column.at = found.value_or(0);
            return !found;
        });
        return;
    }
    constexpr std::size_t kMost = 4;
    for (std::size_t c = 0; c < header.names.size() && m_columns.size() < kMost; ++c) {
        const std::string& name = header.names[c];
        if (!name.empty() && (name == m_labelId || namesIds(name) != Naming::No))
            m_columns.push_back({ name, c, {} });
    }
}

void IdCandidates::take(const CsvReader& record)
{
    for (Column& column : m_columns)
        column.values.emplace_back(
            column.at < record.cells().size() ? bareId(record.cells()[column.at]) : std::string_view());
}

void checkPosition(
    const ByPosition& rows, const LabelIds& labels, const ReadingPlan& plan, Problems& problems)
{
    if (rows.table == labels.entry.table || saysSameOrder(plan, rows.table, labels.entry.table))
        return;
    const bool named = !labels.entry.id.empty();
    const std::string file = fileOf(rows.table);
    const std::string labelsFile = fileOf(labels.entry.table);
    for (const IdCandidates::Column& mine : rows.candidates.columns()) {
        std::vector<std::pair<const std::string*, const std::vector<std::string>*>> theirs;
        if (named)
            theirs.emplace_back(&labels.entry.id, &labels.ids);
        for (const IdCandidates::Column& column : labels.candidates.columns())
            if (!named && column.name == mine.name)
                theirs.emplace_back(&column.name, &column.values);
        for (const auto& [name, ids] : theirs) {
            const Fit fit = fitOf(mine.values, *ids, *name == mine.name);
            if (fit == Fit::SameOrder)
                return;
            if (fit == Fit::None)
                continue;
            problems.error("ids-missing", "manifest.json, key " + rows.key,
                { "the ids in column {} of {} are in another order than those in {} of {}: by their "
                  "position, rows would go to the wrong instances",
                    inQuotes(mine.name), file, inQuotes(*name), labelsFile },
                named ? R"(add "id": ")" + mine.name + "\" to this entry of the manifest"
                      : R"(add "id": ")" + mine.name + "\" to the labels and to this entry of the manifest",
                { UseAsId { named ? file : labelsFile, mine.name }, NumberRows { file } });
            return;
        }
    }
    if (named)
        problems.warning("by-position", "manifest.json, key " + rows.key,
            { "the rows of {} are matched to those of {} by their order, first to first: the manifest names "
              "no column of ids for them",
                file, labelsFile },
            "add a column of ids if the rows may be in another order");
}

} // namespace btw::io
