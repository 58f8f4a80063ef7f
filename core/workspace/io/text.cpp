// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/text.h"

#include <algorithm>

namespace btw::io {

bool areDigits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
}

std::string lowered(std::string text)
{
    for (char& c : text)
        c = lowered(c);
    return text;
}

bool isCalled(std::string_view name, std::string_view word)
{
    return std::equal(
        name.begin(), name.end(), word.begin(), word.end(), [](char a, char b) { return lowered(a) == b; });
}

bool contains(std::string_view name, std::string_view word)
{
    for (std::size_t at = 0; at + word.size() <= name.size(); ++at)
        if (isCalled(name.substr(at, word.size()), word))
            return true;
    return false;
}

} // namespace btw::io
