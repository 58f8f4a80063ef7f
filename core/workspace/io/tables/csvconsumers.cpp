// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/csvconsumers.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/tables/guesscolumns.h"
#include "workspace/io/tables/ids.h"
#include "workspace/io/tables/missingwords.h"
#include "workspace/io/tables/number.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::io {

namespace {

/// Blanks around a cell belong to it only where it stands in quotes.
std::string nameIn(const CsvReader& record, std::size_t column)
{
    const std::string_view cell = record.cells()[column];
    return std::string(record.isQuoted(column) ? cell : trimmed(cell));
}

/// Marks the index of a time stamp among those of values.
constexpr std::size_t kTimeStamp = std::size_t(1) << 63U;

/// Rows that are looked at to tell a column of words from one with a wrong word: enough to tell, and few
/// enough for a file with a million wrong words.
std::ptrdiff_t lookedAt(std::size_t rows)
{
    constexpr std::size_t kMost = 100;
    return static_cast<std::ptrdiff_t>(std::min(rows, kMost));
}

/// Columns that may be meant where the one that a manifest names is not there.
std::vector<Remedy> candidates(const TableHeader& header, bool ids)
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

} // namespace

bool LabelConsumer::find(const TableHeader& header, const std::string& name, const char* key,
    std::size_t& column, Problems& problems)
{
    column = kNone;
    if (name.empty())
        return true;
    const std::string_view role(key);
    const auto found = header.require(name, key, problems,
        role == "labels.label"       ? candidates(header, false)
            : role == "labels.id"    ? candidates(header, true)
            : role == "labels.split" ? std::vector<Remedy> { DrawSplits {} }
                                     : std::vector<Remedy> {});
    column = found.value_or(kNone);
    return found.has_value();
}

bool LabelConsumer::bind(const TableHeader& header, Problems& problems)
{
    log.beginFile(header.file);
    m_numbers = header.numbers;
    bool good = find(header, m_entry.label, "labels.label", m_label, problems);
    good = find(header, m_entry.id, "labels.id", m_id, problems) && good;
    m_split = kNone;
    if (m_readSplits)
        good = find(header, m_entry.split, "labels.split", m_split, problems) && good;
    good = find(header, m_entry.group, "labels.group", m_group, problems) && good;
    if (m_entry.outcome) {
        good = m_outcome.bind(header, *m_entry.outcome, problems) && good;
    } else if (m_entry.label.empty()) {
        if (header.names.size() == 1) {
            m_label = 0;
        } else {
            problems.error("label-not-found", "manifest.json, key labels.label",
                { "the key is missing, and {} has more than one column", header.file },
                "name the column that holds the label", candidates(header, false));
            return false;
        }
    }
    if (!good)
        return false;
    const std::size_t label = m_entry.outcome ? *header.find(m_entry.outcome->event) : m_label;
    labelName = header.label(label);
    labelColumn = header.names[label];
    idColumn = m_id == kNone ? std::string() : header.names[m_id];
    idName = m_id == kNone ? std::string() : header.label(m_id);
    m_splitName = m_split == kNone ? std::string() : header.label(m_split);
    m_groupName = m_group == kNone ? std::string() : header.label(m_group);
    return true;
}

void LabelConsumer::takeLabel(const CsvReader& record, Problems& problems)
{
    const std::string_view cell = record.cells()[m_label];
    if (!m_numeric) {
        labels.push_back(nameIn(record, m_label));
        return;
    }
    const auto where = [this] { return log.where(log.size() - 1, labelName); };
    double value = 0;
    const NumberPlace place { this, values.size(), m_label, &labelColumn, true };
    const NumberKind kind = m_numbers->parse(cell, value, place, where);
    if (kind != NumberKind::Number && kind != NumberKind::Marked) {
        const DropRow dropping = log.dropping(log.size() - 1);
        std::vector<Remedy> remedies { dropping,
            DropRowsWith { dropping.file, labelColumn, std::string(trimmed(cell)) } };
        if (kind == NumberKind::Text) {
            const bool words = std::all_of(values.begin(), values.begin() + lookedAt(values.size()),
                [](double known) { return std::isnan(known); });
            remedies.insert(
                words ? remedies.begin() : remedies.end(), TreatAsCategory { dropping.file, labelColumn });
            value = std::numeric_limits<double>::quiet_NaN();
        }
        problems.error("label-missing", where(),
            kind == NumberKind::Missing
                ? data::Sentence("the label is missing")
                : data::Sentence { "the label {} is not a finite number", inQuotes(trimmed(cell)) },
            "write a number, or remove the row", std::move(remedies));
    }
    values.push_back(value);
}

