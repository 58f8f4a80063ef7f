// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/longtable.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/read/consumercells.h"
#include "workspace/io/tables/read/glob.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::io {

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr auto kNone = static_cast<std::size_t>(-1);
/// Marks the index of a time stamp among those of values.
constexpr std::size_t kTimeStamp = std::size_t(1) << 63U;
/// Marks are gathered for each variable: before them, the columns of the table.
constexpr std::size_t kFirstVariable = std::size_t(1) << 32U;

} // namespace

std::uint32_t LongConsumer::Names::index(
    const std::string& name, const RowLog& log, const std::string& column)
{
    const auto [found, isNew] = indices.try_emplace(name, static_cast<std::uint32_t>(names.size()));
    if (isNew) {
        names.push_back(name);
        firstPlaces.push_back(log.where(log.size() - 1, column));
        firstFiles.push_back(log.dropping(log.size() - 1).file);
    }
    return found->second;
}

bool LongConsumer::bind(const TableHeader& header, Problems& problems)
{
    m_log.beginFile(header.file);
    m_firstRow = m_rows.size();
    m_numbers = header.numbers;
    const auto find = [&](const std::string& name, const char* key, std::size_t& column, std::string& label) {
        const auto found = header.require(name, m_entry.key + key, problems);
        if (!found)
            return false;
        column = *found;
        label = header.label(column);
        return true;
    };
    bool good = find(m_entry.id, ".id", m_id, m_idName);
    good = find(m_entry.time, ".time", m_time, m_timeName) && good;
    good = find(m_entry.layout->variable, ".variable", m_variable, m_variableName) && good;
    good = find(m_entry.layout->value, ".value", m_value, m_valueName) && good;
    m_idColumn = m_entry.id;
    m_valueColumn = m_entry.layout->value;
    m_unit = kNone;
    for (std::size_t c = 0; c < header.names.size() && m_unit == kNone; ++c)
        if (header.named && namesUnits(header.names[c]) && c != m_value && c != m_variable) {
            m_unit = c;
            m_unitName = header.names[c];
        }
    m_marks = header.remedies ? header.remedies->missing(m_valueColumn) : nullptr;
    return good;
}

/// What can be done about a value that is none.
std::vector<Remedy> LongConsumer::remediesOf(std::string_view cell) const
{
    const DropRow dropping = m_log.dropping(m_log.size() - 1);
    Remedy marking = MarkMissing { dropping.file, m_valueColumn, std::string(trimmed(cell)) };
    return { std::move(marking), dropping };
}

bool LongConsumer::isWanted(const std::string& variable) const
{
    return m_entry.columns.empty()
        || std::any_of(m_entry.columns.begin(), m_entry.columns.end(), [&](const std::string& pattern) {
               return pattern == variable || matchesGlob(pattern, variable);
           });
}

void LongConsumer::take(const CsvReader& record, Problems& problems)
{
    m_log.add(record.line());
    const auto where = [this](const std::string& column) { return m_log.where(m_log.size() - 1, column); };
    const std::vector<std::string_view>& cells = record.cells();
    const std::string id(record.isQuoted(m_id) ? cells[m_id] : trimmed(cells[m_id]));
    const std::string variable = canonicalName(cells[m_variable]);
    const bool nobodys = isNobody(id);
    if (nobodys || variable.empty()) {
        problems.error("id-empty", where(nobodys ? m_idName : m_variableName),
            nobodys ? namesNobody("id", id) : data::Sentence("the variable is empty"),
            nobodys ? "say whose row it is" : "say what was measured",
            remediesOfNobody(m_log, m_log.size() - 1, m_idColumn, nobodys ? id : std::string()));
        return;
    }
    double time = 0;
    if (!readTime(record, time, problems))
        return;
    const std::uint32_t owner = m_ids.index(id, m_log, m_idName);
    m_lastTimes.resize(m_ids.names.size(), -std::numeric_limits<double>::infinity());
    if (owner == m_firstTimes.size())
        m_firstTimes.push_back(time);
    if (time < m_lastTimes[owner] && !m_times.isSwapped()) {
        problems.error("time-goes-back", where(m_timeName),
            { m_times.isClock() ? "the time of day {} is earlier than the one before it of id {}: without a "
                                  "date, the day is not known"
                                : "the time stamp {} is earlier than the one before it of id {}",
                inQuotes(trimmed(cells[m_time])), inQuotes(id) },
            m_times.isClock() ? "write the date beside the time of day" : "sort the rows of each id by time",
            { m_log.dropping(m_log.size() - 1) });
        return;
    }
    m_lastTimes[owner] = time;
    const std::uint32_t what = m_variables.index(variable, m_log, m_variableName);
    if (what == m_wanted.size())
        m_wanted.push_back(isWanted(variable) ? 1 : 0);
    if (m_wanted[what] == 0)
        return;
    float value = 0;
    if (!readValue(record, what, value, problems))
        return;
    checkUnit(record, what, problems);
    m_rows.push_back({ owner, what, time, value, static_cast<std::uint32_t>(m_log.size() - 1) });
}

