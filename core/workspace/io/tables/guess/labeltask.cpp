// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/labeltask.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace btw::io {

LabelTask taskOf(const ColumnLook& look, const std::string& file, const std::string& column)
{
    LabelTask out;
    const bool classes = look.isClasses();
    out.task = classes ? Task::Classification : Task::Regression;
    const std::set<std::int64_t> numbers = look.wholeNumbers();
    const std::string count = numbers.size() == 1
        ? "all the same whole number"
        : grouped(static_cast<std::int64_t>(numbers.size())) + " different whole numbers";
    std::string why = "its values are ";
    if (!look.numeric)
        why += "words";
    else if (classes)
        why += count;
    else
        why += "numbers on a scale";
    out.reason = { inQuotes(column), classes ? "label of a classification" : "label of a regression", why };
    if (!look.numeric || look.values == 0)
        return out;
    const bool negative = !numbers.empty() && *numbers.begin() < 0;
    constexpr std::size_t kManyClasses = 5;
    constexpr std::size_t kFewValues = 30; // codes repeat, measurements hardly do
    constexpr std::size_t kOften = 3;
    const bool scale = classes && (numbers.size() >= kManyClasses || (negative && numbers.size() > 2));
    const bool codes = !classes && look.whole && !numbers.empty() && numbers.size() <= kFewValues
        && look.values >= kOften * numbers.size();
    if (!scale && !codes)
        return out;
    out.reason.severity = data::Severity::Warning;
    out.reason.code = kLabelTaskCode;
    if (codes)
        out.reason.why = "its values are " + count + ", which may be codes of classes";
    else
        out.reason.why += ", which may be a scale";
    out.reason.remedy
        = codes ? "choose classification if they are classes" : "choose regression if they are a scale";
    out.reason.remedies = { UseAsLabel { file, column, codes ? Task::Classification : Task::Regression } };
    return out;
}

std::vector<Remedy> labelCandidates(const TablePreview& preview, const std::string& file)
{
    // Names that tell a little come first; else labels come last in a table more often than first. A person
    // looks at few of them.
    static const Names kHints = { "label", "target", "outcome", "class", "score", "total", "diagnosis",
        "severity", "mortality", "died", "death", "survived", "readmi", "event", "status", "stage", "grade",
        "rating", "result" };
    constexpr std::size_t kMost = 6;
    std::vector<Remedy> out;
    const auto add = [&](bool hinted) {
        for (std::size_t c = preview.header.size(); c > 0 && out.size() < kMost; --c) {
            const std::string& column = preview.header[c - 1];
            const bool hint = std::any_of(kHints.begin(), kHints.end(),
                [&column](std::string_view word) { return contains(column, word); });
            if (hint != hinted || column.empty() || isOneOf(column, kIdNames) || isOneOf(column, kGroupNames))
                continue;
            const ColumnLook look = lookAt(preview, c - 1);
            if (!look.isFeature() || look.distinct.size() < 2 || (look.isSplits() && !look.numeric))
                continue;
            out.emplace_back(
                UseAsLabel { file, column, look.isClasses() ? Task::Classification : Task::Regression });
        }
    };
    add(true);
    add(false);
    return out;
}

} // namespace btw::io
