// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/literals.h"

#include <QUtf8StringView>

#include <charconv>

namespace btw::io::pickle {

namespace {

std::optional<unsigned> hexadecimal(std::string_view digits)
{
    unsigned value = 0;
    const char* end = digits.data() + digits.size();
    const auto [next, status] = std::from_chars(digits.data(), end, value, 16);
    if (digits.empty() || status != std::errc() || next != end)
        return std::nullopt;
    return value;
}

std::optional<char> simpleEscape(char letter)
{
    switch (letter) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'a':
        return '\a';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'v':
        return '\v';
    case '\\':
    case '\'':
    case '"':
        return letter;
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    if (!text.empty() && text.back() == 'L')
        text.remove_suffix(1);
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [next, status] = std::from_chars(text.data(), end, value);
    if (status != std::errc() || next != end)
        return std::nullopt;
    return value;
}

std::optional<double> parseReal(std::string_view text)
{
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [next, status] = std::from_chars(text.data(), end, value);
    if (status != std::errc() || next != end)
        return std::nullopt;
    return value;
}

std::optional<std::string> parseQuoted(std::string_view text)
{
    if (text.size() < 2 || (text.front() != '\'' && text.front() != '"') || text.back() != text.front())
        return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        if (++i == text.size())
            return std::nullopt;
        if (text[i] == 'x') {
            const auto value = i + 2 < text.size() ? hexadecimal(text.substr(i + 1, 2)) : std::nullopt;
            if (!value)
                return std::nullopt;
            out += static_cast<char>(*value);
            i += 2;
        } else if (const auto c = simpleEscape(text[i])) {
            out += *c;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

std::optional<std::string> parseRawUnicode(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape
            = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'u' || text[i + 1] == 'U');
        if (!escape) {
            appendUtf8(out, static_cast<unsigned char>(text[i]));
            continue;
        }
        const std::size_t digits = text[i + 1] == 'u' ? 4 : 8;
        const auto value
            = text.size() - i - 2 >= digits ? hexadecimal(text.substr(i + 2, digits)) : std::nullopt;
        if (!value || *value > 0x10FFFF)
            return std::nullopt;
        appendUtf8(out, *value);
        i += digits + 1;
    }
    return out;
}

std::optional<std::int64_t> parseLong(std::string_view bytes)
{
    if (bytes.size() > 8)
        return std::nullopt;
    std::uint64_t value
        = !bytes.empty() && (static_cast<unsigned char>(bytes.back()) & 0x80U) != 0 ? ~std::uint64_t(0) : 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[i]);
    return static_cast<std::int64_t>(value);
}

void appendUtf8(std::string& out, std::uint32_t codePoint)
{
    if (codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint < 0xE000))
        codePoint = 0xFFFD;
    const auto tail = [&out, codePoint](
                          unsigned shift) { out += static_cast<char>(0x80U | (codePoint >> shift & 0x3FU)); };
    if (codePoint < 0x80) {
        out += static_cast<char>(codePoint);
    } else if (codePoint < 0x800) {
        out += static_cast<char>(0xC0U | codePoint >> 6U);
        tail(0);
    } else if (codePoint < 0x10000) {
        out += static_cast<char>(0xE0U | codePoint >> 12U);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0U | codePoint >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

std::optional<std::string> latin1FromUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            out += text[i];
            continue;
        }
        // U+0080 to U+00FF are C2 80 to C3 BF.
        if ((c != 0xC2 && c != 0xC3) || i + 1 == text.size())
            return std::nullopt;
        const auto next = static_cast<unsigned char>(text[++i]);
        if ((next & 0xC0U) != 0x80)
            return std::nullopt;
        out += static_cast<char>((c & 0x03U) << 6U | (next & 0x3FU));
    }
    return out;
}

std::string utf8FromBytes(std::string_view bytes)
{
    if (QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8())
        return std::string(bytes);
    std::string out;
    for (const char c : bytes)
        appendUtf8(out, static_cast<unsigned char>(c));
    return out;
}

} // namespace btw::io::pickle
