// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/number.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/text.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace btw::io {

namespace {

constexpr double kExact = 9007199254740992.0; ///< 2^53

constexpr std::array<double, 23> kPowersOfTen = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
    1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

/// Digits from `at` on, appended to `digits`; returns where they end. Eight at a time: which of the bytes of
/// a word are digits, and what they come to (Lemire 2022, "Parsing eight digits at once").
inline const char* readDigits(const char* at, const char* end, std::uint64_t& digits)
{
    if constexpr (std::endian::native == std::endian::little) {
        constexpr std::uint64_t kZeros = 0x3030303030303030;
        constexpr std::uint64_t kBeyondNine = 0x7676767676767676;
        constexpr std::uint64_t kHighBits = 0x8080808080808080;
        constexpr std::array<std::uint64_t, 9> kPowers
            = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000 };
        while (end - at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, sizeof(word));
            word ^= kZeros;
            const std::uint64_t other = ((word + kBeyondNine) | word) & kHighBits;
            const auto count = static_cast<unsigned>(std::countr_zero(other)) / 8;
            if (count == 0)
                return at;
            word <<= 8 * (8 - count);
            word = (word & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8U;
            word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16U;
            word = (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32U;
            digits = digits * kPowers[count] + word;
            at += count;
            if (count < 8)
                return at;
        }
    }
    for (; at != end && isDigit(*at); ++at)
        digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    return at;
}

template <typename Real> Real scaled(Real whole, std::ptrdiff_t exponent)
{
    return exponent < 0 ? whole / static_cast<Real>(kPowersOfTen[static_cast<std::size_t>(-exponent)])
                        : whole * static_cast<Real>(kPowersOfTen[static_cast<std::size_t>(exponent)]);
}

/// Digits that only 64 bits hold, through the processor's 80-bit numbers: rounded to 64 bits and then to a
/// double's 53, which differs from rounding once only where the first result lies midway between two doubles.
/// False there, and on processors without such numbers.
bool roundedOnce(std::uint64_t digits, std::ptrdiff_t exponent, double& value)
{
    if constexpr (std::numeric_limits<long double>::digits == 64
        && std::endian::native == std::endian::little) {
        const long double wide = scaled(static_cast<long double>(digits), exponent);
        std::uint64_t mantissa = 0;
        std::memcpy(&mantissa, &wide, sizeof(mantissa));
        constexpr std::uint64_t kBelow = 0x7FF; // the 11 bits that a double lacks
        constexpr std::uint64_t kMidway = 0x400;
        value = static_cast<double>(wide);
        return (mantissa & kBelow) != kMidway;
    }
    return false;
}

bool parseAll(std::string_view text, double& value, std::uint8_t& points)
{
    double parsed = 0;
    std::uint8_t pointed = points;
    const char* const end = text.data() + text.size();
    if (parsePlain(text.data(), end, parsed, pointed) != end || text.empty())
        return false;
    value = parsed;
    points = pointed;
    return true;
}

} // namespace

const char* parsePlain(const char* at, const char* end, double& value, std::uint8_t& points)
{
    const bool negative = at != end && *at == '-';
    at += negative ? 1 : 0;
    std::uint64_t digits = 0;
    const char* const first = at;
    at = readDigits(at, end, digits);
    auto count = at - first;
    std::ptrdiff_t exponent = 0;
    const bool hasPoint = at != end && *at == '.';
    bool doubtful = false;
    if (hasPoint) {
        doubtful = count > 0 && count <= 3 && *first != '0';
        const char* const fraction = ++at;
        at = readDigits(at, end, digits);
        exponent = fraction - at;
        count -= exponent;
        doubtful = doubtful && exponent == -3;
    }
    constexpr std::ptrdiff_t kMostDigits = 19;
    doubtful = doubtful && (at == end || (*at != 'e' && *at != 'E'));
    if (at != end && count > 0 && (*at == 'e' || *at == 'E')) {
        const bool down = ++at != end && *at == '-';
        at += at != end && (*at == '-' || *at == '+') ? 1 : 0;
        std::uint64_t written = 0;
        const char* const from = at;
        at = readDigits(at, end, written);
        constexpr std::ptrdiff_t kMostExponentDigits = 3;
        if (at == from || at - from > kMostExponentDigits)
            return nullptr;
        exponent += down ? -static_cast<std::ptrdiff_t>(written) : static_cast<std::ptrdiff_t>(written);
    }
    constexpr std::ptrdiff_t kLargestPower = kPowersOfTen.size() - 1;
    if (count == 0 || count > kMostDigits || exponent < -kLargestPower || exponent > kLargestPower)
        return nullptr;
    double size = 0;
    if (digits <= static_cast<std::uint64_t>(kExact))
        size = scaled(static_cast<double>(digits), exponent);
    else if (!roundedOnce(digits, exponent, size))
        return nullptr;
    value = negative ? -size : size;
    if (hasPoint)
        points |= doubtful ? kMaybePoint : kClearPoint;
    return at;
}

NumberKind parseNumber(std::string_view text, double& value)
{
    std::uint8_t points = 0;
    return parseNumber(text, value, points);
}

NumberKind parseNumber(std::string_view text, double& value, std::uint8_t& points)
{
    if (parseAll(text, value, points))
        return NumberKind::Number;
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '+' && text[1] != '-' && text[1] != '+')
        text.remove_prefix(1);
    if (parseAll(text, value, points))
        return NumberKind::Number;
    // Nobody sees that a cell of one blank that does not break is not empty.
    if (text.empty() || bareId(text).empty()) {
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
    // Written as few are: with more digits or powers than a grouped number has.
    if (text.find('.') != std::string_view::npos)
        points |= kClearPoint;
    return NumberKind::Number;
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    double value = 0;
    if (parseNumber(text, value) != NumberKind::Number || value != std::floor(value)
        || std::fabs(value) >= kExact) // 2^53 may be its neighbour, rounded
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

std::string canonicalName(std::string_view text)
{
    text = bareId(text);
    if (const std::optional<std::int64_t> whole = wholeNumber(text))
        return std::to_string(*whole);
    return std::string(text);
}

std::string canonicalName(double value)
{
    std::array<char, 32> buffer {};
    if (value == std::floor(value) && std::fabs(value) < kExact)
        return std::to_string(static_cast<std::int64_t>(value));
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), result.ptr };
}

} // namespace btw::io
