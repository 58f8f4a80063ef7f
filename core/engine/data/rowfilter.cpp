// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/rowfilter.h"

#include "engine/data/features.h"
#include "engine/data/problems.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_set>

namespace btw::data {

namespace {

template <typename Value> void keep(std::vector<Value>& values, const std::vector<std::size_t>& rows)
{
    if (values.empty())
        return;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i] != i)
            values[i] = std::move(values[rows[i]]);
    values.resize(rows.size());
}

/// Moves whole rows of `width` values from step `from` to step `to` <= from.
void move(std::vector<float>& values, std::size_t width, std::size_t from, std::size_t steps, std::size_t to)
{
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(from * width);
    std::move(begin, begin + static_cast<std::ptrdiff_t>(steps * width),
        values.begin() + static_cast<std::ptrdiff_t>(to * width));
}

void keepRows(Modality& modality, const std::vector<std::size_t>& rows)
{
    const auto width = static_cast<std::size_t>(modality.dims);
    std::vector<std::int64_t> offsets(modality.isRagged() ? 1 : 0, 0);
    std::size_t kept = 0;
    for (const std::size_t row : rows) {
        const std::size_t from = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[row]) : row;
        const std::size_t steps = modality.isRagged() ? static_cast<std::size_t>(modality.steps(row)) : 1;
        move(modality.values, width, from, steps, kept);
        if (!modality.times.empty())
            move(modality.times, 1, from, steps, kept);
        kept += steps;
        if (modality.isRagged())
            offsets.push_back(static_cast<std::int64_t>(kept));
    }
    modality.values.resize(kept * width);
    if (!modality.times.empty())
        modality.times.resize(kept);
    modality.offsets = std::move(offsets);
    keep(modality.present, rows);
}

/// The conditions in turn, each counted by what it alone takes out of what is left.
class Sieve
{
public:
    explicit Sieve(const Cohort& cohort)
        : m_cohort(cohort)
        , m_stays(cohort.size(), 1)
    {
    }

    template <typename Passes> void require(const std::string& what, const Passes& passes)
    {
        std::size_t out = 0;
        for (std::size_t i = 0; i < m_stays.size(); ++i)
            if (m_stays[i] != 0 && !passes(i)) {
                m_stays[i] = 0;
                ++out;
            }
        if (out > 0)
            m_notes.push_back(note("filtered", "filter", { "{} left out: {}.", count(out, "instance"), what },
                "Change the recipe to keep them."));
    }

    void complete()
    {
        require("a modality is absent", [this](std::size_t i) {
            return std::all_of(m_cohort.modalities.begin(), m_cohort.modalities.end(),
                [i](const Modality& modality) { return modality.present[i] != 0; });
        });
    }

    void range(const RangeFilter& filter)
    {
        const auto inside = [&filter](double value) { return value >= filter.low && value <= filter.high; };
        const std::string bounds = std::isinf(filter.low) ? "above " + number(filter.high)
            : std::isinf(filter.high)                     ? "below " + number(filter.low)
                                      : "not from " + number(filter.low) + " to " + number(filter.high);
        if (!(filter.low <= filter.high))
            throw Error("The range " + bounds + " of a filter is empty: write the smaller number first.");
        if (filter.modality.empty()) {
            if (m_cohort.task != Task::Regression)
                throw Error("A filter gives a range of the label, which has classes: filter by ids instead.");
            require("the label is " + bounds, [&](std::size_t i) { return inside(m_cohort.y[i]); });
            return;
        }
        const auto found = std::find_if(m_cohort.modalities.begin(), m_cohort.modalities.end(),
            [&filter](const Modality& modality) { return modality.name == filter.modality; });
        if (found == m_cohort.modalities.end())
            throw Error("A filter names the modality " + filter.modality
                + ", which the cohort does not have: correct its name.");
        if (found->isRagged())
            throw Error("A filter gives a range of " + filter.modality
                + ", which has many values per instance: use a vector's column.");
        const std::size_t column = columnOf(*found, filter.column);
        const auto width = static_cast<std::size_t>(found->dims);
        require(filter.modality + ", " + filter.column + " is missing or " + bounds, [&](std::size_t i) {
            return found->present[i] != 0 && inside(found->values[i * width + column]);
        });
    }

    void ids(const std::vector<std::string>& ids, bool keepThem)
    {
        if (ids.empty())
            return;
        const std::unordered_set<std::string> known(m_cohort.ids.begin(), m_cohort.ids.end());
        std::vector<std::string> strange;
        for (const std::string& id : ids)
            if (known.count(id) == 0)
                strange.push_back(id);
        if (!strange.empty())
            throw Error("A filter names ids that the cohort does not have (" + listed(strange)
                + "): correct or remove them.");
        const std::unordered_set<std::string> named(ids.begin(), ids.end());
        require(keepThem ? "the id is not listed" : "the id is listed to be left out",
            [&](std::size_t i) { return (named.count(m_cohort.ids[i]) != 0) == keepThem; });
    }

    std::vector<std::size_t> rows() const
    {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < m_stays.size(); ++i)
            if (m_stays[i] != 0)
                rows.push_back(i);
        return rows;
    }

    std::vector<Problem> takeNotes() { return std::move(m_notes); }

private:
    static std::size_t columnOf(const Modality& modality, const std::string& name)
    {
        if (const auto found = featureCalled(modality, name))
            return *found;
        throw Error("A filter names the column " + name + " of " + modality.name
            + ", which is not there: correct its name, or give its number from 1.");
    }

    const Cohort& m_cohort;
    std::vector<std::uint8_t> m_stays;
    std::vector<Problem> m_notes;
};

} // namespace

void keepRows(Cohort& cohort, const std::vector<std::size_t>& rows)
{
    for (Modality& modality : cohort.modalities)
        keepRows(modality, rows);
    keep(cohort.ids, rows);
    keep(cohort.y, rows);
    keep(cohort.splits, rows);
    keep(cohort.groups, rows);
    for (DescriptiveColumn& column : cohort.about)
        keep(column.values, rows);
}

std::vector<Problem> filterRows(Cohort& cohort, const RowFilter& filter)
{
    Sieve sieve(cohort);
    sieve.ids(filter.keepIds, true);
    sieve.ids(filter.dropIds, false);
    for (const RangeFilter& range : filter.ranges)
        sieve.range(range);
    if (filter.completeOnly)
        sieve.complete();
    const std::vector<std::size_t> rows = sieve.rows();
    if (rows.empty())
        throw Error("The filter leaves no instance: make it wider.");
    if (rows.size() < cohort.size())
        keepRows(cohort, rows);
    return sieve.takeNotes();
}

} // namespace btw::data
