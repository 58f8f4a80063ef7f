// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/labelconsumer.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/read/consumercells.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::io {

namespace {

using Use = PlainColumns::Use;

bool isSplit(std::string_view cell) { return data::parseSplit(canonicalName(cell)).has_value(); }

} // namespace

bool LabelConsumer::find(const TableHeader& header, const std::string& name, const char* key,
    std::size_t& column, Problems& problems)
{
    column = kNone;
    if (name.empty())
        return true;
    const std::string_view role(key);
    const auto found = header.require(name, key, problems,
        role == "labels.label"       ? columnCandidates(header, false)
            : role == "labels.id"    ? columnCandidates(header, true)
            : role == "labels.split" ? std::vector<Remedy> { DrawSplits {} }
                                     : std::vector<Remedy> {});
    column = found.value_or(kNone);
    return found.has_value();
}

bool LabelConsumer::bind(const TableHeader& header, Problems& problems)
{
    log.beginFile(header.file);
    m_file = header.file;
    m_numbers = header.numbers;
    bool good = bindLabel(header, problems);
    const auto own = m_idColumns.find(header.file);
    good = find(header, own == m_idColumns.end() ? m_entry.id : own->second, "labels.id", m_id, problems)
        && good;
    m_split = kNone;
    if (m_readSplits)
        good = find(header, m_entry.split, "labels.split", m_split, problems) && good;
    good = find(header, m_entry.group, "labels.group", m_group, problems) && good;
    if (!good)
        return false;
    candidates.bind(header);
    const std::size_t label = m_hasOutcome ? *header.find(m_entry.outcome->event) : m_label;
    labelName = label == kNone ? std::string() : header.label(label);
    labelColumn = label == kNone ? std::string() : header.names[label];
    idColumn = m_id == kNone ? std::string() : header.names[m_id];
    idName = m_id == kNone ? std::string() : header.label(m_id);
    m_splitName = m_split == kNone ? std::string() : header.label(m_split);
    m_groupName = m_group == kNone ? std::string() : header.label(m_group);
    return true;
}

bool LabelConsumer::bindLabel(const TableHeader& header, Problems& problems)
{
    m_label = kNone;
    m_hasOutcome = m_entry.outcome
        && !(m_mayBeMissing && (!header.find(m_entry.outcome->time) || !header.find(m_entry.outcome->event)));
    if (m_hasOutcome)
        return m_outcome.bind(header, *m_entry.outcome, problems);
    if (m_mayBeMissing && (m_entry.outcome || !header.find(m_entry.label))
        && !(m_entry.label.empty() && header.names.size() == 1))
        return true;
    if (!m_entry.label.empty())
        return find(header, m_entry.label, "labels.label", m_label, problems);
    if (header.names.size() == 1) {
        m_label = 0;
        return true;
    }
    problems.error("label-not-found", "manifest.json, key labels.label",
        { "the key is missing, and {} has more than one column", header.file },
        "name the column that holds the label", columnCandidates(header, false));
    return false;
}

void LabelConsumer::takeNoLabel()
{
    if (m_numeric)
        values.push_back(std::numeric_limits<double>::quiet_NaN());
    else
        labels.emplace_back();
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
    if (kind == NumberKind::Missing && m_mayBeMissing) {
        takeNoLabel();
        return;
    }
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
    if (verdict == OutcomeReader::Verdict::Unknown && m_mayBeMissing) {
        takeNoLabel();
        return true;
    }
    if (verdict == OutcomeReader::Verdict::Unknown || verdict == OutcomeReader::Verdict::Bad)
        return false;
    labels.emplace_back(verdict == OutcomeReader::Verdict::Event ? "1" : "0");
    return true;
}

