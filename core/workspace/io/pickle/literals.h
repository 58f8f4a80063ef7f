// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace btw::io::pickle {

/// The forms in which protocol 0 writes values as text; nothing where the text is none of them.

/// `12`, `-3`, `12L`.
std::optional<std::int64_t> parseInteger(std::string_view text);
/// `1.5`, `1e-300`, `nan`, `-inf`.
std::optional<double> parseReal(std::string_view text);
/// Python 2's repr of a str: quotes and backslash escapes.
std::optional<std::string> parseQuoted(std::string_view text);
/// Latin-1 with \uXXXX and \UXXXXXXXX escapes, as UTF-8.
std::optional<std::string> parseRawUnicode(std::string_view text);

/// Two's complement, least byte first, of at most 8 bytes (LONG1 and LONG4).
std::optional<std::int64_t> parseLong(std::string_view bytes);

void appendUtf8(std::string& out, std::uint32_t codePoint);
/// One byte a character; nothing where a character is beyond Latin-1 or the text is no UTF-8.
std::optional<std::string> latin1FromUtf8(std::string_view text);
/// UTF-8 stays as it is; other bytes are taken as Latin-1.
std::string utf8FromBytes(std::string_view bytes);

} // namespace btw::io::pickle
