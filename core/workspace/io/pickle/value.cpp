// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/value.h"

#include "workspace/io/pickle/document.h"
#include "workspace/io/pickle/literals.h"
#include "workspace/io/tables/cells/number.h"

#include <cmath>

namespace btw::io::pickle {

Kind Value::kind() const { return isNull() ? Kind::None : m_document->node(m_id).kind; }

std::string Value::description() const
{
    switch (kind()) {
    case Kind::None:
        return "None";
    case Kind::Bool:
        return "a bool";
    case Kind::Int:
        return "an int";
    case Kind::Float:
        return "a float";
    case Kind::Text:
        return "a str";
    case Kind::Bytes:
        return "bytes";
    case Kind::List:
        return "a list";
    case Kind::Tuple:
        return "a tuple of " + std::to_string(size());
    case Kind::Set:
        return "a set";
    case Kind::Dict:
        return "a dict";
    case Kind::Array:
        return "an array " + array()->shapeText();
    case Kind::Type:
        return "a numpy.dtype";
    case Kind::Callable:
        return "a name";
    }
    return {};
}

bool Value::isSequence() const { return kind() == Kind::List || kind() == Kind::Tuple; }

std::size_t Value::size() const
{
    switch (kind()) {
    case Kind::List:
    case Kind::Tuple:
    case Kind::Set:
        return m_document->items(m_document->node(m_id)).size();
    case Kind::Dict:
        return m_document->items(m_document->node(m_id)).size() / 2;
    default:
        return 0;
    }
}

Value Value::item(std::size_t i) const
{
    return { *m_document, m_document->items(m_document->node(m_id))[i] };
}

Value Value::key(std::size_t i) const { return item(2 * i); }

Value Value::valueAt(std::size_t i) const { return item(2 * i + 1); }

Value Value::find(std::string_view wanted) const
{
    if (kind() != Kind::Dict)
        return {};
    const std::vector<NodeId>& items = m_document->items(m_document->node(m_id));
    for (std::size_t i = items.size(); i >= 2; i -= 2) {
        const Node& node = m_document->node(items[i - 2]);
        if ((node.kind == Kind::Text || node.kind == Kind::Bytes) && node.text == wanted)
            return { *m_document, items[i - 1] };
    }
    return {};
}

const Array* Value::array() const
{
    return kind() == Kind::Array ? &m_document->array(m_document->node(m_id)) : nullptr;
}

Value Value::objectAt(std::size_t i) const
{
    return { *m_document, array()->object(static_cast<std::int64_t>(i)) };
}

std::optional<double> Value::number() const
{
    if (isNull())
        return std::nullopt;
    const Node& node = m_document->node(m_id);
    switch (node.kind) {
    case Kind::Bool:
    case Kind::Int:
        if (node.number > kMostExact || node.number < -kMostExact)
            return std::nullopt;
        return static_cast<double>(node.number);
    case Kind::Float:
        return node.real;
    case Kind::Array:
        if (const Array& array = m_document->array(node); array.count() == 1 && array.element.isNumber())
            return array.number(0);
        return std::nullopt;
    default:
        return std::nullopt;
    }
}

std::optional<std::int64_t> Value::whole() const
{
    if (kind() == Kind::Bool || kind() == Kind::Int)
        return m_document->node(m_id).number;
    const std::optional<double> value = number();
    if (!value || *value != std::floor(*value) || std::fabs(*value) > static_cast<double>(kMostExact))
        return std::nullopt;
    return static_cast<std::int64_t>(*value);
}

std::string Value::bytes() const
{
    return isNull() ? std::string() : std::string(m_document->node(m_id).text);
}

std::optional<std::string> Value::text() const
{
    if (isNull())
        return std::nullopt;
    const Node& node = m_document->node(m_id);
    switch (node.kind) {
    case Kind::Text:
    case Kind::Bytes:
        return utf8FromBytes(node.text);
    case Kind::Bool:
    case Kind::Int:
        return std::to_string(node.number);
    case Kind::Float:
        return canonicalName(node.real);
    case Kind::Array: {
        const Array& array = m_document->array(node);
        if (array.count() != 1)
            return std::nullopt;
        if (array.element.isText())
            return array.text(0);
        if (array.element.kind == ArrayType::Kind::Object)
            return std::nullopt;
        if (const auto whole = array.whole(0))
            return std::to_string(*whole);
        const auto number = array.number(0);
        return number ? std::optional(canonicalName(*number)) : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

} // namespace btw::io::pickle
