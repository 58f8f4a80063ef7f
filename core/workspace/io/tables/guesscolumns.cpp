// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guesscolumns.h"

#include "engine/data/names.h"
#include "workspace/io/tables/number.h"
#include "workspace/io/tables/numberstyle.h"

#include <algorithm>

namespace btw::io {

bool ColumnLook::isFeature() const
{
    constexpr std::size_t kAlways = 2;
    return numeric || distinct.size() <= std::max(kAlways, values / 2);
}

bool ColumnLook::isSplits() const
{
    return !distinct.empty() && std::all_of(distinct.begin(), distinct.end(), [](const std::string& value) {
        return data::parseSplit(value).has_value();
    });
}

bool ColumnLook::isClasses() const
{
    if (!numeric)
        return true;
    if (!whole)
        return false;
    std::set<std::int64_t> numbers;
    for (const std::string& value : distinct)
        numbers.insert(*wholeNumber(value));
    constexpr std::size_t kMostClasses = 10;
    return !numbers.empty() && numbers.size() <= kMostClasses && *numbers.begin() <= 1
        && *numbers.rbegin() - *numbers.begin() + 1 == static_cast<std::int64_t>(numbers.size());
}

ColumnLook lookAt(const TablePreview& preview, std::size_t column)
{
    ColumnLook look;
    std::size_t words = 0;
    NumberStyle numbers;
    for (const std::vector<std::string>& row : preview.rows) {
        double value = 0;
        const NumberKind kind = numbers.parse(row[column], value, [] { return std::string("here"); });
        if (kind == NumberKind::Missing)
            continue;
        ++look.values;
        look.distinct.insert(canonicalName(row[column]));
        words += kind == NumberKind::Text ? 1 : 0;
        const auto whole = wholeNumber(row[column]);
        look.whole = look.whole && whole && *whole >= 0;
    }
    constexpr std::size_t kFewWords = 10; // one value in so many
    look.numeric = words * kFewWords <= look.values;
    return look;
}

bool isCalled(std::string_view name, std::string_view word)
{
    return std::equal(name.begin(), name.end(), word.begin(), word.end(),
        [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

bool holds(std::string_view name, std::string_view word)
{
    for (std::size_t at = 0; at + word.size() <= name.size(); ++at)
        if (isCalled(name.substr(at, word.size()), word))
            return true;
    return false;
}

bool isOneOf(std::string_view name, const Names& names)
{
    return std::any_of(
        names.begin(), names.end(), [name](std::string_view word) { return isCalled(name, word); });
}

bool isLikeLabel(std::string_view column, std::string_view label)
{
    if (label.empty())
        return false;
    static const Names kAnnotations = { "annotation", "annotations", "ground_truth" };
    constexpr std::string_view kBetween = "_.:-([ ";
    const bool begins = column.size() > label.size()
        && kBetween.find(column[label.size()]) != std::string_view::npos
        && std::equal(label.begin(), label.end(), column.begin(), [](char a, char b) {
               const auto small
                   = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
               return small(a) == small(b);
           });
    return begins || isOneOf(column, kLabelNames) || isOneOf(column, kAnnotations);
}

} // namespace btw::io