/// 90 mg/dL and 5 mmol/L are the same glucose: as one feature they would be noise.
void LongConsumer::checkUnit(const CsvReader& record, std::uint32_t variable, Problems& problems)
{
    if (m_unit == kNone)
        return;
    m_units.resize(m_variables.names.size());
    Unit& first = m_units[variable];
    const std::string_view cell = bareId(record.cells()[m_unit]);
    if (cell == first.cell || first.differs || cell.empty() || isMissingWord(cell))
        return;
    if (first.cell.empty()) {
        first = { std::string(cell), m_log.size() - 1 };
        return;
    }
    const auto key = [](std::string_view unit) {
        std::string out = lowered(std::string(unit));
        std::erase_if(out, isBlank);
        return out;
    };
    if (key(cell) == key(first.cell))
        return;
    first.differs = true;
    const DropRow here = m_log.dropping(m_log.size() - 1);
    problems.error("units-differ", m_log.where(m_log.size() - 1, inQuotes(m_unitName)),
        { "{} is given in {} here, and in {} before ({})", inQuotes(m_variables.names[variable]),
            inQuotes(cell), inQuotes(first.cell), m_log.where(first.line, inQuotes(m_unitName)) },
        "bring its values to one unit, leave out the rows with the other unit, or leave out the column if "
        "both units are the same",
        { DropRowsWith { here.file, m_unitName, std::string(cell) },
            DropRowsWith { here.file, m_unitName, first.cell }, DropColumn { here.file, m_unitName, 0 } });
}

bool LongConsumer::readTime(const CsvReader& record, double& time, Problems& problems)
{
    const std::string_view cell = record.cells()[m_time];
    const auto where = [this] { return m_log.where(m_log.size() - 1, m_timeName); };
    const NumberPlace place { this, m_rows.size() | kTimeStamp, m_time, &m_entry.time, true };
    const NumberKind kind = m_times.read(cell, *m_numbers, place, where, time);
    if (kind == NumberKind::Number)
        return true;
    problems.error(kind == NumberKind::Missing ? "time-missing" : "time-unread", where(),
        kind == NumberKind::Missing
            ? data::Sentence("the time stamp is missing")
            : data::Sentence { "the time stamp {} is neither a number nor a date", inQuotes(trimmed(cell)) },
        "write how long after the start it was, as a number, or the date and time as 2021-01-31 "
        "07:49",
        { m_log.dropping(m_log.size() - 1) });
    return false;
}