void LabelConsumer::report(Problems& problems) const
{
    if (m_hasOutcome && !m_mayBeMissing && !log.parts().empty())
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
    if (!m_idColumns.empty()) // one of somebody's rows
        return;
    leftOut.push_back(log.size());
    log.add(record.line());
    candidates.take(record);
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

void LabelConsumer::reportStrangers(Problems& problems) const
{
    for (const auto& [file, own] : m_idsOf) {
        const auto isElsewhere = [&, here = file](const std::string& id) {
            return std::any_of(m_idsOf.begin(), m_idsOf.end(),
                [&](const auto& other) { return other.first != here && other.second.contains(id); });
        };
        const auto alone
            = own.size() - static_cast<std::size_t>(std::count_if(own.begin(), own.end(), isElsewhere));
        if (m_idsOf.size() < 2 || alone == 0)
            continue;
        const auto column = m_idColumns.find(file);
        if (alone == own.size())
            problems.error("ids-not-shared", file,
                "none of its " + grouped(static_cast<std::int64_t>(alone))
                    + " ids is in another table: its rows would be people of their own, without the rest",
                "see that all tables have the same ids, a patient's or a stay's, in the column "
                    + (column == m_idColumns.end() ? m_entry.id : column->second));
        else
            problems.warning("ids-not-shared", file,
                grouped(static_cast<std::int64_t>(alone)) + " of its "
                    + grouped(static_cast<std::int64_t>(own.size())) + " ids are in no other table",
                "these people are predicted without what the other tables hold; nothing to do where that is "
                "so");
    }
}

void LabelConsumer::take(const CsvReader& record, Problems& problems)
{
    if (!m_idColumns.empty()) {
        // Who reads the features says of a row that it is nobody's.
        const std::string id = nameIn(record, m_id);
        if (isNobody(id))
            return;
        const auto key = m_keys.of(id);
        m_idsOf[m_file].insert(key);
        if (!m_known.insert(key).second)
            return;
    }
    if (m_hasOutcome && !takeOutcome(record, problems)) {
        leaveOut(record);
        return;
    }
    log.add(record.line());
    candidates.take(record);
    const std::size_t row = log.size() - 1;
    const std::vector<std::string_view>& cells = record.cells();
    if (!m_hasOutcome && m_label == kNone)
        takeNoLabel();
    else if (!m_hasOutcome)
        takeLabel(record, problems);
    if (m_id != kNone) {
        ids.push_back(nameIn(record, m_id));
        if (isNobody(ids.back()))
            problems.error("id-empty", log.where(row, idName), namesNobody("id", ids.back()),
                "give every row an id", remediesOfNobody(log, row, idColumn, ids.back()));
    }
    if (m_group != kNone) {
        groups.push_back(nameIn(record, m_group));
        if (isNobody(groups.back()))
            problems.error("group-empty", log.where(row, m_groupName), namesNobody("group", groups.back()),
                "say whose row it is: rows with the same word would count as one person's",
                remediesOfNobody(log, row, m_entry.group, groups.back()));
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

// Plain rows: nothing can be wrong with these, what could be comes as a record.

bool LabelConsumer::want(PlainColumns& wanted)
{
    if (m_hasOutcome || m_label == kNone || !candidates.columns().empty())
        return false;
    m_plainLabel = wanted.want(m_label, m_numeric ? Use::Number : Use::Text);
    if (m_id != kNone)
        m_plainId = wanted.want(m_id, Use::Text, isName);
    if (m_group != kNone)
        m_plainGroup = wanted.want(m_group, Use::Text, isName);
    if (m_split != kNone)
        m_plainSplit = wanted.want(m_split, Use::Text, isSplit);
    return true;
}

void LabelConsumer::takePlain(const PlainRows& rows, std::size_t first, std::size_t last)
{
    for (std::size_t row = first; row < last; ++row) {
        log.add(rows.line(row));
        if (m_numeric)
            values.push_back(rows.number(row, m_plainLabel));
        else
            labels.push_back(nameIn(rows.text(row, m_plainLabel)));
        if (m_id != kNone)
            ids.push_back(nameIn(rows.text(row, m_plainId)));
        if (m_group != kNone)
            groups.push_back(nameIn(rows.text(row, m_plainGroup)));
        if (m_split != kNone)
            splits.push_back(
                data::parseSplit(canonicalName(rows.text(row, m_plainSplit))).value_or(Split::Train));
    }
}

} // namespace btw::io
