// SPDX-License-Identifier: GPL-3.0-or-later
// How numpy writes its arrays, scalars and element types: numpy/core/src/multiarray/methods.c
// (array_reduce, array_setstate), descriptor.c (arraydescr_reduce) and scalartypes.c.src (gentype_reduce).
#include "workspace/io/pickle/literals.h"
#include "workspace/io/pickle/refused.h"
#include "workspace/io/pickle/unpickler.h"
#include "workspace/io/problems.h"

#include <limits>
#include <utility>

namespace btw::io::pickle {

namespace {

constexpr std::size_t kMostDimensions = 32; // numpy's own limit until 2.0, 64 since

} // namespace

const std::vector<NodeId>& Unpickler::tupleOf(NodeId id, const char* of) const
{
    if (node(id).kind != Kind::Tuple)
        damaged(std::string(of) + " is not a tuple");
    return m_document.items(node(id));
}

NodeId Unpickler::reduced(Callable callable, const std::vector<NodeId>& arguments)
{
    const auto needs = [&](std::size_t count) {
        if (arguments.size() < count)
            damaged(std::string(callableName(callable)) + " lacks an argument");
    };
    switch (callable) {
    case Callable::Encode:
        needs(1);
        return encoded(arguments);
    case Callable::Set:
    case Callable::FrozenSet:
        return set(callable, arguments);
    case Callable::Bytes:
    case Callable::ByteArray:
        return bytes(arguments);
    case Callable::DType:
        needs(1);
        return type(arguments);
    case Callable::Scalar:
        needs(2);
        return scalarValue(arguments);
    case Callable::FromBuffer:
        needs(4);
        return fromBuffer(arguments);
    case Callable::Reconstruct: {
        charge(sizeof(Node) + sizeof(Array));
        Array array;
        array.shape = { 0 };
        return m_document.addArray(Kind::Array, std::move(array));
    }
    case Callable::NdArray:
        break;
    }
    refuse("the pickle calls numpy.ndarray itself, which pickle.dump never writes", kPlainData);
}

NodeId Unpickler::encoded(const std::vector<NodeId>& arguments)
{
    const Node text = node(arguments[0]);
    const bool latin1 = arguments.size() == 2
        && (node(arguments[1]).text == "latin1" || node(arguments[1]).text == "latin-1");
    if (text.kind != Kind::Text || !latin1)
        damaged("bytes are given in another form than Latin-1 text");
    charge(text.text.size());
    auto decoded = latin1FromUtf8(text.text);
    if (!decoded)
        damaged("a character does not stand for a byte");
    charge(sizeof(Node));
    Node out;
    out.kind = Kind::Bytes;
    out.text = m_document.keep(std::move(*decoded));
    return m_document.add(out);
}

NodeId Unpickler::set(Callable callable, const std::vector<NodeId>& arguments)
{
    std::vector<NodeId> items;
    if (!arguments.empty()) {
        if (node(arguments[0]).kind != Kind::List && node(arguments[0]).kind != Kind::Tuple)
            damaged(std::string(callableName(callable)) + " is not made of a list");
        items = m_document.items(node(arguments[0]));
    }
    charge(sizeof(Node) + sizeof(std::vector<NodeId>) + items.size() * sizeof(NodeId));
    return m_document.addList(Kind::Set, std::move(items));
}

NodeId Unpickler::bytes(const std::vector<NodeId>& arguments)
{
    if (arguments.size() == 2)
        return encoded(arguments);
    if (arguments.size() == 1 && node(arguments[0]).kind == Kind::Bytes)
        return arguments[0];
    if (!arguments.empty())
        damaged("bytes are not made of bytes");
    charge(sizeof(Node));
    Node out;
    out.kind = Kind::Bytes;
    return m_document.add(out);
}

NodeId Unpickler::type(const std::vector<NodeId>& arguments)
{
    const Node code = node(arguments[0]);
    const bool isText = code.kind == Kind::Text || code.kind == Kind::Bytes;
    const std::optional<ArrayType> element = isText ? parseArrayType(code.text) : std::nullopt;
    if (isText && code.text.starts_with('V'))
        refuse("an array is structured", "save each of its fields as an array of its own");
    if (isText && code.text.starts_with("m8"))
        refuse("an array holds time differences (timedelta64), which are not read",
            "save them as numbers of hours, for example t / numpy.timedelta64(1, 'h')");
    if (!element)
        refuse("the element type " + inQuotes(isText ? code.text : "?") + " of an array is not read",
            "convert it to float32, float64, an integer, bool or text before saving");
    charge(sizeof(Node) + sizeof(Array));
    Array out;
    out.element = *element;
    return m_document.addArray(Kind::Type, std::move(out));
}

void Unpickler::buildType(NodeId id, const std::vector<NodeId>& state)
{
    // (version, byte order, subarray, names, fields, size, alignment, flags[, metadata])
    if (state.size() < 8)
        damaged("the state of an element type is too short");
    for (std::size_t i = 2; i <= 4; ++i)
        if (node(state[i]).kind != Kind::None)
            refuse("an array is structured", "save each of its fields as an array of its own");
    const Node order = node(state[1]);
    if (order.text.size() != 1 || std::string_view("<>|=").find(order.text[0]) == std::string_view::npos)
        damaged("the byte order of an element type is not known");
    m_document.arrayOf(id).element.bigEndian = order.text == ">";
}

NodeId Unpickler::scalarValue(const std::vector<NodeId>& arguments)
{
    if (node(arguments[0]).kind != Kind::Type || node(arguments[1]).kind != Kind::Bytes)
        damaged("a numpy number is not made of a type and bytes");
    charge(sizeof(Node) + sizeof(Array));
    Array scalar;
    scalar.element = m_document.arrayOf(arguments[0]).element;
    scalar.raw = node(arguments[1]).text;
    scalar.complete = true;
    if (scalar.element.kind == ArrayType::Kind::Object
        || static_cast<std::uint64_t>(scalar.element.size) != scalar.raw.size())
        damaged("a numpy number has another size than its type");
    return m_document.addArray(Kind::Array, std::move(scalar));
}

NodeId Unpickler::fromBuffer(const std::vector<NodeId>& arguments)
{
    charge(sizeof(Node) + sizeof(Array));
    Array array;
    const std::string_view order = node(arguments[3]).text;
    if (order != "C" && order != "F")
        damaged("the order of an array is neither C nor F");
    array.fortranOrder = order == "F";
    fill(array, arguments[1], arguments[2], arguments[0]);
    return m_document.addArray(Kind::Array, std::move(array));
}

void Unpickler::buildArray(NodeId id, const std::vector<NodeId>& state)
{
    // (version, shape, dtype, is Fortran, data); very old numpy left the version out.
    if (state.size() != 5 && state.size() != 4)
        damaged("the state of an array has " + std::to_string(state.size()) + " parts");
    const std::size_t first = state.size() - 4;
    Array array;
    if (m_document.arrayOf(id).complete)
        damaged("an array is given its state twice");
    const Node fortran = node(state[first + 2]);
    if (fortran.kind != Kind::Bool && fortran.kind != Kind::Int)
        damaged("the order of an array is neither C nor F");
    array.fortranOrder = fortran.number != 0;
    fill(array, state[first + 1], state[first], state[first + 3]);
    m_document.arrayOf(id) = std::move(array);
}

std::vector<std::int64_t> Unpickler::shapeOf(NodeId id) const
{
    std::vector<std::int64_t> shape;
    for (const NodeId extent : tupleOf(id, "the shape of an array")) {
        const Node& number = node(extent);
        if (number.kind != Kind::Int || number.number < 0 || shape.size() == kMostDimensions)
            damaged("the shape of an array is not a shape");
        shape.push_back(number.number);
    }
    return shape;
}

void Unpickler::fill(Array& array, NodeId type, NodeId shape, NodeId data)
{
    if (node(type).kind != Kind::Type)
        damaged("an array has no element type");
    array.element = m_document.arrayOf(type).element;
    array.shape = shapeOf(shape);
    array.complete = true;
    charge(array.shape.size() * sizeof(std::int64_t));

    const std::optional<std::uint64_t> elements = checkedCount(array.shape);
    if (!elements)
        damaged("an array of shape " + array.shapeText() + " is larger than any file");

    const Node bytes = node(data);
    if (array.element.kind == ArrayType::Kind::Object) {
        if (bytes.kind != Kind::List)
            damaged("the objects of an array are not a list");
        array.objects = m_document.items(bytes);
        charge(array.objects.size() * sizeof(NodeId));
        if (array.objects.size() != *elements)
            damaged("an array of shape " + array.shapeText() + " has " + grouped(array.objects.size())
                + " objects");
        return;
    }
    if (bytes.kind != Kind::Bytes)
        damaged("the values of an array are not bytes");
    const auto itemSize = static_cast<std::uint64_t>(array.element.size);
    const bool exact = itemSize == 0
        ? bytes.text.empty() && *elements <= m_document.file().bytes().size()
        : *elements == bytes.text.size() / itemSize && bytes.text.size() % itemSize == 0;
    if (!exact)
        damaged("an array says shape " + array.shapeText() + " of " + std::to_string(array.element.size)
            + "-byte elements, yet has " + grouped(bytes.text.size()) + " bytes");
    array.raw = bytes.text;
    array.mapped = m_document.file().isMapped(array.raw);
}

} // namespace btw::io::pickle
