// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/foldercolumns.h"

#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/runningnumbers.h"
#include "workspace/io/tables/guess/splitcolumn.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace btw::io {

LeftOut leftOut(const TableGroup& table, std::size_t c, const ModalityEntry& entry, const LabelsEntry& labels,
    const TableGroup& labelTable)
{
    const std::string& column = table.head->header[c];
    const ColumnLook& look = table.looks[c];
    const bool named = table.head->named;
    const std::string where = table.file() + ", " + inQuotes(column);
    const auto leaveOut = [&](const std::string& why, const char* code) -> LeftOut {
        return { true,
            RoleGuess::Reason { where, "left out", why, data::Severity::Warning, code,
                "keep it if it is a feature", { KeepColumn { table.file(), column } } } };
    };
    if (column.empty()) {
        const bool counts = isRunning(*table.head, c, look);
        if (look.values == 0)
            return { true, std::nullopt };
        return { true,
            RoleGuess::Reason { table.file() + ", column " + std::to_string(c + 1), "left out",
                counts ? "it has no name, and counts the rows" : "it has no name", data::Severity::Warning,
                counts ? "running-number" : "column-unnamed",
                "name it in the header if it is a feature or an id" } };
    }
    if (table.head->kept.contains(column))
        return {};
    // Tables often repeat what the labels' table has.
    if (named
        && (column == labels.label || column == labels.split || column == labels.group
            || column == labels.id)) {
        // A gene may be called "label"; what only repeats the labels' table is no loss.
        const std::size_t there = labelTable.find(column);
        const std::set<std::string>& known = labelTable.looks[there].distinct;
        const bool repeats = column == labels.id || column == labels.group
            || std::all_of(look.distinct.begin(), look.distinct.end(),
                [&known](const std::string& value) { return known.contains(value); });
        if (repeats)
            return { true,
                RoleGuess::Reason { where, "left out", labelTable.file() + " has the same column already" } };
        return leaveOut("it is called as the column " + inQuotes(column) + " of " + labelTable.file()
                + ", but has other values",
            "role-left-out");
    }
    if (named && isLikeLabel(column, labels.label))
        return leaveOut(kLikeLabel, "label-left-out");
    SplitColumn split = lookAtSplits(*table.head, c, look, table.file());
    if (split.use == SplitColumn::Use::LeftOut)
        return leaveOut(split.reason.why, "folds-left-out");
    if (split.use != SplitColumn::Use::Feature) {
        if (!labels.split.empty() || labelTable.head->drawsSplits || !labels.table.files.empty())
            return leaveOut("its name suggests splits, and the splits are known", "split-left-out");
        return { true,
            RoleGuess::Reason { where, "", "the train/val/test column must be in " + labelTable.file(),
                data::Severity::Error, "split-elsewhere",
                "move the column into " + labelTable.file() + ", or have splits drawn",
                { DrawSplits {}, KeepColumn { table.file(), column } } } };
    }
    const Naming naming = named ? namesIds(column) : Naming::No;
    if (naming != Naming::No) {
        const IdLook ids = lookAtIds(*table.head, c, look);
        if (ids.isNearlyUnique()
            || (naming == Naming::Surely && ids.isMostlyUnique() && entry.kind == data::ModalityKind::Vector))
            return leaveOut("its name suggests an id", "id-left-out");
    }
    if (isRunning(*table.head, c, look))
        return leaveOut(kRunning, "running-number");
    if (!look.isFeature()) {
        RoleGuess::Reason why = whyLeftOut(look, where);
        why.remedies = { KeepColumn { table.file(), column } };
        return { true, std::move(why) };
    }
    return {};
}

std::vector<RoleGuess::Reason> unusedColumns(
    const TableGroup& table, const ModalityEntry& entry, const LabelsEntry& labels)
{
    std::vector<RoleGuess::Reason> out;
    constexpr std::size_t kShown = 10;
    constexpr std::size_t kFewWords = 6;
    std::vector<std::string> unused;
    for (std::size_t c = 0; c < table.looks.size(); ++c) {
        const std::string& column = table.head->header[c];
        const bool used = column.empty() || column == entry.id || column == entry.time
            || column == entry.layout->variable || column == entry.layout->value || namesUnits(column);
        const bool known = column == labels.label || column == labels.split || column == labels.group
            || column == labels.id;
        if (used || known || table.looks[c].values == 0)
            continue;
        if (!namesStatus(column) || table.looks[c].distinct.size() < 2) {
            unused.push_back(inQuotes(column));
            continue;
        }
        std::vector<Remedy> remedies;
        if (table.looks[c].distinct.size() <= kFewWords)
            for (const std::string& word : table.looks[c].distinct)
                remedies.emplace_back(DropRowsWith { table.file(), column, word });
        out.push_back({ table.file() + ", " + inQuotes(column), "left out",
            "it may say which measurements do not count, and all of them are read", data::Severity::Warning,
            "status-not-used", "leave out the rows that do not count", std::move(remedies) });
    }
    if (!unused.empty())
        out.push_back({ table.file() + ", " + commaList(unused, kShown)
                + (unused.size() > kShown ? " and " + std::to_string(unused.size() - kShown) + " more"
                                          : std::string()),
            "left out", "of a long table only the id, the time, the variable and its value are read",
            data::Severity::Warning, "columns-not-used",
            "nothing needs to be done if the measurements do not depend on them" });
    return out;
}

} // namespace btw::io