/// False where the row is left out, since its outcome is not known.
bool LabelConsumer::takeOutcome(const CsvReader& record, Problems& problems)
{
    const OutcomeReader::Verdict verdict = m_outcome.of(
        record, log.whereNext(record.line(), labelName), log.droppingNext(record.line()), problems);
    if (verdict == OutcomeReader::Verdict::Unknown || verdict == OutcomeReader::Verdict::Bad)
        return false;
    labels.emplace_back(verdict == OutcomeReader::Verdict::Event ? "1" : "0");
    return true;
}

void LabelConsumer::report(Problems& problems) const
{
    if (m_entry.outcome && !log.parts().empty())
        m_outcome.report(log.parts().front().file, problems);
}

std::size_t LabelConsumer::numbersOf(std::size_t /*column*/) const
{
    const auto first = static_cast<std::ptrdiff_t>(log.parts().back().firstRow);
    return static_cast<std::size_t>(
        std::count_if(values.begin() + first, values.end(), [](double value) { return !std::isnan(value); }));
}

void LabelConsumer::leaveOut(const CsvReader& record)
{
    leftOut.push_back(log.size());
    log.add(record.line());
    const auto cell = [&](std::size_t column) {
        return column < record.cells().size() ? nameIn(record, column) : std::string();
    };
    if (m_numeric)
        values.push_back(0);
    else
        labels.emplace_back();
    if (m_id != kNone)
        ids.push_back(cell(m_id));
    if (m_group != kNone)
        groups.emplace_back();
    if (m_split != kNone)
        splits.push_back(Split::Train);
}

void LabelConsumer::take(const CsvReader& record, Problems& problems)
{
    if (m_entry.outcome && !takeOutcome(record, problems)) {
        leaveOut(record);
        return;
    }
    log.add(record.line());
    const std::size_t row = log.size() - 1;
    const std::vector<std::string_view>& cells = record.cells();
    if (!m_entry.outcome)
        takeLabel(record, problems);
    if (m_id != kNone) {
        ids.push_back(nameIn(record, m_id));
        if (bareId(ids.back()).empty())
            problems.error("id-empty", log.where(row, idName), "the id is empty", "give every row an id",
                { log.dropping(row) });
    }
    if (m_group != kNone) {
        groups.push_back(nameIn(record, m_group));
        if (bareId(groups.back()).empty())
            problems.error("group-empty", log.where(row, m_groupName), "the group is empty",
                "say whose row it is", { log.dropping(row) });
    }
    if (m_split != kNone) {
        const std::optional<Split> split = data::parseSplit(canonicalName(cells[m_split]));
        if (!split)
            problems.error("split-unknown", log.where(row, m_splitName),
                { "the split {} is not known", inQuotes(cells[m_split]) },
                "write train, val or test (or 0, 1, 2)", { DrawSplits {}, log.dropping(row) });
        splits.push_back(split.value_or(Split::Train));
    }
}

bool FeatureConsumer::isRole(const std::string& name) const
{
    if (name == m_entry.id || name == m_entry.time || (!name.empty() && name == m_chosenLabel)
        || m_described.contains(name))
        return true;
    if (m_labels && m_labels->outcome && isOutcomeName(name))
        return true;
    return m_labels
        && (name == m_labels->label || name == m_labels->id || name == m_labels->split
            || name == m_labels->group);
}

