// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/startpageinfo.h"

#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/trainingscontroller.h"
#include "ui/pages/start/startpage.h"
#include "ui/widgets/settings.h"

namespace btw::pages {

namespace {

Page* make(const PageParts& parts)
{
    auto* page = new StartPage(parts.actions);
    page->setRecents(parts.settings.recentCohorts());
    QObject::connect(&parts.settings, &widgets::Settings::recentCohortsChanged, page, &StartPage::setRecents);
    QObject::connect(page, &StartPage::trainRequested, &parts.trainings, &TrainingsController::train);
    QObject::connect(page, &StartPage::recentChosen, &parts.data, &DataController::openAgain);
    QObject::connect(&parts.data, &DataController::opened, page,
        [page](const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
            const std::vector<io::Problem>& problems) { page->setCohort(*cohort, path, problems); });
    QObject::connect(&parts.data, &DataController::refused, page, &StartPage::showUnusable);
    QObject::connect(&parts.data, &DataController::openingFailed, page, &StartPage::showMessage);
    QObject::connect(&parts.trainings, &TrainingsController::failed, page,
        [page](const QString& happened, const QString& safe) { page->showMessage(happened, safe); });
    return page;
}

} // namespace

PageInfo startPageInfo()
{
    return { pageid::kStart, StartPage::tr("&Start"), StartPage::tr("Demos, your data, and what to train."),
        make };
}

} // namespace btw::pages
