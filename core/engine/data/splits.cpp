// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/splits.h"

#include "engine/data/fitting.h"
#include "engine/data/random.h"
#include "engine/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace btw::data {

namespace {

using Rows = std::vector<std::size_t>;

constexpr std::size_t kBins = 5;

/// Positions in `rows`, one list a stratum, each in the order of ids so that a draw follows the ids.
std::vector<Rows> positionsByStratum(const Cohort& cohort, const Rows& rows, const Rows& strata)
{
    std::vector<Rows> lists(strata.empty() ? 0 : *std::max_element(strata.begin(), strata.end()) + 1);
    for (std::size_t position = 0; position < rows.size(); ++position)
        lists[strata[position]].push_back(position);
    if (cohort.ids.size() == cohort.size()) {
        for (Rows& list : lists) {
            std::sort(list.begin(), list.end(),
                [&](std::size_t a, std::size_t b) { return cohort.ids[rows[a]] < cohort.ids[rows[b]]; });
        }
    }
    return lists;
}

/// How many of a stratum's n rows each part gets. Rounding is carried from stratum to stratum in `dealt`, so
/// that the totals keep their shares, too.
Rows countsFor(std::size_t n, std::size_t dealtBefore, const std::vector<double>& shares, const Rows& dealt)
{
    const std::size_t parts = shares.size();
    Rows counts(parts, 0);
    std::size_t left = n;
    double carry = 0; // rounding within the stratum, so that equal shares differ by one row at most
    // A single row of its class is worth most where models are fitted.
    for (std::size_t part = 1; part < parts && n > 1; ++part) {
        const double wanted
            = shares[part] * static_cast<double>(dealtBefore + n) - static_cast<double>(dealt[part]) + carry;
        const auto rounded = static_cast<std::size_t>(std::max(0.0, std::floor(wanted + 0.5)));
        counts[part] = std::min(rounded, left);
        if (counts[part] == 0 && n > parts && left > 1)
            counts[part] = 1;
        carry = wanted - static_cast<double>(counts[part]);
        left -= counts[part];
    }
    counts[0] = left;
    if (left == 0 && n > 0) {
        *std::max_element(counts.begin(), counts.end()) -= 1;
        counts[0] = 1;
    }
    return counts;
}

Rows drawRows(const Cohort& cohort, const Rows& rows, const Rows& strata, const std::vector<double>& shares,
    Random& random)
{
    std::vector<Rows> lists = positionsByStratum(cohort, rows, strata);
    // Small strata first: what they cannot divide, large ones make up for.
    std::stable_sort(
        lists.begin(), lists.end(), [](const Rows& a, const Rows& b) { return a.size() < b.size(); });

    Rows partOf(rows.size(), 0);
    Rows dealt(shares.size(), 0);
    std::size_t dealtBefore = 0;
    for (Rows& list : lists) {
        random.shuffle(list);
        const Rows counts = countsFor(list.size(), dealtBefore, shares, dealt);
        dealtBefore += list.size();
        std::size_t at = 0;
        for (std::size_t part = 0; part < counts.size(); ++part) {
            dealt[part] += counts[part];
            for (std::size_t i = 0; i < counts[part]; ++i)
                partOf[list[at++]] = part;
        }
    }
    for (std::size_t part = 0; part < dealt.size(); ++part) {
        if (dealt[part] > 0)
            continue;
        const auto largest
            = static_cast<std::size_t>(std::max_element(dealt.begin(), dealt.end()) - dealt.begin());
        for (auto list = lists.rbegin(); list != lists.rend() && dealt[part] == 0; ++list) {
            const auto donor = std::find_if(list->begin(), list->end(),
                [&](std::size_t position) { return partOf[position] == largest; });
            if (donor != list->end()) {
                partOf[*donor] = part;
                --dealt[largest];
                ++dealt[part];
            }
        }
    }
    return partOf;
}

struct Group
{
    Rows positions;
    std::vector<double> counts; ///< rows a stratum, then rows in all
};

/// Whole groups into parts: greedy from several shuffled orders, the best one polished by single moves. The
/// figure to make small is the chi-squared distance of row counts (per stratum and in all) from their shares.
class GroupDraw
{
public:
    GroupDraw(std::vector<Group> groups, const std::vector<double>& shares)
        : m_groups(std::move(groups))
        , m_parts(shares.size())
        , m_columns(m_groups.front().counts.size())
        , m_targets(m_parts * m_columns, 0)
    {
        std::vector<double> totals(m_columns, 0);
        for (const Group& group : m_groups) {
            for (std::size_t c = 0; c < m_columns; ++c)
                totals[c] += group.counts[c];
        }
        for (std::size_t part = 0; part < m_parts; ++part) {
            for (std::size_t c = 0; c < m_columns; ++c)
                m_targets[part * m_columns + c] = shares[part] * totals[c];
        }
    }