/// False where the row says nothing.
bool LongConsumer::readValue(const CsvReader& record, std::uint32_t variable, float& out, Problems& problems)
{
    const std::string_view cell = record.cells()[m_value];
    if (m_marks && m_marks->contains(trimmed(cell)))
        return false;
    const auto where = [this] { return m_log.where(m_log.size() - 1, m_valueName); };
    double value = 0;
    const NumberPlace place { this, m_rows.size(), kFirstVariable + variable, &m_valueColumn };
    const NumberKind kind = m_numbers->parse(cell, value, place, where);
    if (kind == NumberKind::Missing || kind == NumberKind::Marked)
        return false;
    if (kind == NumberKind::Text) {
        problems.error("not-a-number", where(), { "{} is not a number", inQuotes(trimmed(cell)) },
            "write a number, or leave the cell empty where the value is missing", remediesOf(cell));
        return false;
    }
    if (kind == NumberKind::Infinite || std::fabs(value) > std::numeric_limits<float>::max()) {
        problems.error("infinite-value", where(), { "{} is infinite or too large", inQuotes(trimmed(cell)) },
            "write a finite number, or leave the cell empty where the value is missing", remediesOf(cell));
        return false;
    }
    out = static_cast<float>(value);
    return true;
}

void LongConsumer::settle(std::size_t index, double value)
{
    // A row that was not kept after all has no number to settle.
    if ((index & ~kTimeStamp) >= m_rows.size())
        return;
    if ((index & kTimeStamp) != 0)
        m_rows[index & ~kTimeStamp].time = value;
    else
        m_rows[index].value = static_cast<float>(value);
}

std::size_t LongConsumer::numbersOf(std::size_t column) const
{
    return static_cast<std::size_t>(std::count_if(m_rows.begin() + static_cast<std::ptrdiff_t>(m_firstRow),
        m_rows.end(), [column](const Row& row) { return kFirstVariable + row.variable == column; }));
}

/// Brings the times to the table's unit, and leaves out what lies outside the time that is asked for. False
/// where they cannot be used.
bool LongConsumer::settleTimes(Problems& problems)
{
    const LongLayout& layout = *m_entry.layout;
    for (const Row& row : m_rows)
        m_times.look(row.time, row.line);
    Problems own;
    m_times.settle({ m_log.parts().front().file, m_timeName, layout.unitSeconds,
                       [this](std::size_t line) { return m_log.where(line, m_timeName); },
                       [this](std::size_t line) { return m_log.dropping(line); } },
        own);
    const bool good = !own.hasErrors();
    problems.append(own.take());
    if (!good)
        return false;
    for (Row& row : m_rows)
        row.time = m_times.units(row.time, m_firstTimes[row.id], layout.unitSeconds);
    std::vector<double> last(m_ids.names.size(), -std::numeric_limits<double>::infinity());
    std::size_t kept = 0;
    for (const Row& row : m_rows) {
        const auto where = [&] { return m_log.where(row.line, m_timeName); };
        if (row.time < last[row.id]) // dates with slashes: their order is known only now
            problems.error("time-goes-back", where(),
                { "the time stamp is earlier than the one before it of id {}",
                    inQuotes(m_ids.names[row.id]) },
                "sort the rows of each id by time", { m_log.dropping(row.line) });
        last[row.id] = row.time;
        if (layout.first > 0 && (row.time < 0 || row.time >= layout.first)) {
            ++m_outside;
            continue;
        }
        if (row.time < 0 && m_entry.kind == data::ModalityKind::Sequence)
            problems.error("time-negative", where(),
                "the time stamp is negative: it lies before the start of the stay",
                R"(set "first" to take later rows only, or "kind" to "series")",
                { m_log.dropping(row.line) });
        m_rows[kept++] = row;
    }
    m_rows.resize(kept);
    return true;
}

/// Which step of its instance a row belongs to: the number of its bin, or the time stamp itself.
double LongConsumer::stepOf(double time) const
{
    // A little more, as 0.3 / 0.1 is less than 3.
    constexpr double kSlack = 1e-9;
    return m_entry.layout->bin > 0 ? std::floor(time / m_entry.layout->bin + kSlack) : time;
}

std::vector<std::size_t> LongConsumer::instances(const Instances& known, Problems& problems) const
{
    std::vector<std::size_t> out;
    UnknownIds unknown(known.rowOfId);
    for (std::size_t i = 0; i < m_ids.names.size(); ++i) {
        const std::string id = known.keys.of(m_ids.names[i]);
        const auto found = known.rowOfId.find(id);
        if (found == known.rowOfId.end() && known.leftOut.contains(id))
            out.push_back(kNone);
        else if (found == known.rowOfId.end())
            unknown.report(id, m_ids.firstPlaces[i],
                DropRowsWith { m_ids.firstFiles[i], m_idColumn, m_ids.names[i] }, problems);
        else
            out.push_back(found->second);
    }
    return out;
}

