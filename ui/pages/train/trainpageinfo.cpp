// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/trainpageinfo.h"

#include "ui/pages/actions.h"
#include "ui/pages/control/runcontroller.h"
#include "ui/pages/control/trainingscontroller.h"
#include "ui/pages/train/trainpage.h"

#include <QAction>

namespace btw::pages {

namespace {

Page* make(const PageParts& parts)
{
    auto* page = new TrainPage(parts.actions, parts.figures);
    auto* trainings = &parts.trainings;
    auto* run = &parts.run;
    QObject::connect(parts.actions.pause, &QAction::toggled, page, &TrainPage::setPaused);
    QObject::connect(trainings, &TrainingsController::expected, page, &TrainPage::expect);
    QObject::connect(trainings, &TrainingsController::happened, page, &TrainPage::apply);
    QObject::connect(trainings, &TrainingsController::said, page, &TrainPage::showMessage);
    QObject::connect(trainings, &TrainingsController::failed, page,
        [page](const QString& happened, const QString& safe) { page->showMessage(happened, safe); });
    QObject::connect(run, &RunController::opened, page, &TrainPage::openRun);
    QObject::connect(run, &RunController::followed, page, &TrainPage::followTraining);
    QObject::connect(page, &TrainPage::followRequested, run, &RunController::follow);
    QObject::connect(page, &TrainPage::runShown, run, &RunController::shown);
    return page;
}

} // namespace

PageInfo trainPageInfo()
{
    return { pageid::kTrain, TrainPage::tr("&Train"),
        TrainPage::tr("The training under way, or the run that is open."), make };
}

} // namespace btw::pages
