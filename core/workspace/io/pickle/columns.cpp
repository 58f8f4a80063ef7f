// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/columns.h"

#include "workspace/io/pickle/array.h"
#include "workspace/io/tables/cells/number.h"

#include <limits>

namespace btw::io::pickle {

namespace {

bool isObjects(const Array* array)
{
    return array != nullptr && array->element.kind == ArrayType::Kind::Object;
}

std::size_t sizeOf(Value value)
{
    const Array* array = value.array();
    return array != nullptr ? static_cast<std::size_t>(array->rows()) : value.size();
}

/// Instance i of a list, or of an array of objects with one axis.
Value itemOf(Value value, std::size_t i)
{
    return value.array() != nullptr ? value.objectAt(i) : value.item(i);
}

std::optional<std::string> elementText(Value value, const Array& array, std::int64_t i)
{
    if (array.element.isText())
        return array.text(i);
    if (isObjects(&array))
        return value.objectAt(static_cast<std::size_t>(i)).text();
    if (const auto whole = array.whole(i))
        return std::to_string(*whole);
    const auto number = array.number(i);
    return number ? std::optional(canonicalName(*number)) : std::nullopt;
}

/// Elements [first, first + n) joined.
std::optional<std::string> joined(Value value, const Array& array, std::int64_t first, std::int64_t n)
{
    std::string out;
    for (std::int64_t i = first; i < first + n; ++i) {
        const auto text = elementText(value, array, i);
        if (!text || out.size() + text->size() > kLongestText)
            return std::nullopt;
        out += (i == first ? "" : ":") + *text;
    }
    return out;
}

} // namespace

std::optional<NumberTable> numbersOf(Value value)
{
    NumberTable table;
    const auto add = [&table](std::optional<double> number) {
        table.inexact += number ? 0 : 1;
        table.values.push_back(number.value_or(std::numeric_limits<double>::quiet_NaN()));
    };
    const Array* array = value.array();
    if (array != nullptr && array->element.isNumber() && !array->shape.empty()) {
        table.rows = static_cast<std::size_t>(array->rows());
        table.width = static_cast<std::size_t>(array->rowSize());
        for (std::int64_t i = 0; i < array->count(); ++i)
            add(array->number(i));
        return table;
    }
    if (!value.isSequence() && !(isObjects(array) && array->shape.size() == 1))
        return std::nullopt;
    table.rows = sizeOf(value);
    table.width = 1;
    for (std::size_t i = 0; i < table.rows; ++i) {
        const Value item = itemOf(value, i);
        const auto number = item.number();
        if (!number && !item.whole())
            return std::nullopt;
        add(number);
    }
    return table;
}

std::optional<std::string> textOf(Value value)
{
    const Array* array = value.array();
    if (array != nullptr)
        return joined(value, *array, 0, array->count());
    const auto text = value.text();
    return text && text->size() <= kLongestText ? text : std::nullopt;
}

std::optional<std::vector<std::string>> textsOf(Value value)
{
    std::vector<std::string> out;
    const Array* array = value.array();
    if (array != nullptr && !array->shape.empty() && !(isObjects(array) && array->shape.size() == 1)) {
        for (std::int64_t i = 0; i < array->rows(); ++i) {
            auto text = joined(value, *array, i * array->rowSize(), array->rowSize());
            if (!text)
                return std::nullopt;
            out.push_back(std::move(*text));
        }
        return out;
    }
    if (!value.isSequence() && !isObjects(array))
        return std::nullopt;
    for (std::size_t i = 0; i < sizeOf(value); ++i) {
        auto text = textOf(itemOf(value, i));
        if (!text)
            return std::nullopt;
        out.push_back(std::move(*text));
    }
    return out;
}

} // namespace btw::io::pickle