bool FeatureConsumer::select(const TableHeader& header, Problems& problems)
{
    m_features.clear();
    std::vector<bool> taken(header.names.size(), false);
    const auto takeAll = [&](std::string_view pattern) {
        bool any = false;
        for (std::size_t c = 0; c < header.names.size(); ++c) {
            const std::string& name = header.names[c];
            // An unnamed column is the row number that some programs write.
            if (name.empty() || isRole(name) || !matchesGlob(pattern, name))
                continue;
            any = true;
            if (!taken[c])
                m_features.push_back(c);
            taken[c] = true;
        }
        return any;
    };
    bool good = true;
    if (m_entry.columns.empty()) {
        takeAll("*");
        const auto unnamed = std::count(header.names.begin(), header.names.end(), std::string());
        if (static_cast<std::size_t>(unnamed) > header.leftOut)
            problems.warning("column-unnamed", place(header.file, 1), "a column without a name is left out",
                "name it in the header if it is a feature");
    }
    for (const std::string& pattern : m_entry.columns) {
        const std::optional<std::size_t> exact = header.find(pattern);
        if (exact && m_labels && pattern == m_labels->label) {
            problems.error("label-among-features", "manifest.json, key " + m_entry.key + ".columns",
                { "the label's column {} is listed as a feature", inQuotes(pattern) },
                "remove it from the list");
            good = false;
        } else if (exact) {
            if (!taken[*exact])
                m_features.push_back(*exact);
            taken[*exact] = true;
        } else if (m_entry.exactColumns || !takeAll(pattern)) {
            noSuchColumn(header, m_entry.key + ".columns", pattern, problems);
            good = false;
        }
    }
    if (good && m_features.empty()) {
        problems.error("no-features", "manifest.json, key " + m_entry.key,
            { "no column of {} is left for features", header.file }, R"(list its features in "columns")");
        good = false;
    }
    return good;
}

bool FeatureConsumer::bind(const TableHeader& header, Problems& problems)
{
    const bool first = log.parts().empty();
    log.beginFile(header.file);
    m_numbers = header.numbers;
    bool good = true;
    const auto find = [&](const std::string& name, const char* key, std::size_t& column, std::string& label) {
        if (name.empty())
            return;
        const auto found = header.require(name, m_entry.key + key, problems,
            std::string_view(key) == ".id" ? candidates(header, true) : std::vector<Remedy> {});
        good = good && found;
        if (found) {
            column = *found;
            label = header.label(column);
        }
    };
    find(m_entry.id, ".id", m_id, idName);
    idColumn = m_entry.id;
    find(m_entry.time, ".time", m_time, timeName);
    if (!good || !select(header, problems))
        return false;

    std::vector<std::string> names;
    m_labelsOfFeatures.clear();
    for (const std::size_t c : m_features) {
        names.push_back(header.names[c]);
        m_labelsOfFeatures.push_back(header.label(c));
    }
    if (!first && names != columns) {
        problems.error("columns-differ", place(header.file, 1),
            names.size() != columns.size()
                ? data::Sentence { "the file has {} feature columns where {} has {}",
                    grouped(static_cast<std::int64_t>(names.size())), log.parts().front().file,
                    grouped(static_cast<std::int64_t>(columns.size())) }
                : data::Sentence { "its feature columns have other names or another order than those of {}",
                    log.parts().front().file },
            "give the files of all splits the same columns");
        return false;
    }
    columns = std::move(names);
    named = header.named;
    m_marks.clear();
    if (header.remedies && !header.remedies->missingWords.empty())
        for (const std::string& column : columns)
            m_marks.push_back(header.remedies->missing(column));
    if (!first)
        return true;
    m_words.resize(columns.size());
    for (const auto& [column, entry] : m_entry.categories) {
        const auto at = std::find(columns.begin(), columns.end(), column);
        if (at == columns.end()) {
            noSuchColumn(header, m_entry.key + ".categories", column, problems);
            good = false;
            continue;
        }
        Words& words = m_words[static_cast<std::size_t>(at - columns.begin())];
        words.entry = &entry;
        for (const std::string& word : entry.order)
            words.codes.try_emplace(canonicalName(word), words.codes.size());
    }
    return good;
}

float FeatureConsumer::word(std::size_t feature, std::string_view cell, std::size_t row, Problems& problems)
{
    Words& words = m_words[feature];
    double number = 0;
    if (parseNumber(cell, number) == NumberKind::Missing || isMissingWord(cell))
        return std::numeric_limits<float>::quiet_NaN();
    const auto [found, isNew] = words.codes.try_emplace(canonicalName(cell), words.codes.size());
    const bool declared = !words.entry->order.empty();
    if (isNew && declared)
        problems.error("word-unknown", log.where(row, m_labelsOfFeatures[feature]),
            { "{} is none of the words that are listed for it", inQuotes(trimmed(cell)) },
            "correct it, or list it, too", remediesOf(feature, cell, false));
    // Columns for words that hardly repeat would be more than memory holds.
    constexpr std::size_t kMostWords = 1000;
    if (isNew && words.codes.size() == kMostWords + 1)
        problems.error("too-many-words", log.where(row, m_labelsOfFeatures[feature]),
            { "the column has more than {} different words", grouped(static_cast<std::int64_t>(kMostWords)) },
            "leave the column out, or group its words");
    return static_cast<float>(found->second);
}

