// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/csvtable.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace btw::io {

struct TablePreview;

/// Reads the outcome of each row. An instance has the event where it happened within the time, has it not
/// where it was watched for longer, and is unknown otherwise.
class OutcomeReader
{
public:
    enum class Verdict : std::uint8_t { None, Event, Unknown, Bad };

    bool bind(const TableHeader& header, const TimedOutcome& outcome, Problems& problems);
    /// Bad, with a problem at `where` and the remedy that drops the row, where the time is no number.
    Verdict of(
        const CsvReader& record, const std::string& where, const DropRow& dropping, Problems& problems);
    /// A warning that counts those who are unknown, by what ended their time.
    void report(const std::string& file, Problems& problems) const;

private:
    TimedOutcome m_outcome;
    NumberStyle* m_numbers = nullptr;
    std::size_t m_time = 0;
    std::size_t m_event = 0;
    std::map<std::string, std::int64_t> m_unknown; ///< by the word of the event
    bool m_seen = false; ///< the predicted event occurs at all
};

/// Whether a column is called as what tells when or how somebody's time ended ("time", "os_status",
/// "event_str"): such columns tell the outcome and are never features beside it.
bool isOutcomeName(const std::string& name);

/// What could be predicted of a table with times and events: each of its events, within one, five and ten
/// years. Empty where the table has no such columns.
std::vector<Remedy> outcomeChoices(const TablePreview& head, const std::string& file);

} // namespace btw::io
