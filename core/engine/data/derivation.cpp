// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/derivation.h"

#include "engine/data/random.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace btw::data {

namespace {

using Rows = std::vector<std::size_t>;

const std::vector<std::string>& valuesOf(const Cohort& cohort, const std::string& by)
{
    if (by == "group") {
        if (cohort.groups.empty())
            throw Error("The data has no groups to make folds of: name a group column, or give a number of "
                        "folds.");
        return cohort.groups;
    }
    for (const auto& column : cohort.about)
        if (column.name == by)
            return column.values;
    std::string known;
    for (const auto& column : cohort.about)
        known += (known.empty() ? "" : ", ") + column.name;
    throw Error("There is no descriptive column '" + by + "' to make folds of; "
        + (known.empty() ? "the data has none." : "there are " + known + "."));
}

/// The rows that may change places with each other: those of one split that have the same modalities.
std::vector<Rows> exchangeable(const Cohort& cohort, const Modality& modality)
{
    std::map<std::pair<Split, std::vector<std::uint8_t>>, Rows> sets;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (modality.present[i] == 0)
            continue;
        std::vector<std::uint8_t> pattern;
        pattern.reserve(cohort.modalityCount());
        for (const auto& one : cohort.modalities)
            pattern.push_back(one.present[i]);
        sets[{ cohort.splits[i], std::move(pattern) }].push_back(i);
    }
    std::vector<Rows> all;
    all.reserve(sets.size());
    for (auto& [key, rows] : sets)
        all.push_back(std::move(rows));
    return all;
}

/// Takes each row's values from another one. \param from N
void takeFrom(Modality& modality, const Rows& from)
{
    const auto width = static_cast<std::size_t>(modality.dims);
    const auto first = [&](std::size_t i) {
        return modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
    };
    const auto steps = [&](std::size_t i) {
        return modality.isRagged() ? static_cast<std::size_t>(modality.steps(i)) : std::size_t { 1 };
    };
    std::vector<float> values, times;
    values.reserve(modality.values.size());
    std::vector<std::int64_t> offsets { 0 };
    for (const std::size_t source : from) {
        const auto begin = static_cast<std::ptrdiff_t>(first(source));
        const auto end = begin + static_cast<std::ptrdiff_t>(steps(source));
        const auto across = static_cast<std::ptrdiff_t>(width);
        values.insert(
            values.end(), modality.values.begin() + begin * across, modality.values.begin() + end * across);
        if (!modality.times.empty())
            times.insert(times.end(), modality.times.begin() + begin, modality.times.begin() + end);
        offsets.push_back(offsets.back() + (end - begin));
    }
    modality.values = std::move(values);
    modality.times = std::move(times);
    if (modality.isRagged())
        modality.offsets = std::move(offsets);
}

} // namespace

std::vector<std::string> foldValues(const Cohort& cohort, const std::string& by)
{
    const auto& values = valuesOf(cohort, by);
    const std::set<std::string> distinct(values.begin(), values.end());
    if (distinct.count(std::string()) > 0)
        throw Error("The column '" + by
            + "' is empty for some instances: each needs a value to belong to a fold; leave those instances "
              "out.");
    if (distinct.size() < 2)
        throw Error("The column '" + by + "' has one value only: there is nothing to leave out.");
    return { distinct.begin(), distinct.end() };
}

void assignFold(Cohort& cohort, const Derivation& derivation)
{
    cohort.splits.assign(cohort.size(), Split::Train);
    cohort.splitSeed.reset();
    if (!derivation.by.empty()) {
        const auto& values = valuesOf(cohort, derivation.by);
        const std::string left = foldValues(cohort, derivation.by).at(derivation.fold);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            if (values[i] == left)
                cohort.splits[i] = Split::Test;
        return;
    }
    Rows rows(cohort.size());
    std::iota(rows.begin(), rows.end(), std::size_t { 0 });
    const std::vector<double> shares(derivation.folds, 1.0 / static_cast<double>(derivation.folds));
    const Rows parts = drawParts(cohort, rows, shares, derivation.repeat);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (parts[i] == derivation.fold)
            cohort.splits[i] = Split::Test;
}

std::size_t shuffleModality(Cohort& cohort, const std::string& name, std::uint64_t seed)
{
    const auto found = std::find_if(cohort.modalities.begin(), cohort.modalities.end(),
        [&](const Modality& modality) { return modality.name == name; });
    if (found == cohort.modalities.end())
        throw Error("There is no modality '" + name + "' to shuffle.");
    Random random(seed);
    Rows from(cohort.size());
    std::iota(from.begin(), from.end(), std::size_t { 0 });
    std::size_t movable = 0;
    for (const Rows& rows : exchangeable(cohort, *found)) {
        // Blocks of a group's rows change places as one; without groups, each row is its own block.
        std::map<std::string, Rows> groups;
        std::map<std::size_t, std::vector<Rows>> blocks; // by size
        for (const std::size_t row : rows) {
            if (cohort.groups.empty())
                blocks[1].push_back({ row });
            else
                groups[cohort.groups[row]].push_back(row);
        }
        for (auto& [group, own] : groups)
            blocks[own.size()].push_back(std::move(own));
        for (const auto& [size, same] : blocks) {
            Rows order(same.size());
            std::iota(order.begin(), order.end(), std::size_t { 0 });
            random.shuffle(order);
            for (std::size_t b = 0; b < same.size(); ++b)
                for (std::size_t i = 0; i < size; ++i)
                    from[same[b][i]] = same[order[b]][i];
            if (same.size() > 1)
                movable += size * same.size();
        }
    }
    takeFrom(*found, from);
    return movable;
}

} // namespace btw::data
