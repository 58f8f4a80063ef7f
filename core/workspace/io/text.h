// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What cells, names and ids have in common as texts. Letters are those of ASCII.
namespace btw::io {

constexpr bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool isLineEnd(char c) { return c == '\n' || c == '\r'; }
constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Without the blanks around it.
constexpr std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Whether there is a digit, and nothing else.
bool areDigits(std::string_view text);
/// In small letters.
std::string lowered(std::string text);
/// Whether they are the same in any case of letters; `word` is in small ones.
bool isCalled(std::string_view name, std::string_view word);
/// Whether the word is a part of it, in any case of letters; `word` is in small ones.
bool contains(std::string_view name, std::string_view word);

/// "a", "a and b", "a, b and c".
std::string andList(const std::vector<std::string>& texts);
/// "a, b, c": the first `most` of them.
std::string commaList(const std::vector<std::string>& texts, std::size_t most);
/// "1 row", "5,875 rows".
std::string counted(std::int64_t count, const char* one, const char* many);

/// What stands between the prefix of a column's name and the rest of it.
inline constexpr std::string_view kNameSeparators = "_.:-([ ";

/// A character that nobody sees, and what it stands for: a blank, or nothing.
struct Invisible
{
    std::string_view bytes;
    std::string_view usual;
};
inline constexpr std::array<Invisible, 8> kInvisible = { {
    { "\xC2\xA0", " " }, // no-break space
    { "\xE2\x80\xAF", " " }, // narrow no-break space
    { "\xE2\x80\x89", " " }, // thin space
    { "\xE2\x80\x87", " " }, // figure space
    { "\xE2\x80\x8A", " " }, // hair space
    { "\xE2\x80\x8B", "" }, // zero-width space
    { "\xEF\xBB\xBF", "" }, // byte-order mark
    { "\xE2\x80\x8E", "" }, // left-to-right mark
} };

} // namespace btw::io
