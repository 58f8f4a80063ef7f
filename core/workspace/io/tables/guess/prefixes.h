// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace btw::io {

/// How the features of one table are parted into modalities.
struct Grouping
{
    std::vector<std::string> modalities; ///< of each feature
    std::string why; ///< empty, or why the prefixes of the names part nothing
};

inline constexpr const char* kTabular = "tabular";

/// By the prefixes of their names. A prefix has two columns and a separator (`text_1`, `text.f1`), or three
/// and numbers that count from 0 or 1 (`text1`, `text2`, ...): TP53 is no column of TP. What is called like a
/// prefix belongs to it (`text` beside `text_1` and `text_2`). Features without one
/// are `tabular`, as all are where prefixes would make more than eight modalities and nobody asked for so
/// many.
Grouping groupByPrefix(const std::vector<std::string>& features, bool asked = false);

} // namespace btw::io