std::vector<data::CategoryColumn> FeatureConsumer::takeCategories()
{
    std::vector<data::CategoryColumn> out;
    for (std::size_t k = 0; k < m_words.size(); ++k) {
        if (!m_words[k].entry)
            continue;
        data::CategoryColumn category { 0, k, m_words[k].entry->encoding, {},
            !m_words[k].entry->order.empty() };
        category.words.resize(m_words[k].codes.size());
        for (const auto& [word, code] : m_words[k].codes)
            category.words[code] = word;
        if (!category.declared) {
            category.words = sortedNames(std::move(category.words));
            std::vector<float> place(category.words.size());
            for (std::size_t w = 0; w < place.size(); ++w)
                place[m_words[k].codes[category.words[w]]] = static_cast<float>(w);
            for (std::size_t at = k; at < values.size(); at += columns.size())
                if (!std::isnan(values[at]))
                    values[at] = place[static_cast<std::size_t>(values[at])];
        }
        out.push_back(std::move(category));
    }
    return out;
}

std::vector<Remedy> FeatureConsumer::remediesOf(std::size_t feature, std::string_view cell, bool text) const
{
    const DropRow dropping = log.dropping(log.size() - 1);
    const std::string& column = columns[feature];
    std::vector<Remedy> out { MarkMissing { dropping.file, column, std::string(trimmed(cell)) }, dropping };
    if (!text)
        return out;
    // A column without a number so far is one of words.
    bool numbers = false;
    const std::size_t rows = values.size() / columns.size();
    const auto from = rows - static_cast<std::size_t>(lookedAt(rows));
    for (std::size_t row = from; row < rows; ++row)
        numbers = numbers || !std::isnan(values[row * columns.size() + feature]);
    out.insert(numbers ? out.begin() + 1 : out.begin(), TreatAsCategory { dropping.file, column });
    return out;
}

void FeatureConsumer::leaveOut(const CsvReader& record)
{
    if (!m_entry.id.empty())
        return;
    leftOut.push_back(log.size());
    log.add(record.line());
    values.insert(values.end(), columns.size(), std::numeric_limits<float>::quiet_NaN());
}

void FeatureConsumer::keep(const std::vector<std::size_t>& rows)
{
    const std::size_t width = columns.size();
    for (std::size_t to = 0; to < rows.size(); ++to) {
        const std::size_t from = rows[to];
        std::copy_n(values.data() + from * width, width, values.data() + to * width);
        if (!times.empty())
            times[to] = times[from];
        if (!ids.empty() && to != from)
            ids[to] = std::move(ids[from]);
    }
    values.resize(rows.size() * width);
    times.resize(times.empty() ? 0 : rows.size());
    ids.resize(ids.empty() ? 0 : rows.size());
    log.keep(rows);
}

void FeatureConsumer::settle(std::size_t index, double value)
{
    if ((index & kTimeStamp) != 0)
        times[index & ~kTimeStamp] = value;
    else
        values[index] = static_cast<float>(value);
}

std::size_t FeatureConsumer::numbersOf(std::size_t column) const
{
    const auto found = std::find(m_features.begin(), m_features.end(), column);
    if (found == m_features.end())
        return 0;
    std::size_t count = 0;
    const std::size_t width = columns.size();
    for (std::size_t at
         = log.parts().back().firstRow * width + static_cast<std::size_t>(found - m_features.begin());
         at < values.size(); at += width)
        count += std::isnan(values[at]) ? 0 : 1;
    return count;
}

void FeatureConsumer::takeTime(const CsvReader& record, Problems& problems)
{
    const std::size_t row = log.size() - 1;
    const std::string_view cell = record.cells()[m_time];
    const auto where = [&] { return log.where(row, timeName); };
    double time = std::numeric_limits<double>::quiet_NaN();
    const NumberPlace place { this, times.size() | kTimeStamp, m_time, &m_entry.time, true };
    const NumberKind kind = m_timeColumn.read(cell, *m_numbers, place, where, time);
    if (kind == NumberKind::Missing)
        problems.error("time-missing", where(), "the time stamp is missing", "give every step its time",
            { log.dropping(row) });
    else if (kind == NumberKind::Text || kind == NumberKind::Infinite)
        problems.error("time-unread", where(),
            { "the time stamp {} is neither a number nor a date", inQuotes(trimmed(cell)) },
            "write how long after the start it was, as a number, or the date and time as 2021-01-31 07:49",
            { log.dropping(row) });
    times.push_back(kind == NumberKind::Number ? time : std::numeric_limits<double>::quiet_NaN());
}