/// Brings the rows of each instance together, in their order. \return where each instance's rows begin.
std::vector<std::int64_t> LongConsumer::groupByInstance(
    const std::vector<std::size_t>& instanceOf, std::size_t n)
{
    std::vector<std::int64_t> begins(n + 1, 0);
    for (const Row& row : m_rows)
        ++begins[instanceOf[row.id] + 1];
    for (std::size_t i = 0; i < n; ++i)
        begins[i + 1] += begins[i];
    if (std::is_sorted(m_rows.begin(), m_rows.end(),
            [&](const Row& a, const Row& b) { return instanceOf[a.id] < instanceOf[b.id]; }))
        return begins;
    std::vector<std::int64_t> next(begins.begin(), begins.end() - 1);
    std::vector<Row> sorted(m_rows.size());
    for (const Row& row : m_rows)
        sorted[static_cast<std::size_t>(next[instanceOf[row.id]]++)] = row;
    m_rows = std::move(sorted);
    return begins;
}

bool LongConsumer::fits(const std::vector<std::int64_t>& begins, std::size_t width, const ReadLimits& limits,
    Problems& problems) const
{
    double steps = 0;
    for (std::size_t i = 0; i + 1 < begins.size(); ++i)
        if (begins[i + 1] > begins[i])
            steps += m_entry.kind == data::ModalityKind::Sequence
                ? stepOf(m_rows[static_cast<std::size_t>(begins[i + 1]) - 1].time) + 1
                : static_cast<double>(begins[i + 1] - begins[i]);
    if (!fewBins(begins, problems))
        return false;
    const double bytes = steps * static_cast<double>(width) * sizeof(float);
    if (bytes <= static_cast<double>(limits.memoryBytes))
        return true;
    problems.error("memory", "manifest.json, key " + m_entry.key,
        { "its steps would take more than the limit of {} bytes of memory",
            grouped(static_cast<std::int64_t>(limits.memoryBytes)) },
        R"(make "bin" wider, "first" shorter, or list fewer variables in "columns")");
    return false;
}

/// A stay of ten thousand bins is one whose times are in another unit, or count from another start.
bool LongConsumer::fewBins(const std::vector<std::int64_t>& begins, Problems& problems) const
{
    constexpr double kMostBins = 10000;
    constexpr double kCenturies = 1e6; // hours: 114 years
    const LongLayout& layout = *m_entry.layout;
    for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
        if (begins[i + 1] == begins[i])
            continue;
        const Row& last = m_rows[static_cast<std::size_t>(begins[i + 1]) - 1];
        const double bins = stepOf(last.time) + 1;
        const double hours = last.time * layout.unitSeconds / kSecondsAnHour;
        const std::string where = m_log.where(last.line, m_timeName);
        const auto told = [](double number) {
            constexpr double kMostTold = 1e15;
            return grouped(static_cast<std::int64_t>(std::min(number, kMostTold)));
        };
        if (m_entry.kind == data::ModalityKind::Sequence && bins > kMostBins) {
            problems.error("too-many-bins", where,
                { "the id {} would have {} bins: its last time stamp comes to {} hours after the start",
                    inQuotes(m_ids.names[last.id]), told(bins), told(hours) },
                R"(check the "unit" of the time column and what its times count from, or make "bin" wider)");
            return false;
        }
        if (hours > kCenturies) {
            problems.warning("time-unit", where,
                { "the time stamp comes to {} hours after the start, more than a hundred years",
                    told(hours) },
                R"(check the "unit" of the time column, and what its times count from)");
            return true;
        }
    }
    return true;
}

