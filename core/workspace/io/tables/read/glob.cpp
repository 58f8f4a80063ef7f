// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/glob.h"

#include <cstddef>

namespace btw::io {

bool matchesGlob(std::string_view pattern, std::string_view name)
{
    // Backtracking to the last star only: linear in practice, quadratic at worst.
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace btw::io
