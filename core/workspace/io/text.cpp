// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/text.h"

#include "workspace/io/problems.h"

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

std::string andList(const std::vector<std::string>& texts)
{
    std::string list;
    for (std::size_t i = 0; i < texts.size(); ++i)
        list += (i == 0 ? "" : i + 1 < texts.size() ? ", " : " and ") + texts[i];
    return list;
}

std::string commaList(const std::vector<std::string>& texts, std::size_t most)
{
    std::string list;
    for (std::size_t i = 0; i < std::min(texts.size(), most); ++i)
        list += (i == 0 ? "" : ", ") + texts[i];
    return list;
}

std::string counted(std::int64_t count, const char* one, const char* many)
{
    return grouped(count) + " " + (count == 1 ? one : many);
}

} // namespace btw::io
