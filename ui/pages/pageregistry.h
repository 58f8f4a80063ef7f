// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pageinfo.h"

#include <vector>

namespace btw::pages {

/// The pages that there are, in the order of the sidebar. A value that is handed to the window: a test hands
/// over one with a page of its own.
class PageRegistry
{
public:
    /// \throws btw::Error where two pages have the same id or title.
    explicit PageRegistry(std::vector<PageInfo> pages);

    const std::vector<PageInfo>& all() const { return m_pages; }
    /// From 0, in the order of the sidebar. \throws btw::Error for an unknown id.
    int indexOf(const QString& id) const;
    bool has(const QString& id) const;

private:
    std::vector<PageInfo> m_pages;
};

/// Those that come with the program. A new page is one line there.
PageRegistry builtinPages();

} // namespace btw::pages
