// SPDX-License-Identifier: GPL-3.0-or-later
// What the window's parts tell each other; the window itself is in mainwindow.cpp.
#include "ui/dialogs/leaveimport.h"
#include "ui/help/helpwindow.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/hiddentestbanner.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/resultnews.h"
#include "ui/pages/sidebar.h"
#include "ui/pages/studieslist.h"
#include "ui/pages/studyactions.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>

#include <algorithm>

namespace btw::pages {

void MainWindow::wire()
{
    auto info = m_registry.all().begin(); // an action a page
    for (auto* action : m_actions->goTo)
        connect(action, &QAction::triggered, this, [this, id = (info++)->id] { showPage(id); });
    connect(m_actions->goRuns, &QAction::triggered, m_sidebar->studies(), &StudiesList::focusCurrent);
    connect(m_actions->palette, &QAction::triggered, this, &MainWindow::findCommand);
    connect(&m_files, &FileChoices::projectChosen, this, &MainWindow::projectChosen);
    connect(&m_headline, &Headline::fileWanted, &m_files, &FileChoices::findSource);
    connect(m_actions->handbook, &QAction::triggered, this, [this] {
        showHelp();
        m_help->showPage(shownPage());
    });
    connect(m_actions->glossary, &QAction::triggered, this, [this] {
        showHelp();
        m_help->showWord({});
    });
    connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions, &Actions::schemeChosen, &m_settings, &widgets::Settings::setScheme);
    connect(&m_settings, &widgets::Settings::schemeChanged, this, &MainWindow::applyScheme);
    connect(m_sidebar, &Sidebar::pageChosen, this,
        [this](int page) { showPage(m_registry.all()[static_cast<std::size_t>(page)].id); });
    connect(&m_data, &DataController::pageWanted, this, &MainWindow::showPage);
    connect(&m_trainings, &TrainingsController::pageWanted, this, &MainWindow::showPage);
    connect(&m_run, &RunController::pageWanted, this, &MainWindow::showPage);

    connect(&m_data, &DataController::opened, m_status, [this] { m_status->setCohortHash(QString()); });
    connect(&m_data, &DataController::hashed, m_status, &StatusLine::setCohortHash);
    connect(&m_trainings, &TrainingsController::happened, m_status, [this](const jobs::TrainingEvent& event) {
        if (std::holds_alternative<jobs::EpochDone>(event))
            m_status->saved();
    });
    connect(&m_run, &RunController::selected, &m_run, &RunController::select);
    m_data.setAskToLeave([this](const QString& name) { return dialogs::confirmLeavingImport(name, this); });
    connect(&m_run, &RunController::opened, &m_headline,
        [this](const std::shared_ptr<const jobs::RunDigest>& digest) { m_headline.show(*digest); });
    connect(&m_run, &RunController::followed, &m_headline, &Headline::showOpenData);
    connect(&m_trainings, &TrainingsController::expected, &m_headline, &Headline::showOpenData);
    wireStudies();
    wireUndo();
    wireWatch();
    connect(&m_run, &RunController::shown, m_status, &StatusLine::setRun);
    connect(&m_run, &RunController::resultShown, m_status, &StatusLine::setResult);
}

void MainWindow::wireStudies()
{
    auto* list = m_sidebar->studies();
    connect(
        &m_studies, &StudiesController::listed, list, [this, list] { list->setStudies(m_studies.all()); });
    connect(&m_studies, &StudiesController::opened, list, [this, list](const experiments::Study& study) {
        list->setCurrentStudy(study.id);
        m_headline.show(study);
        const bool isOfStudy = std::any_of(study.trainings.begin(), study.trainings.end(),
            [this](const store::TrainingRecord& training) { return training.has(m_status->run()); });
        if (!isOfStudy)
            m_status->clearRun();
    });
    connect(list, &StudiesList::opened, &m_studies, [this](const experiments::Study::Id& id) {
        m_studies.show(id);
        showPage(pageid::kTrain);
    });
    m_news = new ResultNews(
        m_trainings, m_studies, *m_status, [this] { return shownPage() == pageid::kTrain; }, this);
    connect(m_news, &ResultNews::wanted, &m_studies, [this](const experiments::Study::Id& id) {
        m_studies.show(id);
        showPage(pageid::kTrain);
    });
    connect(list, &StudiesList::resumeWanted, &m_studies, [this](const experiments::Study& study) {
        if (study.id.experiment != 0)
            m_experiments.resume(study.id.experiment);
        else
            resumeStudy(m_queue, study);
    });
    connect(list, &StudiesList::removeWanted, &m_studies,
        [this](const experiments::Study& study) { removeStudy(m_queue, study, m_studies.all(), this); });
    connect(list, &StudiesList::commandWanted, &m_studies, [this](const experiments::Study& study) {
        QApplication::clipboard()->setText(studyCommand(m_queue.storePath(), study));
    });
}

void MainWindow::wireUndo()
{
    m_undoGroup.addStack(&m_undo);
    if (auto* import = m_data.importHistory())
        m_undoGroup.addStack(import);
    m_actions->follow(m_undoGroup);
    m_undoGroup.setActiveStack(&m_undo);
    connect(&m_data, &DataController::importShown, &m_undoGroup,
        [this](bool shown) { m_undoGroup.setActiveStack(shown ? m_data.importHistory() : &m_undo); });
    // The form is about other data now, and what was cancelled holds on to the old.
    connect(&m_data, &DataController::opened, &m_undoGroup, [this] {
        m_undo.clear();
        m_queue.forgetCancelled();
    });
}

void MainWindow::wireWatch()
{
    const auto lose = [this] {
        m_status->setLost(true);
        m_lost->warn(tr("The project file %1 was deleted or moved: nothing is saved any more.")
                         .arg(QDir::toNativeSeparators(m_queue.storePath())),
            TrainingsController::lostWords());
    };
    connect(&m_watch, &ProjectWatch::lost, this, lose);
    connect(&m_trainings, &TrainingsController::projectLost, this, lose);
    connect(&m_watch, &ProjectWatch::found, this, [this] {
        m_status->setLost(false);
        m_lost->hide();
    });
}

} // namespace btw::pages
