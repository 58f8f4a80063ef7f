// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/outcome.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/tables/guess/tableroles.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace btw::io {

namespace {

/// Words for a time that ended without an event: people who were alive, or lost, when the watching ended.
bool isCensored(std::string_view word)
{
    static const Names kWords = { "living", "alive", "censored", "lost", "lost to follow-up", "no", "0",
        "false", "0:living", "none" };
    return isOneOf(word, kWords);
}

std::size_t columnCalled(const TablePreview& head, const Names& names)
{
    for (const std::string_view name : names)
        for (std::size_t c = 0; c < head.header.size(); ++c)
            if (isCalled(head.header[c], name))
                return c;
    return head.header.size();
}

/// A year in the unit that a column of times seems to have: nobody is watched for 400 years, or for 60.
double yearOf(double largest)
{
    constexpr double kDays = 365.25;
    constexpr double kMonths = 12;
    return largest > 700 ? kDays : largest > 60 ? kMonths : 1;
}

} // namespace

bool OutcomeReader::bind(const TableHeader& header, const TimedOutcome& outcome, Problems& problems)
{
    m_outcome = outcome;
    m_numbers = header.numbers;
    bool good = true;
    for (const auto& [name, column] :
        { std::pair { &m_outcome.time, &m_time }, { &m_outcome.event, &m_event } }) {
        const auto found = header.require(*name, "labels.outcome", problems);
        *column = found.value_or(0);
        good = good && found;
    }
    return good;
}

OutcomeReader::Verdict OutcomeReader::of(
    const CsvReader& record, const std::string& where, const DropRow& dropping, Problems& problems)
{
    double time = 0;
    const NumberKind kind = m_numbers->parse(record.cells()[m_time], time,
        { nullptr, 0, m_time, &m_outcome.time, true }, [&where] { return where; });
    if (kind != NumberKind::Number || time < 0) {
        problems.error("outcome-time", where,
            { "the time {} is not a number of 0 or more", inQuotes(trimmed(record.cells()[m_time])) },
            "write how long this instance was followed up, or leave the row out", { dropping });
        return Verdict::Bad;
    }
    const std::string event = canonicalName(record.cells()[m_event]);
    const bool predicted = event == canonicalName(m_outcome.is);
    m_seen = m_seen || predicted;
    if (time > m_outcome.within)
        return Verdict::None;
    if (predicted)
        return Verdict::Event;
    if (m_outcome.othersCountAsNone && !isCensored(event))
        return Verdict::None;
    ++m_unknown[event];
    return Verdict::Unknown;
}

void OutcomeReader::report(const std::string& file, Problems& problems) const
{
    if (!m_seen)
        problems.error("outcome-never", file,
            { "no row has {} in the column {}", inQuotes(m_outcome.is), inQuotes(m_outcome.event) },
            "choose an event that the column holds");
    std::int64_t all = 0;
    std::string words;
    for (const auto& [word, count] : m_unknown) {
        all += count;
        words += (words.empty() ? "" : ", ") + inQuotes(word) + " " + grouped(count);
    }
    if (all > 0)
        problems.warning("outcome-unknown", file,
            { "{} left out, whose time ended before {} without {} ({}): their outcome is unknown, "
              "and leaving them out can bias the results",
                counted(all, "instance is", "instances are"), canonicalName(m_outcome.within),
                inQuotes(m_outcome.is), words },
            "mention this when you report results");
}

bool isOutcomeName(const std::string& name)
{
    static const Names kNames = { "time", "event", "status", "event_str", "event_type", "vital_status",
        "survival", "survival_time", "survival_days", "survival_months", "overall_survival", "follow_up",
        "followup", "follow_up_days", "days_to_death", "days_to_last_follow_up", "dead", "death", "died",
        "cause_of_death", "censored", "censor" };
    if (isOneOf(name, kNames))
        return true;
    static const Names kBeginnings
        = { "os_", "os.", "dfs_", "dss_", "pfs_", "rfs_", "efs_", "event_", "death_" };
    return std::any_of(kBeginnings.begin(), kBeginnings.end(), [&name](std::string_view word) {
        return name.size() > word.size() && isCalled(std::string_view(name).substr(0, word.size()), word);
    });
}

std::vector<Remedy> outcomeChoices(const TablePreview& head, const std::string& file)
{
    static const Names kTimes = { "time", "survival_time", "os_time", "os_months", "os_days", "os.time",
        "dss_time", "overall_survival", "survival_days", "survival_months", "follow_up", "followup",
        "follow_up_days", "dfs_months", "pfs_months", "t" };
    static const Names kEvents = { "event_str", "event_type", "cause_of_death", "vital_status", "os_status",
        "os_event", "event", "status", "dead", "death", "died", "dfs_status", "pfs_status" };
    const std::size_t time = columnCalled(head, kTimes);
    const std::size_t event = columnCalled(head, kEvents);
    if (time == head.header.size() || event == head.header.size() || !head.named)
        return {};
    const ColumnLook times = lookAt(head, time);
    const ColumnLook events = lookAt(head, event);
    constexpr std::size_t kMostEvents = 6;
    if (!times.numeric || events.distinct.size() < 2 || events.distinct.size() > kMostEvents)
        return {};
    double largest = 0;
    for (const std::vector<std::string>& row : head.rows) {
        double value = 0;
        if (parseNumber(row[time], value) == NumberKind::Number)
            largest = std::max(largest, value);
    }
    static constexpr std::array<double, 3> kYears = { 5, 1, 10 };
    std::vector<Remedy> out;
    const auto offer = [&](double years, bool othersCountAsNone) {
        for (const std::string& word : events.distinct)
            if (!isCensored(word) && years * yearOf(largest) < largest)
                out.emplace_back(PredictWithin { file, head.header[event], word, head.header[time],
                    std::floor(years * yearOf(largest)), othersCountAsNone });
    };
    for (const double years : kYears)
        offer(years, false);
    offer(kYears.front(), true);
    return out;
}

} // namespace btw::io
