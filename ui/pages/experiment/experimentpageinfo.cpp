// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/experimentpageinfo.h"

#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/experimentcontroller.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/experiment/drafthistory.h"
#include "ui/pages/experiment/experimentpage.h"

namespace btw::pages {

namespace {

Page* make(const PageParts& parts)
{
    auto* page = new ExperimentPage(parts.experiments, parts.actions);
    auto* studies = &parts.studies;
    new DraftHistory(page->draft(), parts.undo, page);
    // Each training reads the data again: by the recipe, where choices were made, and not by the file alone.
    QObject::connect(&parts.data, &DataController::opened, page,
        [page, data = &parts.data](
            const std::shared_ptr<const data::Cohort>& cohort) { page->setCohort(cohort, data->path()); });
    QObject::connect(&parts.experiments, &ExperimentController::proposed, page, &ExperimentPage::apply);
    QObject::connect(page, &ExperimentPage::sampleWanted, &parts.data, &DataController::openSample);
    QObject::connect(&parts.data, &DataController::openingFailed, page, &ExperimentPage::giveUpWanted);
    QObject::connect(&parts.data, &DataController::refused, page, &ExperimentPage::giveUpWanted);
    QObject::connect(page, &ExperimentPage::added, studies, [studies](qint64 id) {
        studies->open({ id, 0 });
    });
    return page;
}

} // namespace

PageInfo experimentPageInfo()
{
    return { pageid::kExperiment, ExperimentPage::tr("&Experiment"),
        ExperimentPage::tr(
            "Asks a question of the open data, and shows the queue of what is trained for it."),
        make };
}

} // namespace btw::pages
