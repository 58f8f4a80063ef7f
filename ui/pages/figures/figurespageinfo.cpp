// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figurespageinfo.h"

#include "ui/pages/control/runcontroller.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/figures/figurehistory.h"
#include "ui/pages/figures/figurespage.h"
#include "ui/pages/figures/studychoice.h"

namespace btw::pages {

namespace {

Page* make(const PageParts& parts)
{
    auto* page = new FiguresPage(parts.figures, parts.lookup, parts.settings);
    new FigureHistory(page->editor(), parts.undo, page);
    auto* studies = &parts.studies;
    auto* choice = &page->studies();
    QObject::connect(studies, &StudiesController::listed, choice,
        [choice, studies] { choice->setStudies(studies->all()); });
    QObject::connect(studies, &StudiesController::opened, choice, &StudyChoice::openStudy);
    QObject::connect(&parts.run, &RunController::opened, choice,
        [choice](const std::shared_ptr<const jobs::RunDigest>& digest) {
            if (digest)
                choice->preferRun(digest->run.id);
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
