// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/datacontroller.h"

#include "ui/models/words.h"
#include "ui/pages/actions.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/importflow.h"
#include "ui/pages/import/importview.h"
#include "ui/pages/pageinfo.h"
#include "ui/widgets/settings.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/jobs/queue.h"

#include "engine/analysis/metrics.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace btw::pages {

DataController::DataController(jobs::Queue& queue, widgets::Settings& settings, const Actions& actions)
    : m_queue(queue)
    , m_settings(settings)
    , m_actions(actions)
{
    connect(&queue, &jobs::Queue::cohortOpened, this, &DataController::take);
    connect(&queue, &jobs::Queue::cohortDescribed, this, &DataController::described);
    connect(&queue, &jobs::Queue::failed, this, &DataController::fail);
    connect(&queue, &jobs::Queue::cohortExported, this, [this](const QString& path) {
        Q_EMIT said(tr("Exported to %1.").arg(QDir::toNativeSeparators(path)));
    });
    connect(&queue, &jobs::Queue::exportFailed, this, [this](const QString& sentence) {
        Q_EMIT warned(
            sentence, tr("The open data is as it was."), tr("Choose another place and export again."));
    });
    connect(
        actions.demoSentiment, &QAction::triggered, this, [this] { startDemo(QStringLiteral("sentiment")); });
    connect(actions.demoLos, &QAction::triggered, this, [this] { startDemo(QStringLiteral("los")); });
    connect(actions.changeReading, &QAction::triggered, this, &DataController::changeReading);
}

DataController::~DataController() { m_pool.waitForDone(); }

void DataController::setImportView(ImportView& view)
{
    m_import = std::make_unique<ImportFlow>(m_queue, view);
    m_importHistory = &view.draft().history();
    connect(m_import.get(), &ImportFlow::viewWanted, this, [this] {
        Q_EMIT headlineChanged(tr("Import"), m_import->path());
        showImport(true);
        Q_EMIT pageWanted(pageid::kData);
    });
    connect(m_import.get(), &ImportFlow::discarded, this, [this] {
        tellHeadline();
        showImport(false);
        if (!m_cohort)
            Q_EMIT pageWanted(pageid::kStart);
    });
    connect(m_import.get(), &ImportFlow::unusable, this,
        [this](const QString& path, const std::vector<io::Problem>& problems) {
            showImport(false);
            refuse(path, problems);
        });
}

void DataController::openPath(const QString& path) { open(path, false); }

void DataController::openAgain(const QString& path) { open(path, true); }

void DataController::openBeside(const QString& path) { open(path, true, true); }

bool DataController::mayLeaveImport() const
{
    return !m_import || !m_import->hasChoices() || !m_askToLeave
        || m_askToLeave(QFileInfo(m_import->source()).fileName());
}

void DataController::findSource(const QString& path, const QString& found)
{
    if (!mayLeaveImport())
        return;
    io::Recipe recipe;
    if (io::isRecipeFile(path)) {
        io::Problems problems;
        const auto file = io::readRecipeFile(path, problems); // a page of JSON
        if (!file) {
            refuse(path, problems.take());
            return;
        }
        recipe = recipeFor(*file, found);
    }
    m_opening.clear();
    m_isDemo = false;
    m_isBeside = false;
    m_found = FoundSource { path, found };
    Q_EMIT headlineChanged(tr("Opening"), found);
    m_import->openAs({ found, recipe });
}

void DataController::open(const QString& path, bool isKnown, bool isBeside)
{
    if (!mayLeaveImport())
        return;
    m_found.reset();
    m_opening.clear();
    m_isDemo = false;
    m_isBeside = isBeside;
    Q_EMIT headlineChanged(tr("Opening"), path);
    m_import->open(path, isKnown ? ImportFlow::Ask::Problems : ImportFlow::Ask::Guesses);
}

void DataController::startDemo(const QString& kind)
{
    if (!mayLeaveImport())
        return;
    expectMade(kind, true);
    Q_EMIT headlineChanged(tr("Making the demo cohort"), QString());
    m_queue.openDemo(kind);
}

void DataController::openSample(const QString& name)
{
    expectMade(name, false);
    m_isBeside = true;
    Q_EMIT headlineChanged(tr("Making the planted cohort"), name);
    m_queue.openSample(name);
}

void DataController::expectMade(const QString& name, bool isDemo)
{
    m_found.reset();
    m_import->discard();
    m_isBeside = false;
    m_opening = name;
    m_isDemo = isDemo;
}

void DataController::changeReading()
{
    if (m_cohort && !m_plan.path.isEmpty() && mayLeaveImport()) {
        m_found.reset();
        m_import->change(m_plan);
    }
}

void DataController::take(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
    const std::vector<io::Problem>& problems)
{
    m_opening.clear();
    if (!cohort) {
        refuse(path, problems);
        return;
    }
    if (m_found && m_import->reportOf(cohort))
        checkFound(cohort, path, problems);
    else
        accept(cohort, path, problems);
}

