// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace btw::io {

namespace {

constexpr double kExact = 9007199254740992.0; ///< 2^53

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool isDigit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<double, 23> kPowersOfTen = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
    1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

/// What most cells hold, at a third of from_chars' time: up to 19 digits whose value and power of ten are
/// doubles without rounding, so that one division or product rounds once (Clinger 1990). False for all else.
bool parsePlain(std::string_view text, double& value, bool& point)
{
    const char* at = text.data();
    const char* const end = at + text.size();
    const bool negative = at != end && *at == '-';
    at += negative ? 1 : 0;
    std::uint64_t digits = 0;
    const char* const first = at;
    for (; at != end && isDigit(*at); ++at)
        digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    auto count = at - first;
    std::ptrdiff_t exponent = 0;
    const bool hasPoint = at != end && *at == '.';
    if (hasPoint) {
        const char* const fraction = ++at;
        for (; at != end && isDigit(*at); ++at)
            digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
        exponent = fraction - at;
        count -= exponent;
    }
    constexpr std::ptrdiff_t kMostDigits = 19;
    if (at != end && count > 0 && (*at == 'e' || *at == 'E') && end - at <= 5) {
        const bool down = ++at != end && *at == '-';
        at += at != end && (*at == '-' || *at == '+') ? 1 : 0;
        std::ptrdiff_t written = 0;
        const char* const from = at;
        for (; at != end && isDigit(*at); ++at)
            written = written * 10 + (*at - '0');
        if (at == from)
            return false;
        exponent += down ? -written : written;
    }
    constexpr std::ptrdiff_t kLargestPower = kPowersOfTen.size() - 1;
    if (at != end || count == 0 || count > kMostDigits || digits > static_cast<std::uint64_t>(kExact)
        || exponent < -kLargestPower || exponent > kLargestPower)
        return false;
    const auto whole = static_cast<double>(digits);
    const double size = exponent < 0 ? whole / kPowersOfTen[static_cast<std::size_t>(-exponent)]
                                     : whole * kPowersOfTen[static_cast<std::size_t>(exponent)];
    value = negative ? -size : size;
    point = point || hasPoint;
    return true;
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

NumberKind parseNumber(std::string_view text, double& value)
{
    bool point = false;
    return parseNumber(text, value, point);
}

NumberKind parseNumber(std::string_view text, double& value, bool& point)
{
    if (parsePlain(text, value, point))
        return NumberKind::Number;
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '+' && text[1] != '-' && text[1] != '+')
        text.remove_prefix(1);
    if (text.empty()) {
        value = std::numeric_limits<double>::quiet_NaN();
        return NumberKind::Missing;
    }
    const char* end = text.data() + text.size();
    double parsed = 0;
    const auto [next, status] = std::from_chars(text.data(), end, parsed);
    if (next != end || status == std::errc::invalid_argument)
        return NumberKind::Text;
    if (status == std::errc::result_out_of_range) {
        // from_chars tells neither overflow from underflow nor the sign: a wider type does for what people
        // write.
        long double wide = 0;
        const auto again = std::from_chars(text.data(), end, wide);
        if (again.ec != std::errc() || std::fabs(wide) > 1)
            return NumberKind::Infinite;
        parsed = static_cast<double>(wide);
    }
    if (std::isnan(parsed)) {
        value = std::numeric_limits<double>::quiet_NaN();
        return NumberKind::Missing;
    }
    if (std::isinf(parsed))
        return NumberKind::Infinite;
    value = parsed;
    point = point || text.find('.') != std::string_view::npos;
    return NumberKind::Number;
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    double value = 0;
    if (parseNumber(text, value) != NumberKind::Number || value != std::floor(value)
        || std::fabs(value) > kExact)
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

std::string canonicalName(std::string_view text)
{
    if (const std::optional<std::int64_t> whole = wholeNumber(text))
        return std::to_string(*whole);
    return std::string(trimmed(text));
}

std::string canonicalName(double value)
{
    std::array<char, 32> buffer {};
    if (value == std::floor(value) && std::fabs(value) <= kExact)
        return std::to_string(static_cast<std::int64_t>(value));
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), result.ptr };
}

} // namespace btw::io
