// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

namespace btw {

/// How numbers that belong together are written: to the same place, so that they have digits whatever their
/// size.
struct Digits
{
    int lastPlace = 0; ///< power of ten of the last digit: -3 for thousandths
    bool isPower = false; ///< "5.4e-07": where decimals cannot be read (needsPower)

    int decimals() const { return std::max(0, -lastPlace); }
};

/// Power of ten of a number's first digit; 0 for 0 and what is not finite.
inline int firstPlace(double value)
{
    return value != 0 && std::isfinite(value) ? static_cast<int>(std::floor(std::log10(std::abs(value)))) : 0;
}

/// Whether a number is too small, or too large, to be read without a power of ten.
inline bool needsPower(double value)
{
    constexpr double kSmall = 1e-4;
    constexpr double kLarge = 1e15;
    const double size = std::abs(value);
    return (size > 0 && size < kSmall) || size >= kLarge;
}

/// Whether a number that is not 0 would be written as 0.
inline bool vanishes(double value, int lastPlace)
{
    return value != 0 && std::abs(value) < 0.5 * std::pow(10.0, lastPlace);
}

/// For an estimate between the ends of its interval: two digits of the interval's width, and up to three more
/// where an end would read as 0 else (see writtenEnd for what is nearer to it still). Without a width, four
/// digits of the largest, or "0" where all are exactly that.
inline Digits digitsOf(double estimate, double low, double high)
{
    constexpr int kMore = 3;
    double largest = 0;
    for (const double value : { estimate, low, high })
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    const double width = high - low;
    const bool isWide = std::isfinite(width) && width > 0;
    Digits digits { isWide ? firstPlace(width) - 1
            : largest > 0  ? firstPlace(largest) - 3
                           : 0,
        needsPower(largest) };
    const int usual = digits.lastPlace;
    for (const double end : { low, high })
        if (!vanishes(end, usual - kMore))
            while (vanishes(end, digits.lastPlace))
                --digits.lastPlace;
    return digits;
}

/// "0.031", "-12", "5.4e-07"; never "-0". \param value finite
inline std::string writtenNumber(double value, const Digits& digits)
{
    std::array<char, 400> text {}; // the longest double in decimals has 309 digits before the point
    const bool isZero = value == 0 || vanishes(value, std::min(0, digits.lastPlace));
    const double shown = isZero ? 0.0 : value; // without a sign
    const auto end = digits.isPower && !isZero
        ? std::to_chars(text.data(), text.data() + text.size(), shown, std::chars_format::scientific,
            std::max(0, firstPlace(shown) - digits.lastPlace))
        : std::to_chars(text.data(), text.data() + text.size(), shown, std::chars_format::fixed,
            digits.isPower ? 0 : digits.decimals());
    return { text.data(), end.ptr };
}

/// An end of an interval: as writtenNumber, but one digit of what would read as 0, so that one sees on which
/// side of 0 it lies.
inline std::string writtenEnd(double value, const Digits& digits)
{
    if (!vanishes(value, std::min(0, digits.lastPlace)))
        return writtenNumber(value, digits);
    return writtenNumber(value, { firstPlace(value), needsPower(value) });
}

} // namespace btw
