// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace btw::io {

/// The values of a sparse matrix by row: those of row i are numbers `order[starts[i]]` to
/// `order[starts[i + 1] - 1]`, as they followed each other before.
struct RowOrder
{
    std::vector<std::size_t> starts; ///< one more than there are rows
    std::vector<std::size_t> order;
};

/// `rowOf`: the row of each value, all of them below `rows`. By counting.
template <typename Row> RowOrder orderByRow(const std::vector<Row>& rowOf, std::size_t rows)
{
    RowOrder out { std::vector<std::size_t>(rows + 1, 0), std::vector<std::size_t>(rowOf.size()) };
    for (const Row row : rowOf)
        ++out.starts[static_cast<std::size_t>(row) + 1];
    for (std::size_t i = 0; i < rows; ++i)
        out.starts[i + 1] += out.starts[i];
    std::vector<std::size_t> next(out.starts.begin(), out.starts.end() - 1);
    for (std::size_t k = 0; k < rowOf.size(); ++k)
        out.order[next[static_cast<std::size_t>(rowOf[k])]++] = k;
    return out;
}

} // namespace btw::io
