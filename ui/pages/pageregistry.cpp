// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pageregistry.h"

#include "engine/error.h"
#include "ui/pages/compare/comparepageinfo.h"
#include "ui/pages/data/datapageinfo.h"
#include "ui/pages/experiment/experimentpageinfo.h"
#include "ui/pages/figures/figurespageinfo.h"
#include "ui/pages/start/startpageinfo.h"
#include "ui/pages/train/trainpageinfo.h"

#include <algorithm>
#include <set>
#include <utility>

namespace btw::pages {

PageRegistry builtinPages()
{
    return PageRegistry({
        startPageInfo(),
        dataPageInfo(),
        experimentPageInfo(),
        trainPageInfo(),
        comparePageInfo(),
        figuresPageInfo(),
    });
}

PageRegistry::PageRegistry(std::vector<PageInfo> pages)
    : m_pages(std::move(pages))
{
    std::set<QString> ids;
    std::set<QString> titles;
    for (const auto& page : m_pages)
        if (!ids.insert(page.id).second || !titles.insert(page.title()).second)
            throw Error("There are two pages '" + page.id.toStdString() + "' or two called '"
                + page.title().toStdString() + "'; give one another id and title.");
}

bool PageRegistry::has(const QString& id) const
{
    return std::any_of(m_pages.begin(), m_pages.end(), [&](const PageInfo& page) { return page.id == id; });
}

int PageRegistry::indexOf(const QString& id) const
{
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        if (m_pages[i].id == id)
            return static_cast<int>(i);
    throw Error("There is no page '" + id.toStdString() + "'.");
}

} // namespace btw::pages
