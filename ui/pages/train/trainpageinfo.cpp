// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/trainpageinfo.h"

#include "ui/pages/actions.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/experimentcontroller.h"
#include "ui/pages/control/runcontroller.h"
#include "ui/pages/control/selectioncontroller.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/control/trainingscontroller.h"
#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/result/resultloader.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/result/runchooser.h"
#include "ui/pages/train/resultcardview.h"
#include "ui/pages/train/trainpage.h"
#include "workspace/experiments/modalityquestion.h"

#include <QAction>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>

namespace btw::pages {

namespace {

/// The result of the study on show, and when it leads.
void showStudies(TrainPage& page, const PageParts& parts)
{
    auto* studies = &parts.studies;
    auto* trainings = &parts.trainings;
    auto* run = &parts.run;
    auto* lookup = &parts.lookup;
    auto* loader = new ResultLoader(*page.result(), parts.lookup, studies->storePath(), &page);
    // A person who watched a training is led to its result once it is there.
    auto awaited = std::make_shared<std::int64_t>(0);
    QObject::connect(
        studies, &StudiesController::opened, &page, [&page, loader, lookup](const experiments::Study& study) {
            loader->open(study);
            page.setStudy(study);
            page.runChooser()->setStudy(study, *lookup);
            page.offerResult();
        });
    QObject::connect(studies, &StudiesController::listed, &page,
        [&page, studies] { page.setAnyTrained(!studies->all().empty()); });
    QObject::connect(&page, &TrainPage::startWanted, &page, [goTo = parts.goTo] { goTo(pageid::kStart); });
    QObject::connect(studies, &StudiesController::resultWanted, &page, [&page, run] {
        run->dropOpening();
        page.offerResult();
        page.showResult(true);
    });
    QObject::connect(loader, &ResultLoader::ready, &page, [&page, studies, awaited] {
        const auto ended = std::exchange(*awaited, 0);
        const auto& all = studies->current().trainings;
        const bool isOfIt = std::any_of(all.begin(), all.end(),
            [ended](const store::TrainingRecord& training) { return training.has(ended); });
        if (ended != 0 && isOfIt && page.isFollowing())
            page.showResult(true);
    });
    QObject::connect(trainings, &TrainingsController::happened, &page,
        [&page, studies, awaited](const jobs::TrainingEvent& event) {
            const auto* done = std::get_if<jobs::TrainingDone>(&event);
            if (done == nullptr || done->stopped || !page.isFollowing() || page.showsResult())
                return;
            *awaited = done->runId;
            studies->openOf(done->runId);
        });
    QObject::connect(trainings, &TrainingsController::pageWanted, &page, [&page] { page.showResult(false); });
    QObject::connect(run, &RunController::followed, &page, [&page] { page.showResult(false); });
    QObject::connect(run, &RunController::opened, &page,
        [&page, studies](const std::shared_ptr<const jobs::RunDigest>& digest) {
            page.showResult(false);
            studies->openOf(digest->run.id);
        });
    QObject::connect(page.runChooser(), &RunChooser::chosen, run, &RunController::openRun);
    QObject::connect(page.result(), &ResultView::askWanted, &page,
        [&page, goTo = parts.goTo, asking = &parts.experiments] {
            asking->propose(experiments::modalityQuestion(*page.result()->result()));
            goTo(pageid::kExperiment);
        });
}

/// Who is selected in a chart of the page is selected everywhere, and the other way round.
void shareSelection(TrainPage& page, SelectionController& selection)
{
    auto* grid = page.charts();
    const auto dataOf = [&page] {
        const auto& digest = page.shownDigest();
        return digest ? digest->cohortName : QString();
    };
    const auto show = [grid, dataOf, &selection] {
        grid->setSelected(selection.isOf(dataOf()) ? selection.known() : std::unordered_set<std::string>());
    };
    QObject::connect(&selection, &SelectionController::changed, &page, show);
    QObject::connect(&page, &TrainPage::runShown, &page, show);
    QObject::connect(grid, &ChartGrid::peopleChosen, &page,
        [dataOf, &selection](const std::vector<std::string>& ids) { selection.select(dataOf(), ids); });
    // A group is what its people have in common: their values, or their outcome, which is found out by
    // itself.
    QObject::connect(page.resultCard(), &ResultCardView::peopleChosen, &page,
        [dataOf, &selection](const std::vector<std::string>& ids) {
            selection.select(dataOf(), ids, store::SelectedIn::Table);
        });
    QObject::connect(page.result(), &ResultView::peopleChosen, &page,
        [&page, &selection](const std::vector<std::string>& ids) {
            selection.select(page.result()->result()->cohort.name, ids, store::SelectedIn::Table);
        });
    QObject::connect(grid, &ChartGrid::personWanted, &page, [&page, &selection](const std::string& id) {
        // Of a training under way nothing is known yet of a person beside what the chart shows.
        const auto& digest = page.shownDigest();
        if (digest && digest->run.status == store::RunStatus::Finished)
            selection.inspect(id, digest->run.id);
    });
}

Page* make(const PageParts& parts)
{
    const bool canAsk = parts.has && parts.has(pageid::kExperiment);
    auto* page = new TrainPage(parts.actions, parts.figures, canAsk);
    page->countWith(parts.lookup);
    showStudies(*page, parts);
    shareSelection(*page, parts.selection);
    auto* trainings = &parts.trainings;
    auto* run = &parts.run;
    QObject::connect(parts.actions.pause, &QAction::toggled, page, &TrainPage::setPaused);
    QObject::connect(trainings, &TrainingsController::expected, page, &TrainPage::expect);
    QObject::connect(trainings, &TrainingsController::began, page, &TrainPage::begin);
    QObject::connect(trainings, &TrainingsController::began, page, [page, run] {
        if (page->isVisible() && page->isFollowing() && !page->showsResult())
            run->follow(); // it is what is on show now
    });
    QObject::connect(trainings, &TrainingsController::happened, page, &TrainPage::apply);
    QObject::connect(trainings, &TrainingsController::said, page, &TrainPage::showMessage);
    QObject::connect(trainings, &TrainingsController::failed, page,
        [page](const QString& happened, const QString& safe) { page->showMessage(happened, safe); });
    QObject::connect(run, &RunController::opened, page, &TrainPage::openRun);
    QObject::connect(run, &RunController::reopened, page, &TrainPage::openRun);
    QObject::connect(page, &TrainPage::kept, run, &RunController::keep);
    QObject::connect(run, &RunController::followed, page, &TrainPage::followTraining);
    QObject::connect(page, &TrainPage::followRequested, run, &RunController::follow);
    QObject::connect(page, &TrainPage::runShown, run, &RunController::shown);
    QObject::connect(page, &TrainPage::resultShown, run, &RunController::resultShown);
    QObject::connect(page, &TrainPage::courseWanted, run, &RunController::openBeside);
    QObject::connect(run, &RunController::loadedBeside, page, &TrainPage::takeCourse);
    return page;
}

} // namespace

PageInfo trainPageInfo()
{
    return { pageid::kTrain, TrainPage::tr("&Train"),
        TrainPage::tr("The training under way, or the run that is open."), make };
}

} // namespace btw::pages
