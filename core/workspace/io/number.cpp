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
