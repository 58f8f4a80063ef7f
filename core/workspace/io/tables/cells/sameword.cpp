// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/sameword.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/number.h"

namespace btw::io {

bool isOneOfWords(std::string_view cell, const std::set<std::string, std::less<>>& words)
{
    const std::string_view bare = bareId(cell);
    if (words.contains(bare) || words.contains(cell))
        return true;
    const std::size_t point = bare.find('.');
    if (point == std::string_view::npos || !wholeNumber(bare))
        return false;
    const std::string name = canonicalName(bare);
    return name == bare.substr(0, point) && words.contains(name);
}

} // namespace btw::io
