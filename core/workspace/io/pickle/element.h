// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace btw::io::pickle {

/// Element type of a numpy array in a pickle.
struct Element
{
    enum class Kind : std::uint8_t { Bool, Int, Unsigned, Float, Bytes, Unicode, Object };
    Kind kind = Kind::Float;
    std::int64_t size = 4; ///< bytes an element
    bool bigEndian = false;

    bool isNumber() const { return kind <= Kind::Float; }
    bool isText() const { return kind == Kind::Bytes || kind == Kind::Unicode; }
};

/// From the code in `numpy.dtype('f4')`; nothing for complex numbers, dates, structures and long doubles.
std::optional<Element> parseElement(std::string_view code);

/// Whole numbers beyond 2^53 would change as a double: nothing.
std::optional<double> readNumber(const char* at, const Element& element);
/// Nothing where an unsigned number is beyond 2^63.
std::optional<std::int64_t> readWhole(const char* at, const Element& element);
/// As UTF-8, trailing zeros stripped as numpy does.
std::string readText(const char* at, const Element& element);

} // namespace btw::io::pickle
