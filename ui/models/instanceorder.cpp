// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/instanceorder.h"

#include <algorithm>
#include <string_view>

namespace btw::models {

namespace {

constexpr std::uint32_t kBetweenQuestions = 4096;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool holds(const std::string& text, const std::string& part)
{
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// The run of digits at `at`, without leading zeros.
std::string_view digitsAt(std::string_view text, std::size_t at)
{
    while (at + 1 < text.size() && text[at] == '0' && isDigit(text[at + 1]))
        ++at;
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return text.substr(at, end - at);
}

bool passes(const data::Cohort& cohort, std::size_t i, const FilterTerm& term)
{
    if (term.modality >= 0)
        return (cohort.modalities[static_cast<std::size_t>(term.modality)].present[i] != 0) == term.wanted;
    if (i < cohort.splits.size() && term.split.at(static_cast<std::size_t>(cohort.splits[i])))
        return true;
    if (!term.classes.empty() && term.classes.at(static_cast<std::size_t>(cohort.y[i])))
        return true;
    return !term.text.empty()
        && (holds(cohort.ids[i], term.text)
            || (i < cohort.groups.size() && holds(cohort.groups[i], term.text)));
}

/// Sorts by a value made once for each row: comparing through the cohort would miss the cache each time.
template <typename Value, typename Of>
void sortBy(std::vector<std::uint32_t>& rows, bool descending, Of valueOf)
{
    std::vector<std::pair<Value, std::uint32_t>> keyed;
    keyed.reserve(rows.size());
    for (const auto row : rows)
        keyed.emplace_back(valueOf(row), row);
    const auto before = [descending](const auto& a, const auto& b) {
        return descending ? b.first < a.first : a.first < b.first;
    };
    std::stable_sort(keyed.begin(), keyed.end(), before);
    std::transform(keyed.begin(), keyed.end(), rows.begin(), [](const auto& pair) { return pair.second; });
}

void sortByText(std::vector<std::uint32_t>& rows, bool descending, const std::vector<std::string>& texts)
{
    if (texts.empty())
        return;
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        return descending ? countsBefore(texts[b], texts[a]) : countsBefore(texts[a], texts[b]);
    });
}

} // namespace

bool countsBefore(const std::string& a, const std::string& b)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const auto left = digitsAt(a, i);
            const auto right = digitsAt(b, j);
            if (left.size() != right.size())
                return left.size() < right.size();
            if (const int order = left.compare(right); order != 0)
                return order < 0;
            i = static_cast<std::size_t>(left.data() + left.size() - a.data());
            j = static_cast<std::size_t>(right.data() + right.size() - b.data());
        } else if (a[i] != b[j]) {
            return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
        } else {
            ++i;
            ++j;
        }
    }
    if (i < a.size() || j < b.size())
        return j < b.size();
    return a < b; // 007 and 7: any order, but always the same
}

std::vector<std::uint32_t> arrange(
    const data::Cohort& cohort, const InstanceQuery& query, const std::function<bool()>& stale)
{
    using Key = InstanceQuery::Key;
    std::vector<std::uint32_t> rows;
    const auto n = static_cast<std::uint32_t>(cohort.size());
    rows.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        if (i % kBetweenQuestions == 0 && stale && stale())
            return {};
        if (std::all_of(query.terms.begin(), query.terms.end(),
                [&](const FilterTerm& term) { return passes(cohort, i, term); }))
            rows.push_back(i);
    }
    switch (query.key) {
    case Key::Place:
        if (query.descending)
            std::reverse(rows.begin(), rows.end());
        break;
    case Key::Id:
        sortByText(rows, query.descending, cohort.ids);
        break;
    case Key::Group:
        sortByText(rows, query.descending, cohort.groups);
        break;
    case Key::Split:
        sortBy<int>(
            rows, query.descending, [&](std::uint32_t i) { return static_cast<int>(cohort.splits[i]); });
        break;
    case Key::Label:
        sortBy<double>(rows, query.descending, [&](std::uint32_t i) { return cohort.y[i]; });
        break;
    case Key::Modality: {
        const auto& modality = cohort.modalities[query.modality];
        sortBy<std::int64_t>(rows, query.descending, [&](std::uint32_t i) { return modality.steps(i); });
        break;
    }
    }
    return rows;
}

} // namespace btw::models
