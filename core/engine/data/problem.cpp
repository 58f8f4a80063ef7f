// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/problem.h"

namespace btw::data {

std::string groupedDigits(std::string digits)
{
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t i = digits.size(); i > first + 3; i -= 3)
        digits.insert(i - 3, 1, ',');
    return digits;
}

void Sentence::fill(std::string_view pattern)
{
    constexpr std::string_view kPlace = "{}";
    std::size_t next = 0;
    for (std::size_t at = 0; at < pattern.size();) {
        if (pattern.substr(at, kPlace.size()) == kPlace && next < m_arguments.size()) {
            m_text += m_arguments[next++];
            at += kPlace.size();
        } else {
            m_text += pattern[at++];
        }
    }
}

} // namespace btw::data
