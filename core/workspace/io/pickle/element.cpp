// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/element.h"

#include "workspace/io/pickle/literals.h"

#include <QFloat16>

#include <bit>
#include <charconv>
#include <limits>

namespace btw::io::pickle {

namespace {

constexpr std::int64_t kExact = std::int64_t(1) << 53; // every whole number up to here is a double

std::uint64_t bits(const char* at, const Element& element)
{
    std::uint64_t value = 0;
    const auto size = static_cast<std::size_t>(element.size);
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8U | static_cast<unsigned char>(at[element.bigEndian ? i : size - 1 - i]);
    return value;
}

} // namespace

std::optional<Element> parseElement(std::string_view code)
{
    Element element;
    if (!code.empty() && (code[0] == '<' || code[0] == '>' || code[0] == '|' || code[0] == '=')) {
        element.bigEndian = code[0] == '>';
        code.remove_prefix(1);
    }
    if (code == "O" || code == "O8" || code == "O4") {
        element.kind = Element::Kind::Object;
        element.size = 0;
        return element;
    }
    if (code == "?")
        code = "b1";
    if (code.size() < 2)
        return std::nullopt;
    const char* end = code.data() + code.size();
    const auto [next, status] = std::from_chars(code.data() + 1, end, element.size);
    if (status != std::errc() || next != end || element.size < 0)
        return std::nullopt;
    const bool whole = element.size == 1 || element.size == 2 || element.size == 4 || element.size == 8;
    bool known = whole;
    switch (code[0]) {
    case 'b':
        element.kind = Element::Kind::Bool;
        known = element.size == 1;
        break;
    case 'i':
        element.kind = Element::Kind::Int;
        break;
    case 'u':
        element.kind = Element::Kind::Unsigned;
        break;
    case 'f':
        element.kind = Element::Kind::Float;
        known = whole && element.size > 1;
        break;
    case 'S':
    case 'a':
        element.kind = Element::Kind::Bytes;
        known = true;
        break;
    case 'U':
        element.kind = Element::Kind::Unicode;
        known = element.size < std::numeric_limits<std::int32_t>::max();
        element.size = known ? element.size * 4 : 0;
        break;
    default:
        known = false;
    }
    return known ? std::optional(element) : std::nullopt;
}

std::optional<double> readNumber(const char* at, const Element& element)
{
    if (element.kind != Element::Kind::Float) {
        const auto value = readWhole(at, element);
        if (!value || *value > kExact || *value < -kExact)
            return std::nullopt;
        return static_cast<double>(*value);
    }
    const std::uint64_t raw = bits(at, element);
    if (element.size == 8)
        return std::bit_cast<double>(raw);
    if (element.size == 4)
        return std::bit_cast<float>(static_cast<std::uint32_t>(raw));
    return static_cast<float>(std::bit_cast<qfloat16>(static_cast<std::uint16_t>(raw)));
}

std::optional<std::int64_t> readWhole(const char* at, const Element& element)
{
    const std::uint64_t raw = bits(at, element);
    if (element.kind == Element::Kind::Bool)
        return raw != 0 ? 1 : 0;
    if (element.kind == Element::Kind::Unsigned) {
        if (raw > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return std::nullopt;
        return static_cast<std::int64_t>(raw);
    }
    const auto unused = static_cast<unsigned>(64 - 8 * element.size);
    return static_cast<std::int64_t>(raw << unused) >> unused; // carries the sign up
}

std::string readText(const char* at, const Element& element)
{
    if (element.kind == Element::Kind::Bytes) {
        std::string_view text(at, static_cast<std::size_t>(element.size));
        const std::size_t last = text.find_last_not_of('\0');
        return utf8FromBytes(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
    }
    Element unit = element;
    unit.size = 4;
    std::string text;
    std::int64_t zeros = 0;
    for (std::int64_t i = 0; i < element.size; i += 4) {
        const auto codePoint = static_cast<std::uint32_t>(bits(at + i, unit));
        if (codePoint == 0) {
            ++zeros;
            continue;
        }
        text.append(static_cast<std::size_t>(zeros), '\0');
        zeros = 0;
        appendUtf8(text, codePoint);
    }
    return text;
}

} // namespace btw::io::pickle
