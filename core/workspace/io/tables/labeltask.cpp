// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/labeltask.h"

#include "workspace/io/tables/number.h"

#include <algorithm>

namespace btw::io {

LabelTask taskOf(const ColumnLook& look, const std::string& file, const std::string& column)
{
    LabelTask out;
    const bool classes = look.isClasses();
    out.task = classes ? Task::Classification : Task::Regression;
    const std::string count = grouped(static_cast<std::int64_t>(look.distinct.size()));
    std::string why = "its values are ";
    if (!look.numeric)
        why += "words";
    else if (classes)
        why += count + " different whole numbers";
    else
        why += "numbers on a scale";
    out.reason = { inQuotes(column), classes ? "label of a classification" : "label of a regression", why };
    if (!look.numeric || look.values == 0)
        return out;
    bool negative = false;
    for (const std::string& value : look.distinct)
        negative = negative || wholeNumber(value).value_or(0) < 0;
    constexpr std::size_t kManyClasses = 5;
    constexpr std::size_t kFewValues = 30; // codes repeat, measurements hardly do
    constexpr std::size_t kOften = 3;
    const bool scale
        = classes && (look.distinct.size() >= kManyClasses || (negative && look.distinct.size() > 2));
    const bool codes = !classes && look.whole && look.distinct.size() <= kFewValues
        && look.values >= kOften * look.distinct.size();
    if (!scale && !codes)
        return out;
    out.reason.severity = data::Severity::Warning;
    out.reason.code = kLabelTaskCode;
    if (codes)
        out.reason.why
            = "its values are " + count + " different whole numbers, which may be codes of classes";
    else
        out.reason.why += ", which may be a scale";
    out.reason.remedy
        = codes ? "choose classification if they are classes" : "choose regression if they are a scale";
    out.reason.remedies = { UseAsLabel { file, column, codes ? Task::Classification : Task::Regression } };
    return out;
}

} // namespace btw::io
