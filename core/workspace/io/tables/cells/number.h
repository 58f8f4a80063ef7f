// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace btw::io {

enum class NumberKind : std::uint8_t {
    Number, ///< finite
    Missing, ///< empty or NaN
    Infinite, ///< written as infinity, or too large for a double
    Marked, ///< by a NumberStyle: what it stands for has to be asked, which is told once for the column
    Text ///< anything else
};

/// Kinds of decimal points, as bits: `1.234` alone may have one between thousands.
inline constexpr std::uint8_t kClearPoint = 1;
inline constexpr std::uint8_t kMaybePoint = 2;

/// A number as C and Python write it (`-1.5e-3`, `+2`), blanks around it ignored, whatever the locale is.
/// `value` is NaN when missing and left alone for Text.
NumberKind parseNumber(std::string_view text, double& value);
/// As above; `points` gets the kind of the number's decimal point.
NumberKind parseNumber(std::string_view text, double& value, std::uint8_t& points);

/// Reads the number at the beginning of a text where it is written as most are: up to 19 digits and a power
/// of ten, neither of them rounded, so that one division or product rounds once (Clinger 1990); a third of
/// from_chars' time. Returns where it ends, or null where it is written otherwise.
const char* parsePlain(const char* at, const char* end, double& value, std::uint8_t& points);

/// "1.0", "1e0" and "01" as "1": how a label or an identifier that is a whole number is called. Other text as
/// it is.
std::string canonicalName(std::string_view text);
std::string canonicalName(double value);

/// The whole number that text stands for ("1.0" is 1), if it does.
std::optional<std::int64_t> wholeNumber(std::string_view text);

} // namespace btw::io
