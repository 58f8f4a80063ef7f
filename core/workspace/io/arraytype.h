// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// 2^53: every whole number up to here is a double.
inline constexpr std::int64_t kMostExact = std::int64_t(1) << 53;

/// Element type of a numpy array, in a `.npy` or in a pickle. Structures, complex numbers, dates and long
/// doubles are not read; objects are in a pickle only.
struct ArrayType
{
    enum class Kind : std::uint8_t { Bool, Int, Unsigned, Float, Bytes, Unicode, Object };
    Kind kind = Kind::Float;
    std::int64_t size = 4; ///< bytes an element
    bool bigEndian = false;

    bool isNumber() const { return kind <= Kind::Float; }
    bool isText() const { return kind == Kind::Bytes || kind == Kind::Unicode; }
};

/// From the code in `numpy.dtype('f4')` or in a `.npy` header (`<f4`); nothing for other types.
std::optional<ArrayType> parseArrayType(std::string_view code);
/// As numpy calls it: "bool", "uint8", "float64"; "text" of any other kind.
std::string typeName(const ArrayType& type);

/// Elements of an array of a shape that checkedCount() took; 1 of a scalar.
std::int64_t countOf(const std::vector<std::int64_t>& shape);
/// The same of a shape that may say anything; nothing where no file could hold so many.
std::optional<std::uint64_t> checkedCount(const std::vector<std::int64_t>& shape);

/// IEEE 754 binary16; exact.
double fromHalf(std::uint16_t bits);
/// Infinite where the value is too large for a float.
inline float toFloat(double value)
{
    if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max()))
        return value < 0 ? -std::numeric_limits<float>::infinity() : std::numeric_limits<float>::infinity();
    return static_cast<float>(value);
}
/// Whole numbers beyond 2^53 would change as a double: nothing.
std::optional<double> readNumber(const char* at, const ArrayType& type);
/// Nothing where an unsigned number is beyond 2^63.
std::optional<std::int64_t> readWhole(const char* at, const ArrayType& type);

} // namespace btw::io