void DataController::checkFound(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
    const std::vector<io::Problem>& problems)
{
    const FoundSource found = *m_found;
    const QString known = m_settings.recentFacts(found.before).hash;
    // Off this thread: hashing takes a while, and a recipe is written.
    m_pool.start([this, cohort, path, problems, found, known] {
        const auto checked = check(found, *cohort, path, known);
        QMetaObject::invokeMethod(
            this,
            [this, cohort, path, problems, found, known, checked] {
                if (!m_found || m_found->now != found.now)
                    return; // something else was opened meanwhile
                m_found.reset();
                takeFound(cohort, path, problems, found, checked);
                if (checked.isSame && known.isEmpty() && checked.sentence.isEmpty())
                    Q_EMIT warned(tr("Whether these are the same values as before could not be checked: this "
                                     "program had not computed their fingerprint then."),
                        {}, {});
            },
            Qt::QueuedConnection);
    });
}

void DataController::takeFound(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
    const std::vector<io::Problem>& problems, const FoundSource& found, const CheckedSource& checked)
{
    if (!checked.isSame) {
        m_import->taken();
        showImport(false);
        io::Problems differ;
        differ.error("not-the-same", QFileInfo(found.now).fileName().toStdString(),
            "this is not the data that was opened before: its values differ",
            "choose the file that was opened before, or open this one as new data");
        refuse(found.now, differ.take());
        Q_EMIT sourceMissing(found.before, m_settings.recentFacts(found.before).source);
        return;
    }
    if (!checked.isKept)
        m_settings.removeRecentCohort(found.before);
    accept(cohort, checked.isKept ? found.before : path, problems);
    if (!checked.sentence.isEmpty())
        Q_EMIT warned(checked.sentence, tr("The data is open."), {});
}

void DataController::accept(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
    const std::vector<io::Problem>& problems)
{
    const bool isDemo = std::exchange(m_isDemo, false);
    const auto report = m_import->reportOf(cohort);
    // Where it leads does not depend on how long the reading took.
    const bool imported = report && m_showsImport && !m_import->isPassing();
    m_cohort = cohort;
    m_identity = std::make_shared<const jobs::CohortIdentity>(cohort);
    m_path = path;
    m_source = report ? m_import->source() : path;
    m_plan = report ? m_import->plan() : jobs::ImportPlan { path, {} };
    const auto& found = report ? report->problems : problems;
    if (report)
        m_import->taken();
    tellHeadline();
    showImport(false);
    Q_EMIT opened(cohort, m_source, found);
    if (report && report->summary)
        Q_EMIT described(report->summary);
    else
        m_queue.describe(cohort);
    for (auto* action : { m_actions.changeReading, m_actions.exportData })
        action->setEnabled(true);
    const QString knownHash = m_settings.recentFacts(path).hash;
    m_settings.setRecentFacts(path, { m_source == path ? QString() : m_source, knownHash });
    m_settings.addRecentCohort(path);
    hash();
    if (isDemo)
        Q_EMIT demoOpened();
    else if (!std::exchange(m_isBeside, false))
        Q_EMIT pageWanted(imported ? pageid::kData : pageid::kStart);
}

void DataController::refuse(const QString& path, const std::vector<io::Problem>& problems)
{
    m_opening.clear();
    m_isDemo = false;
    m_found.reset();
    tellHeadline();
    const QString source = path == m_import->path() ? m_import->source() : path;
    const bool isMissing = std::any_of(problems.begin(), problems.end(), [](const io::Problem& problem) {
        return problem.code == "not-there";
    }) && !QFileInfo::exists(source);
    // A disk that is not connected today is tomorrow.
    if (!isMissing)
        m_settings.removeRecentCohort(path);
    Q_EMIT refused(source, problems);
    if (isMissing && m_settings.recentCohorts().contains(path))
        Q_EMIT sourceMissing(path, source);
    Q_EMIT pageWanted(pageid::kStart);
}

void DataController::fail(const QString& sentence)
{
    if (m_opening.isEmpty()) {
        Q_EMIT failed(sentence);
        return;
    }
    m_settings.removeRecentCohort(m_opening);
    m_opening.clear();
    m_isDemo = false;
    tellHeadline();
    Q_EMIT openingFailed(sentence, tr("What was saved before is safe."),
        tr("Correct it and open it again, or open other data."));
    Q_EMIT pageWanted(pageid::kStart);
}

void DataController::showImport(bool shown)
{
    m_showsImport = shown;
    Q_EMIT importShown(shown);
}

void DataController::tellHeadline()
{
    if (!m_cohort) {
        Q_EMIT headlineChanged(tr("BTW Workbench"), tr("no data open"));
        return;
    }
    const auto metric = analysis::primaryMetric(m_cohort->task, m_cohort->classCount());
    Q_EMIT headlineChanged(QString::fromStdString(m_cohort->name),
        tr("%1 · judged by %2", "what a cohort holds, and a metric")
            .arg(models::cohortLine(*m_cohort), models::metricName(metric)));
}

void DataController::hash()
{
    // Off this thread: a large cohort takes a while to hash.
    m_pool.start([this, identity = m_identity] {
        const QString hash = identity->hash();
        QMetaObject::invokeMethod(
            this,
            [this, identity, hash] {
                if (identity != m_identity)
                    return;
                m_settings.setRecentFacts(m_path, { m_source == m_path ? QString() : m_source, hash });
                Q_EMIT hashed(hash);
            },
            Qt::QueuedConnection);
    });
}

} // namespace btw::pages
