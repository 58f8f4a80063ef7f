// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/seriesguess.h"

#include "workspace/io/text.h"

#include <algorithm>

namespace btw::io {

namespace {

/// What a column of numbers counts, by its name; hours where that does not tell.
double unitOf(const std::string& column)
{
    const std::string name = lowered(column);
    const auto holdsAny = [&name](const Names& words) {
        return std::any_of(words.begin(), words.end(), [&name](std::string_view word) {
            const std::size_t at = name.find(word);
            const auto letter
                = [&name](std::size_t i) { return i < name.size() && name[i] >= 'a' && name[i] <= 'z'; };
            return at != std::string::npos && (at == 0 || !letter(at - 1)) && !letter(at + word.size());
        });
    };
    return holdsAny({ "minute", "minutes", "min", "mins", "minuten" }) ? 60
        : holdsAny({ "day", "days", "tag", "tage", "jour", "jours" })  ? 86400
        : holdsAny({ "second", "seconds", "sec", "secs", "sekunden" }) ? 1
                                                                       : kSecondsAnHour;
}

} // namespace

std::string timeColumn(const TableGroup& table)
{
    static const Names kTimeNames
        = { "time", "t", "timestamp", "time_stamp", "charttime", "datetime", "date_time", "offset", "hour",
              "hours", "minute", "minutes", "day", "days", "second", "seconds", "date", "datum", "zeit" };
    std::string called = table.first(kTimeNames, [](const ColumnLook& look) { return look.values > 0; });
    if (!called.empty())
        return called;
    for (std::size_t c = 0; c < table.looks.size(); ++c) {
        const std::string name = lowered(table.head->header[c]);
        const bool likely = name.ends_with("time") || name.ends_with("date") || name.starts_with("datetime");
        if (likely && (table.looks[c].numeric || table.looks[c].dates) && table.looks[c].values > 0)
            return table.head->header[c];
    }
    for (std::size_t c = 0; c < table.looks.size(); ++c)
        if (table.looks[c].dates)
            return table.head->header[c];
    return {};
}

std::optional<RoleGuess::Reason> guessSteps(const TableGroup& table, ModalityEntry& entry, std::string& why)
{
    const auto any = [](const ColumnLook&) { return true; };
    entry.kind = data::ModalityKind::Sequence;
    why += ", which repeat";
    entry.time = timeColumn(table);
    LongLayout layout;
    layout.variable = table.first(
        { "variable", "feature", "item", "itemid", "parameter", "measurement", "variable_name", "code" },
        any);
    layout.value = table.first({ "value", "valuenum", "val", "measure", "result" }, any);
    const bool isLong = !layout.variable.empty() && !layout.value.empty();
    if (entry.time.empty()) {
        if (isLong)
            return RoleGuess::Reason { table.file(), "long table without a time",
                "rows of " + inQuotes(layout.variable) + " and " + inQuotes(layout.value)
                    + " are measurements, and no column is called time or holds dates",
                data::Severity::Error, "time-not-found",
                "call the column of time stamps time, or describe the table in a manifest.json" };
        return std::nullopt;
    }
    const ColumnLook& times = table.looks[table.find(entry.time)];
    entry.kind = data::ModalityKind::Series;
    why += ", with times in " + inQuotes(entry.time);
    entry.unitSeconds = unitOf(entry.time);
    if (!times.dates)
        why += entry.unitSeconds == 60            ? ", taken for minutes"
            : entry.unitSeconds == 1              ? ", taken for seconds"
            : entry.unitSeconds == kSecondsAnHour ? ", taken for hours"
                                                  : ", taken for days";
    if (!isLong)
        return std::nullopt;
    layout.unitSeconds = entry.unitSeconds;
    entry.unitSeconds = kSecondsAnHour;
    entry.layout = layout;
    return std::nullopt;
}

} // namespace btw::io
