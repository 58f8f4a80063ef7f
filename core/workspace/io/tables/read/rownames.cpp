// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/rownames.h"

#include "engine/data/names.h"

#include <array>

namespace btw::io {

std::vector<std::string> rowNames(const std::vector<Split>& splits, std::size_t n)
{
    std::vector<std::string> names;
    names.reserve(n);
    std::array<std::size_t, 3> next {};
    for (std::size_t i = 0; i < n; ++i)
        names.push_back(splits.empty() ? "all:" + std::to_string(i)
                                       : data::splitName(splits[i]) + ":"
                    + std::to_string(next[static_cast<std::size_t>(splits[i])]++));
    return names;
}

} // namespace btw::io