    Rows draw(Random& random)
    {
        const std::size_t restarts = std::clamp<std::size_t>(100000 / m_groups.size(), 4, 32);
        Rows best;
        double bestDistance = 0;
        for (std::size_t restart = 0; restart < restarts; ++restart) {
            Rows partOf = greedy(random);
            fillEmpty(partOf);
            const double distance = totalDistance();
            if (best.empty() || distance < bestDistance) {
                best = std::move(partOf);
                bestDistance = distance;
            }
        }
        polish(best);
        return best;
    }

private:
    double distance(std::size_t part, const Group* added, double sign) const
    {
        double sum = 0;
        for (std::size_t c = 0; c < m_columns; ++c) {
            const double target = m_targets[part * m_columns + c];
            if (target <= 0)
                continue;
            double count = m_counts[part * m_columns + c];
            if (added)
                count += sign * added->counts[c];
            // All rows (the last column) weigh as much as the strata together.
            const double weight = c + 1 == m_columns ? static_cast<double>(m_columns - 1) : 1.0;
            sum += weight * (count - target) * (count - target) / target;
        }
        return sum;
    }

    double totalDistance() const
    {
        double sum = 0;
        for (std::size_t part = 0; part < m_parts; ++part)
            sum += distance(part, nullptr, 0);
        return sum;
    }

    double moveGain(std::size_t group, std::size_t from, std::size_t to) const
    {
        const Group& moved = m_groups[group];
        return distance(from, nullptr, 0) + distance(to, nullptr, 0) - distance(from, &moved, -1)
            - distance(to, &moved, 1);
    }

    void add(std::size_t group, std::size_t part, double sign)
    {
        for (std::size_t c = 0; c < m_columns; ++c)
            m_counts[part * m_columns + c] += sign * m_groups[group].counts[c];
        if (sign > 0)
            ++m_groupsIn[part];
        else
            --m_groupsIn[part];
    }

    Rows greedy(Random& random)
    {
        m_counts.assign(m_parts * m_columns, 0);
        m_groupsIn.assign(m_parts, 0);
        // Large groups early, as small ones can still even out; jittered, so that every seed has its own
        // draw.
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t g = 0; g < m_groups.size(); ++g)
            order.emplace_back(m_groups[g].counts.back() * (0.25 + random.uniform()), g);
        std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        Rows partOf(m_groups.size(), 0);
        for (const auto& entry : order) {
            const std::size_t g = entry.second;
            std::size_t bestPart = 0;
            double bestGain = 0;
            for (std::size_t part = 0; part < m_parts; ++part) {
                const double gain = distance(part, nullptr, 0) - distance(part, &m_groups[g], 1);
                if (part == 0 || gain > bestGain) {
                    bestPart = part;
                    bestGain = gain;
                }
            }
            partOf[g] = bestPart;
            add(g, bestPart, 1);
        }
        return partOf;
    }

    void move(Rows& partOf, std::size_t group, std::size_t to)
    {
        add(group, partOf[group], -1);
        add(group, to, 1);
        partOf[group] = to;
    }

    void fillEmpty(Rows& partOf)
    {
        for (std::size_t part = 0; part < m_parts; ++part) {
            if (m_groupsIn[part] > 0)
                continue;
            std::size_t bestGroup = m_groups.size();
            double bestGain = 0;
            for (std::size_t g = 0; g < m_groups.size(); ++g) {
                if (m_groupsIn[partOf[g]] < 2)
                    continue;
                const double gain = moveGain(g, partOf[g], part);
                if (bestGroup == m_groups.size() || gain > bestGain) {
                    bestGroup = g;
                    bestGain = gain;
                }
            }
            move(partOf, bestGroup, part);
        }
    }

    void polish(Rows& partOf)
    {
        m_counts.assign(m_parts * m_columns, 0);
        m_groupsIn.assign(m_parts, 0);
        for (std::size_t g = 0; g < m_groups.size(); ++g)
            add(g, partOf[g], 1);
        constexpr double kLeastGain = 1e-9; // rounding must not keep it going
        bool moved = true;
        for (int pass = 0; pass < 20 && moved; ++pass) {
            moved = false;
            for (std::size_t g = 0; g < m_groups.size(); ++g) {
                for (std::size_t part = 0; part < m_parts; ++part) {
                    if (part == partOf[g] || m_groupsIn[partOf[g]] < 2
                        || moveGain(g, partOf[g], part) <= kLeastGain)
                        continue;
                    move(partOf, g, part);
                    moved = true;
                }
            }
        }
    }

    std::vector<Group> m_groups;
    std::size_t m_parts;
    std::size_t m_columns;
    std::vector<double> m_targets; ///< [parts, columns]
    std::vector<double> m_counts; ///< [parts, columns]
    Rows m_groupsIn;
};

