// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/nearestname.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace btw::store {
namespace {

/// Insertions, deletions and replacements from a to b (Levenshtein 1966).
std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t { 0 });
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({ replaced, row[j] + 1, row[j + 1] + 1 });
        }
    }
    return row.back();
}

} // namespace

std::string nearestName(std::string_view word, const std::vector<std::string>& names)
{
    return *std::min_element(names.begin(), names.end(), [word](const std::string& a, const std::string& b) {
        return editDistance(word, a) < editDistance(word, b);
    });
}

} // namespace btw::store
