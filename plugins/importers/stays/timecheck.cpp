// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/stays/timecheck.h"

#include "workspace/io/pickle/columns.h"
#include "workspace/io/tables/cells/number.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace btw::importers {

using namespace io::pickle;

void TimeCheck::check(Value stay, const std::string& id)
{
    for (const char* key : { "ts_tt", "text_time", "text_time_to_end", "cxr_time", "ecg_time" }) {
        const Value value = stay.find(key);
        const auto times = value.isNull() ? std::nullopt : numbersOf(value);
        if (!times || times->values.empty())
            continue;
        Found& found = m_byKey[key];
        const auto& all = times->values;
        for (const double time : all)
            if (std::isfinite(time))
                found.farthest = std::max(found.farthest, std::fabs(time));
        if (std::any_of(all.begin(), all.end(), [](double time) { return time < 0; })
            && found.negative++ == 0)
            found.firstNegative = id;
        if (!std::is_sorted(all.begin(), all.end()) && found.unsorted++ == 0)
            found.firstUnsorted = id;
        found.repeated += std::adjacent_find(all.begin(), all.end()) != all.end() ? 1 : 0;
    }
}

void TimeCheck::report(CohortDraft& draft, bool regular) const
{
    constexpr double kLongest = 20000; // hours, more than two years
    constexpr double kHoursOfDay = 24;
    const auto such
        = [](const std::string& id) { return id.empty() ? std::string() : ", such as " + io::inQuotes(id); };
    for (const auto& [key, found] : m_byKey) {
        const std::string where = draft.places.ofKey(0, "[0]" + subscript(key));
        if (found.farthest > kLongest)
            draft.problems.warning("times-not-hours", where,
                { "time stamps are read as hours and reach {}, which would be {} days: they look like "
                  "seconds "
                  "or another unit",
                    io::canonicalName(found.farthest), std::llround(found.farthest / kHoursOfDay) },
                "divide them by 3,600 if they are seconds, and save the file again");
        if (key == "ts_tt" && found.negative > 0)
            draft.problems.warning("times-negative", where,
                { "there are time stamps before 0, the beginning of the stay, in {}{}",
                    counted(found.negative, "stay"), such(found.firstNegative) },
                "leave out what was measured before, or count from there");
        if (key == "ts_tt" && found.unsorted > 0 && regular)
            draft.problems.warning("times-unsorted", where,
                { "time stamps go back in {}{}; reg_ts, which is read, may have been made from steps in the "
                  "wrong order",
                    counted(found.unsorted, "stay"), such(found.firstUnsorted) },
                "sort the steps by time before reg_ts is made");
        if (key == "ts_tt" && found.repeated > 0)
            draft.problems.note("times-repeated", where,
                { "two steps have the same time stamp in {}{}", counted(found.repeated, "stay"),
                    std::string(regular ? "; reg_ts is read" : "; both are read") },
                "nothing needs to be done");
    }
}

} // namespace btw::importers
