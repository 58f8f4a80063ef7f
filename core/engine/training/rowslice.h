// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::training {

/// So many rows of a list from `first` on, or as many as there are.
inline std::vector<std::int64_t> slice(
    const std::vector<std::int64_t>& rows, std::size_t first, std::size_t count)
{
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
    return { begin, begin + static_cast<std::ptrdiff_t>(std::min(count, rows.size() - first)) };
}

} // namespace btw::training
