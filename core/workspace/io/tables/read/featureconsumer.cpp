// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/featureconsumer.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/read/consumercells.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

namespace btw::io {

namespace {

using Use = PlainColumns::Use;

/// Marks the index of a time stamp among those of values.
constexpr std::size_t kTimeStamp = std::size_t(1) << 63U;

} // namespace

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
            std::string_view(key) == ".id" ? columnCandidates(header, true) : std::vector<Remedy> {});
        good = good && found;
        if (found) {
            column = *found;
            label = header.label(column);
        }
    };
    find(m_entry.id, ".id", m_id, idName);
    idColumn = m_entry.id;
    find(m_entry.time, ".time", m_time, timeName);
    if (!good)
        return false;
    m_features = m_choice.select(header, problems);
    if (m_features.empty())
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
    candidates.bind(header);
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
    if (isMissingWord(cell)) {
        m_numbers->sawMissingWord(cell);
        // "None" may be an answer beside others: no drug, no complication.
        if (isCalled(trimmed(cell), "none") && !std::exchange(words.none, true))
            problems.warning("word-none", log.where(row, m_labelsOfFeatures[feature]),
                { "{} counts as a missing value in this column of words, though it may be one of its answers",
                    inQuotes(trimmed(cell)) },
                "nothing needs to be done if it is missing there; else write another word, such as 'no "
                "drug'");
        return std::numeric_limits<float>::quiet_NaN();
    }
    if (parseNumber(cell, number) == NumberKind::Missing)
        return std::numeric_limits<float>::quiet_NaN();
    const auto [found, isNew] = words.codes.try_emplace(canonicalName(cell), words.codes.size());
    const bool declared = !words.entry->order.empty();
    if (isNew && declared)
        problems.error("word-unknown", log.where(row, m_labelsOfFeatures[feature]),
            { "{} is not one of the words that are listed for it", inQuotes(trimmed(cell)) },
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
    for (std::size_t r = 0; r < times.size(); ++r)
        if (!std::isnan(times[r]))
            m_timeColumn.look(times[r], r);
    Problems own;
    m_timeColumn.settle({ log.parts().front().file, timeName, m_entry.unitSeconds,
                            [this](std::size_t row) { return log.where(row, timeName); },
                            [this](std::size_t row) { return log.dropping(row); } },
        own);
    const bool good = !own.hasErrors();
    problems.append(own.take());
    if (!good)
        return std::vector<float>(times.size(), 0.0F); // nobody knows what they are
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
    candidates.take(record);
    if (!m_entry.id.empty()) {
        ids.push_back(nameIn(record, m_id));
        if (isNobody(ids.back()))
            problems.error("id-empty", log.where(row, idName), namesNobody("id", ids.back()),
                "say whose row it is", remediesOfNobody(log, row, idColumn, ids.back()));
    }
}

// Plain rows: nothing can be wrong with these, what could be comes as a record.

bool FeatureConsumer::want(PlainColumns& wanted)
{
    if (!candidates.columns().empty())
        return false;
    m_plainFeatures.clear();
    m_plainInOrder = true;
    for (std::size_t k = 0; k < m_features.size(); ++k) {
        // Words get numbers as they come, one after the other.
        if (m_words[k].entry != nullptr)
            return false;
        m_plainFeatures.push_back(wanted.want(m_features[k], Use::Feature));
        m_plainInOrder = m_plainInOrder && m_plainFeatures[k] == m_plainFeatures[0] + k;
    }
    if (!m_entry.time.empty())
        m_plainTime = wanted.want(m_time, Use::Number);
    if (!m_entry.id.empty())
        m_plainId = wanted.want(m_id, Use::Text, isName);
    return true;
}

void FeatureConsumer::takePlain(const PlainRows& rows, std::size_t first, std::size_t last)
{
    for (std::size_t row = first; row < last; ++row) {
        log.add(rows.line(row));
        const float* const features = rows.features(row);
        if (m_plainInOrder)
            values.insert(values.end(), features + m_plainFeatures[0],
                features + m_plainFeatures[0] + m_plainFeatures.size());
        else
            for (const std::size_t place : m_plainFeatures)
                values.push_back(features[place]);
        if (!m_entry.time.empty())
            times.push_back(rows.number(row, m_plainTime));
        if (!m_entry.id.empty())
            ids.push_back(nameIn(rows.text(row, m_plainId)));
    }
}

void FeatureConsumer::expect(std::size_t rows)
{
    // A file may be shorter than it says: without the room that it would need, the values grow as they come.
    try {
        log.reserve(rows);
        values.reserve(values.size() + rows * m_plainFeatures.size());
    } catch (const std::bad_alloc&) {
        return;
    } catch (const std::length_error&) {
        return;
    }
}

} // namespace btw::io
