// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/startpageinfo.h"

#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/trainingscontroller.h"
#include "ui/pages/start/startpage.h"
#include "ui/widgets/settings.h"

#include <QFileDialog>
#include <QFileInfo>

namespace btw::pages {

namespace {

void showRecents(StartPage* page, const widgets::Settings& settings)
{
    const QStringList paths = settings.recentCohorts();
    QHash<QString, QString> sources;
    for (const auto& path : paths)
        sources.insert(path, settings.recentFacts(path).source);
    page->setRecents(paths, sources);
}

void findSource(StartPage* page, DataController& data, const QString& path, const QString& source)
{
    const QFileInfo before(source);
    const QString title = StartPage::tr("Where is %1 now?").arg(before.fileName());
    const QString found = before.suffix().isEmpty()
        ? QFileDialog::getExistingDirectory(page, title, before.path())
        : QFileDialog::getOpenFileName(page, title, before.path(),
            StartPage::tr("Files like %1 (*.%2);;All files (*)").arg(before.fileName(), before.suffix()));
    if (!found.isEmpty())
        data.findSource(path, found);
}

Page* make(const PageParts& parts)
{
    auto* page = new StartPage(parts.actions);
    showRecents(page, parts.settings);
    QObject::connect(&parts.settings, &widgets::Settings::recentCohortsChanged, page,
        [page, settings = &parts.settings] { showRecents(page, *settings); });
    QObject::connect(&parts.data, &DataController::sourceMissing, page, &StartPage::offerToFind);
    QObject::connect(page, &StartPage::findRequested, page,
        [page, data = &parts.data](
            const QString& path, const QString& source) { findSource(page, *data, path, source); });
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
