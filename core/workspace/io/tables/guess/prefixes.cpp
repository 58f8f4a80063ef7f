// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/prefixes.h"

#include "workspace/io/problems.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace btw::io {

namespace {

constexpr std::size_t kMostModalities = 8;

/// "text" of `text_1`; empty where there is no separator.
std::string beforeSeparator(const std::string& name)
{
    const std::size_t at = name.find_first_of(kNameSeparators);
    return at != std::string::npos && at > 0 && at + 1 < name.size() ? name.substr(0, at) : std::string();
}

/// "text" and 12 of `text12`; an empty stem of other names.
std::pair<std::string, std::int64_t> stemOf(const std::string& name)
{
    constexpr std::size_t kMostDigits = 9;
    const std::size_t letters = name.find_last_not_of("0123456789") + 1;
    if (letters == 0 || letters == name.size() || name.size() - letters > kMostDigits
        || !beforeSeparator(name).empty())
        return {};
    return { name.substr(0, letters), std::stoll(name.substr(letters)) };
}

bool runs(const std::set<std::int64_t>& numbers)
{
    constexpr std::size_t kFewest = 3;
    return numbers.size() >= kFewest && *numbers.begin() <= 1
        && *numbers.rbegin() - *numbers.begin() + 1 == static_cast<std::int64_t>(numbers.size());
}

} // namespace

Grouping groupByPrefix(const std::vector<std::string>& features, bool asked)
{
    std::map<std::string, std::size_t> sizes;
    std::map<std::string, std::vector<std::string>> spellings; // of a prefix, the first one first
    std::map<std::string, std::set<std::int64_t>> numbers;
    for (const std::string& name : features) {
        if (const std::string prefix = beforeSeparator(name); !prefix.empty()) {
            if (++sizes[prefix] == 1)
                spellings[lowered(prefix)].push_back(prefix);
        } else if (const auto [stem, number] = stemOf(name); !stem.empty())
            numbers[stem].insert(number);
    }
    Grouping grouping;
    std::set<std::string> different;
    std::size_t without = 0;
    // "LAB_sodium" beside "lab_glucose": where a spelling has one column only, capital letters are chance.
    const auto prefixOf = [&](const std::string& feature) {
        const std::string own = beforeSeparator(feature);
        const std::vector<std::string>& same
            = own.empty() ? std::vector<std::string>() : spellings[lowered(own)];
        const bool chance
            = std::any_of(same.begin(), same.end(), [&](const std::string& one) { return sizes[one] == 1; });
        return same.size() > 1 && chance ? same.front() : own;
    };
    std::map<std::string, std::size_t> joined;
    for (const std::string& feature : features)
        if (const std::string prefix = prefixOf(feature); !prefix.empty())
            ++joined[prefix];
    for (const std::string& feature : features) {
        const std::string prefix = prefixOf(feature);
        const std::string stem = stemOf(feature).first;
        const auto whole = joined.find(feature); // "Shimmer" beside "Shimmer(dB)" and "Shimmer:APQ3"
        std::string name = !prefix.empty() && joined[prefix] > 1 ? prefix
            : whole != joined.end() && whole->second > 1         ? feature
            : !stem.empty() && runs(numbers[stem])               ? stem
                                                                 : kTabular;
        if (!data::isModalityName(name))
            name = data::isModalityName(name + "_data") ? name + "_data" : kTabular;
        without += name == kTabular ? 1 : 0;
        different.insert(name);
        grouping.modalities.push_back(std::move(name));
    }
    // Most names begin with nothing that others begin with: what some share, they share by chance.
    constexpr std::size_t kMany = 20;
    if (asked)
        return grouping;
    if (different.size() > kMostModalities)
        grouping.why = "their names would make " + grouped(static_cast<std::int64_t>(different.size()))
            + " groups of columns, so they are kept as one";
    else if (different.size() > 1 && without >= kMany && without * 3 > features.size() * 2)
        grouping.why = "most of their names have no beginning in common with others, so they are kept as one";
    if (!grouping.why.empty())
        grouping.modalities.assign(features.size(), kTabular);
    return grouping;
}

} // namespace btw::io
