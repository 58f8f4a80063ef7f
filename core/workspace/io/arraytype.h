// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace btw::io {

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
/// The letter that numpy has for a kind of numbers: b, i, u, f.
char kindLetter(ArrayType::Kind kind);

/// IEEE 754 binary16; exact.
double fromHalf(std::uint16_t bits);
/// Whole numbers beyond 2^53 would change as a double: nothing.
std::optional<double> readNumber(const char* at, const ArrayType& type);
/// Nothing where an unsigned number is beyond 2^63.
std::optional<std::int64_t> readWhole(const char* at, const ArrayType& type);

} // namespace btw::io