std::int64_t LongConsumer::fill(const std::vector<std::int64_t>& begins,
    const std::vector<std::uint32_t>& place, data::Modality& out) const
{
    const LongLayout& layout = *m_entry.layout;
    const auto width = static_cast<std::size_t>(out.dims);
    std::vector<double> sums(width);
    std::vector<std::int64_t> counts(width, 0);
    std::int64_t merged = 0;
    const auto flush = [&](double step) {
        for (std::size_t d = 0; d < width; ++d) {
            out.values.push_back(
                counts[d] > 0 ? static_cast<float>(sums[d] / static_cast<double>(counts[d])) : kMissing);
            merged += counts[d] > 1 ? counts[d] : 0;
        }
        std::fill(sums.begin(), sums.end(), 0.0);
        std::fill(counts.begin(), counts.end(), 0);
        if (out.kind == data::ModalityKind::Series)
            out.times.push_back(static_cast<float>(
                (layout.bin > 0 ? step * layout.bin : step) * layout.unitSeconds / kSecondsAnHour));
    };
    out.offsets.assign(1, 0);
    for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
        double step
            = out.kind == data::ModalityKind::Sequence ? 0.0 : -std::numeric_limits<double>::infinity();
        const auto end = static_cast<std::size_t>(begins[i + 1]);
        for (auto r = static_cast<std::size_t>(begins[i]); r < end; ++r) {
            const Row& row = m_rows[r];
            const double own = stepOf(row.time);
            if (out.kind == data::ModalityKind::Sequence)
                while (step < own)
                    flush(step++); // the first holds what was gathered, later ones are empty bins
            else if (step < own && r > static_cast<std::size_t>(begins[i]))
                flush(step);
            step = own;
            sums[place[row.variable]] += row.value;
            ++counts[place[row.variable]];
        }
        if (end > static_cast<std::size_t>(begins[i]))
            flush(step);
        out.offsets.push_back(static_cast<std::int64_t>(out.values.size() / width));
        out.present.push_back(out.offsets[i + 1] > out.offsets[i] ? 1 : 0);
    }
    return merged;
}

data::Modality LongConsumer::modality(
    const Instances& known, std::size_t n, const ReadLimits& limits, Problems& problems)
{
    data::Modality out;
    out.name = m_entry.name;
    out.kind = m_entry.kind;
    std::vector<std::string> wanted;
    for (std::size_t v = 0; v < m_wanted.size(); ++v)
        if (m_wanted[v] != 0)
            wanted.push_back(m_variables.names[v]);
    out.columns = sortedNames(std::move(wanted));
    out.dims = static_cast<std::int64_t>(out.columns.size());
    const std::vector<std::size_t> instanceOf = instances(known, problems);
    if (out.columns.empty())
        problems.error("variable-not-found", "manifest.json, key " + m_entry.key + ".columns",
            "the table has none of these variables", "list variables of the table, or leave the key out");
    if (!settleTimes(problems) || out.columns.empty() || instanceOf.size() != m_ids.names.size())
        return out;
    if (!known.leftOut.empty())
        std::erase_if(m_rows, [&](const Row& row) { return instanceOf[row.id] == kNone; });
    const std::vector<std::int64_t> begins = groupByInstance(instanceOf, n);
    if (!fits(begins, out.columns.size(), limits, problems))
        return out;
    std::vector<std::uint32_t> place(m_variables.names.size(), 0);
    for (std::size_t d = 0; d < out.columns.size(); ++d)
        place[m_variables.indices[out.columns[d]]] = static_cast<std::uint32_t>(d);
    const std::int64_t merged = fill(begins, place, out);
    const std::string file = m_log.parts().front().file;
    if (merged > 0)
        problems.note("values-averaged", file,
            { m_entry.layout->bin > 0
                    ? "{} measured in the same interval as another of the same kind; their mean is used"
                    : "{} measured at the same time as another of the same kind; their mean is used",
                counted(merged, "value was", "values were") },
            "nothing needs to be done");
    if (m_outside > 0)
        problems.note("rows-outside", file,
            { "{} before the start or after the limit in 'first', and {} not used",
                counted(m_outside, "row lies", "rows lie"), m_outside == 1 ? "is" : "are" },
            R"(make "first" longer to take more of them)");
    m_rows = {};
    return out;
}

} // namespace btw::io
