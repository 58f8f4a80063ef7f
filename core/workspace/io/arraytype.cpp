// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/arraytype.h"

#include <QFloat16>

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>

namespace btw::io {

namespace {

std::uint64_t bits(const char* at, const ArrayType& type)
{
    std::uint64_t value = 0;
    const auto size = static_cast<std::size_t>(type.size);
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8U | static_cast<unsigned char>(at[type.bigEndian ? i : size - 1 - i]);
    return value;
}

} // namespace

std::optional<ArrayType> parseArrayType(std::string_view code)
{
    ArrayType type;
    if (!code.empty() && (code[0] == '<' || code[0] == '>' || code[0] == '|' || code[0] == '=')) {
        type.bigEndian = code[0] == '>';
        code.remove_prefix(1);
    }
    if (code == "O" || code == "O8" || code == "O4") {
        type.kind = ArrayType::Kind::Object;
        type.size = 0;
        return type;
    }
    if (code == "?")
        code = "b1";
    if (code.size() < 2)
        return std::nullopt;
    const char* end = code.data() + code.size();
    const auto [next, status] = std::from_chars(code.data() + 1, end, type.size);
    if (status != std::errc() || next != end || type.size < 0)
        return std::nullopt;
    const bool whole = type.size == 1 || type.size == 2 || type.size == 4 || type.size == 8;
    bool known = whole;
    switch (code[0]) {
    case 'b':
        type.kind = ArrayType::Kind::Bool;
        known = type.size == 1;
        break;
    case 'i':
        type.kind = ArrayType::Kind::Int;
        break;
    case 'u':
        type.kind = ArrayType::Kind::Unsigned;
        break;
    case 'f':
        type.kind = ArrayType::Kind::Float;
        known = whole && type.size > 1;
        break;
    case 'S':
    case 'a':
        type.kind = ArrayType::Kind::Bytes;
        known = true;
        break;
    case 'U':
        type.kind = ArrayType::Kind::Unicode;
        known = type.size < std::numeric_limits<std::int32_t>::max();
        type.size = known ? type.size * 4 : 0;
        break;
    default:
        known = false;
    }
    return known ? std::optional(type) : std::nullopt;
}

std::string typeName(const ArrayType& type)
{
    const std::string bits = std::to_string(type.size * 8);
    switch (type.kind) {
    case ArrayType::Kind::Bool:
        return "bool";
    case ArrayType::Kind::Int:
        return "int" + bits;
    case ArrayType::Kind::Unsigned:
        return "uint" + bits;
    case ArrayType::Kind::Float:
        return "float" + bits;
    case ArrayType::Kind::Bytes:
    case ArrayType::Kind::Unicode:
    case ArrayType::Kind::Object:
        break;
    }
    return "text";
}

std::int64_t countOf(const std::vector<std::int64_t>& shape)
{
    // Unsigned: the other extents of an empty array may be any, and their product may wrap.
    std::uint64_t count = 1;
    for (const std::int64_t extent : shape)
        count *= static_cast<std::uint64_t>(extent);
    return static_cast<std::int64_t>(count);
}

std::optional<std::uint64_t> checkedCount(const std::vector<std::int64_t>& shape)
{
    // An empty array may declare any other extents: their product need not fit.
    if (std::find(shape.begin(), shape.end(), 0) != shape.end())
        return 0;
    constexpr std::uint64_t kMostBytesEach = 16;
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max() / kMostBytesEach;
    std::uint64_t count = 1;
    for (const std::int64_t extent : shape) {
        const auto size = static_cast<std::uint64_t>(extent);
        if (count > kMost / size)
            return std::nullopt;
        count *= size;
    }
    return count;
}

double fromHalf(std::uint16_t bits) { return static_cast<float>(std::bit_cast<qfloat16>(bits)); }

std::optional<double> readNumber(const char* at, const ArrayType& type)
{
    if (type.kind != ArrayType::Kind::Float) {
        const auto value = readWhole(at, type);
        if (!value || *value > kMostExact || *value < -kMostExact)
            return std::nullopt;
        return static_cast<double>(*value);
    }
    const std::uint64_t raw = bits(at, type);
    if (type.size == 8)
        return std::bit_cast<double>(raw);
    if (type.size == 4)
        return std::bit_cast<float>(static_cast<std::uint32_t>(raw));
    return fromHalf(static_cast<std::uint16_t>(raw));
}

std::optional<std::int64_t> readWhole(const char* at, const ArrayType& type)
{
    const std::uint64_t raw = bits(at, type);
    if (type.kind == ArrayType::Kind::Bool)
        return raw != 0 ? 1 : 0;
    if (type.kind == ArrayType::Kind::Unsigned) {
        if (raw > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return std::nullopt;
        return static_cast<std::int64_t>(raw);
    }
    const auto unused = static_cast<unsigned>(64 - 8 * type.size) % 64;
    return static_cast<std::int64_t>(raw << unused) >> unused; // carries the sign up
}

} // namespace btw::io
