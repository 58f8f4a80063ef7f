// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figurespageinfo.h"

#include "ui/pages/control/runcontroller.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/figures/figurehistory.h"
#include "ui/pages/figures/figurespage.h"

namespace btw::pages {

namespace {

Page* make(const PageParts& parts)
{
    auto* page = new FiguresPage(parts.figures, parts.lookup, parts.settings);
    new FigureHistory(page->editor(), parts.undo, page);
    auto* studies = &parts.studies;
    QObject::connect(
        studies, &StudiesController::listed, page, [page, studies] { page->setStudies(studies->all()); });
    QObject::connect(studies, &StudiesController::opened, page, &FiguresPage::openStudy);
    QObject::connect(&parts.run, &RunController::opened, page,
        [page](const std::shared_ptr<const jobs::RunDigest>& digest) {
            if (digest)
                page->preferRun(digest->run.id);
        });
    return page;
}

} // namespace

PageInfo figuresPageInfo()
{
    return { QStringLiteral("figures"), FiguresPage::tr("F&igures"),
        FiguresPage::tr("Figures at their printed size, to be composed and exported."), make };
}

} // namespace btw::pages