std::vector<float> FeatureConsumer::hours(const std::vector<std::size_t>& instanceOf, Problems& problems)
{
    if (times.empty())
        return {};
    for (const double time : times)
        if (!std::isnan(time))
            m_timeColumn.look(time);
    m_timeColumn.settle(log.parts().front().file, timeName, problems);
    constexpr double kCenturies = 1e6; // hours: 114 years
    std::vector<float> out(times.size());
    std::unordered_map<std::size_t, std::pair<double, double>> known; // the first, and the last in hours
    bool tooLong = false;
    for (std::size_t r = 0; r < times.size(); ++r) {
        const auto [found, isNew] = known.try_emplace(instanceOf[r], times[r], 0);
        auto& [first, last] = found->second;
        const double hours
            = m_timeColumn.units(times[r], first, m_entry.unitSeconds) * m_entry.unitSeconds / kSecondsAnHour;
        if (!isNew && hours < last)
            problems.error("time-goes-back", log.where(r, timeName),
                { m_timeColumn.isClock() ? "the time of day is earlier than the one before it of id {}: "
                                           "without a date, the day is not known"
                                         : "the time stamp is earlier than the one before it of id {}",
                    inQuotes(ids[r]) },
                m_timeColumn.isClock() ? "write the date beside the time of day"
                                       : "sort the rows of each id by time",
                { log.dropping(r) });
        last = hours;
        out[r] = static_cast<float>(hours);
        if (std::fabs(hours) > kCenturies && !std::exchange(tooLong, true))
            problems.warning("time-unit", log.where(r, timeName),
                { "the time stamp comes to {} hours, more than a hundred years",
                    grouped(static_cast<std::int64_t>(std::min(hours, 1e15))) },
                R"(check the unit of the column: "unit" in manifest.json names it)");
    }
    return out;
}

void FeatureConsumer::take(const CsvReader& record, Problems& problems)
{
    log.add(record.line());
    const std::size_t row = log.size() - 1;
    const std::vector<std::string_view>& cells = record.cells();
    const auto number = [&](std::size_t column, const std::string& label, std::size_t feature) {
        double value = std::numeric_limits<double>::quiet_NaN();
        const NumberPlace place { this, values.size(), column, &columns[feature] };
        const NumberKind kind
            = m_numbers->parse(cells[column], value, place, [&] { return log.where(row, label); });
        if (kind == NumberKind::Text) {
            problems.error("not-a-number", log.where(row, label),
                { "{} is not a number", inQuotes(cells[column]) },
                "write a number, or leave the cell empty where the value is missing",
                remediesOf(feature, cells[column], true));
            value = std::numeric_limits<double>::quiet_NaN();
        } else if (kind == NumberKind::Infinite || std::fabs(value) > std::numeric_limits<float>::max()) {
            problems.error("infinite-value", log.where(row, label),
                { "{} is infinite or too large", inQuotes(cells[column]) },
                "write a finite number, or leave the cell empty where the value is missing",
                remediesOf(feature, cells[column], false));
            value = std::numeric_limits<double>::quiet_NaN();
        }
        values.push_back(static_cast<float>(value));
    };
    for (std::size_t k = 0; k < m_features.size(); ++k) {
        if (!m_marks.empty() && m_marks[k] && m_marks[k]->contains(trimmed(cells[m_features[k]])))
            values.push_back(std::numeric_limits<float>::quiet_NaN());
        else if (m_words[k].entry)
            values.push_back(word(k, cells[m_features[k]], row, problems));
        else
            number(m_features[k], m_labelsOfFeatures[k], k);
    }
    if (!m_entry.time.empty())
        takeTime(record, problems);
    if (!m_entry.id.empty()) {
        ids.push_back(nameIn(record, m_id));
        if (bareId(ids.back()).empty())
            problems.error("id-empty", log.where(row, idName), "the id is empty", "say whose row it is",
                { log.dropping(row) });
    }
}

} // namespace btw::io
