// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/value.h"

#include <optional>
#include <string>
#include <vector>

namespace btw::io::pickle {

/// Numbers, `width` for each of `rows` instances.
struct NumberTable
{
    std::size_t rows = 0;
    std::size_t width = 0;
    std::vector<double> values; ///< row by row
    std::size_t inexact = 0; ///< of them, whole numbers beyond 2^53, here NaN
};

/// Numbers of an array (N), (N, 1), (N, K), ..., or of a list of numbers. Nothing for other values.
std::optional<NumberTable> numbersOf(Value value);

/// Texts of an array (N) or (N, K), or of a list of texts or of such arrays: K texts an instance, joined by
/// ':'. Numbers come as they are written. Nothing for other values, and where a text is longer than
/// kLongestText.
std::optional<std::vector<std::string>> textsOf(Value value);
/// As textsOf, but one instance.
std::optional<std::string> textOf(Value value);

inline constexpr std::size_t kLongestText = 1000; ///< bytes of an id or a name

} // namespace btw::io::pickle