Rows drawGroups(const Cohort& cohort, const Rows& rows, const Rows& strata, const std::vector<double>& shares,
    Random& random)
{
    const std::size_t strataCount = *std::max_element(strata.begin(), strata.end()) + 1;
    std::map<std::string, Group> byName; // by name, so that a draw follows the names
    for (std::size_t position = 0; position < rows.size(); ++position) {
        Group& group = byName[cohort.groups[rows[position]]];
        group.counts.resize(strataCount + 1, 0);
        group.positions.push_back(position);
        group.counts[strata[position]] += 1;
        group.counts.back() += 1;
    }
    if (byName.size() < shares.size()) {
        throw Error("The cohort has " + std::to_string(byName.size()) + " group(s) to deal into "
            + std::to_string(shares.size())
            + " parts and groups stay whole: bring more groups, or leave the group column out.");
    }
    std::vector<Group> groups;
    groups.reserve(byName.size());
    for (auto& entry : byName)
        groups.push_back(std::move(entry.second));
    std::vector<Rows> positions;
    positions.reserve(groups.size());
    for (const Group& group : groups)
        positions.push_back(group.positions);

    const Rows partOfGroup = GroupDraw(std::move(groups), shares).draw(random);
    Rows partOf(rows.size(), 0);
    for (std::size_t g = 0; g < positions.size(); ++g) {
        for (const std::size_t position : positions[g])
            partOf[position] = partOfGroup[g];
    }
    return partOf;
}

} // namespace

std::vector<std::size_t> rowsOf(const Cohort& cohort, Split split)
{
    Rows rows;
    for (std::size_t i = 0; i < cohort.splits.size(); ++i) {
        if (cohort.splits[i] == split)
            rows.push_back(i);
    }
    return rows;
}

std::vector<std::size_t> strataOf(const Cohort& cohort, const std::vector<std::size_t>& rows)
{
    Rows strata;
    strata.reserve(rows.size());
    std::vector<double> sorted;
    sorted.reserve(rows.size());
    for (const std::size_t row : rows) {
        const double y = cohort.y[row];
        const bool isClass = y >= 0 && y < static_cast<double>(cohort.classCount());
        if (!std::isfinite(y) || (cohort.task == Task::Classification && !isClass)) {
            const std::string id
                = cohort.ids.size() == cohort.size() ? cohort.ids[row] : "number " + std::to_string(row + 1);
            throw Error("The label of instance " + id
                + " is not a finite number or class: correct it, or leave the instance out.");
        }
        sorted.push_back(y);
    }
    if (cohort.task == Task::Classification) {
        for (const double y : sorted)
            strata.push_back(static_cast<std::size_t>(y));
        return strata;
    }
    std::sort(sorted.begin(), sorted.end());
    std::array<double, kBins - 1> edges {};
    for (std::size_t bin = 0; bin + 1 < kBins && !sorted.empty(); ++bin)
        edges[bin] = sorted[(bin + 1) * sorted.size() / kBins];
    for (const std::size_t row : rows) {
        // Equal labels share a bin, whatever the order of the rows.
        const auto edge = std::upper_bound(edges.begin(), edges.end(), cohort.y[row]);
        strata.push_back(static_cast<std::size_t>(edge - edges.begin()));
    }
    return strata;
}

std::vector<std::size_t> drawParts(const Cohort& cohort, const std::vector<std::size_t>& rows,
    const std::vector<double>& shares, std::uint64_t seed)
{
    if (rows.size() < shares.size()) {
        throw Error("The cohort has " + std::to_string(rows.size()) + " row(s) to deal into "
            + std::to_string(shares.size()) + " parts: bring more instances.");
    }
    if (!cohort.groups.empty() && cohort.groups.size() != cohort.size()) {
        throw Error("The cohort has " + std::to_string(cohort.groups.size()) + " groups for "
            + std::to_string(cohort.size()) + " instances: give one for each, or none.");
    }
    const Rows strata = strataOf(cohort, rows);
    Random random(seed);
    return cohort.groups.empty() ? drawRows(cohort, rows, strata, shares, random)
                                 : drawGroups(cohort, rows, strata, shares, random);
}

void assignSplits(Cohort& cohort, std::uint64_t splitSeed)
{
    if (cohort.splits.empty()) {
        Rows rows(cohort.size());
        std::iota(rows.begin(), rows.end(), std::size_t { 0 });
        const Rows parts = drawParts(cohort, rows, { 0.7, 0.1, 0.2 }, splitSeed);
        cohort.splits.reserve(parts.size());
        for (const std::size_t part : parts)
            cohort.splits.push_back(static_cast<Split>(part));
        cohort.splitSeed = splitSeed;
        return;
    }
    const Rows train = rowsOf(cohort, Split::Train);
    if (train.empty())
        throw Error("No row is in the train split: mark some as train, or leave the split column out.");
    if (!rowsOf(cohort, Split::Validation).empty())
        return;
    if (rowsOf(cohort, Split::Test).empty()) {
        throw Error(
            "Every row is in the train split: mark some as test, or leave the split column out to have "
            "70/10/20 drawn.");
    }
    const Rows parts = drawParts(cohort, train, { 0.8, 0.2 }, splitSeed);
    for (std::size_t i = 0; i < train.size(); ++i) {
        if (parts[i] == 1)
            cohort.splits[train[i]] = Split::Validation;
    }
    cohort.splitSeed = splitSeed;
}

void drawSplits(Cohort& cohort, std::uint64_t splitSeed)
{
    assignSplits(cohort, splitSeed);
    fitToTraining(cohort);
}

} // namespace btw::data
