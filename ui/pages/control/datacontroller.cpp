// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/datacontroller.h"

#include "ui/models/words.h"
#include "ui/pages/actions.h"
#include "ui/pages/import/importflow.h"
#include "ui/pages/import/importview.h"
#include "ui/pages/pageinfo.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QDir>

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

void DataController::open(const QString& path, bool isKnown)
{
    m_opening.clear();
    m_isDemo = false;
    Q_EMIT headlineChanged(tr("Opening"), path);
    m_import->open(path, isKnown ? ImportFlow::Ask::Problems : ImportFlow::Ask::Guesses);
}

void DataController::startDemo(const QString& kind)
{
    m_import->discard();
    m_opening = kind;
    m_isDemo = true;
    Q_EMIT headlineChanged(tr("Making the demo cohort"), QString());
    m_queue.openDemo(kind);
}

void DataController::changeReading()
{
    if (m_cohort && !m_plan.path.isEmpty())
        m_import->change(m_plan);
}

QString DataController::exportName() const
{
    QString name = m_cohort ? QString::fromStdString(m_cohort->name) : QString();
    for (auto& letter : name)
        if (!letter.isLetterOrNumber() && letter != QLatin1Char('-') && letter != QLatin1Char('.'))
            letter = QLatin1Char('_');
    return name.isEmpty() ? QStringLiteral("data.npz") : name + QStringLiteral(".npz");
}

QString DataController::exportTarget(const QString& path, bool isArchive)
{
    const QLatin1String suffix(".npz");
    QString target = path;
    if (isArchive && !target.endsWith(suffix, Qt::CaseInsensitive))
        target += suffix;
    while (!isArchive && target.endsWith(suffix, Qt::CaseInsensitive))
        target.chop(suffix.size());
    return target;
}

void DataController::exportData(const QString& path)
{
    if (!m_cohort)
        return;
    Q_EMIT said(tr("Exporting to %1…").arg(QDir::toNativeSeparators(path)));
    Q_EMIT pageWanted(pageid::kData);
    m_queue.exportCohort(m_cohort, path);
}

void DataController::take(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
    const std::vector<io::Problem>& problems)
{
    m_opening.clear();
    if (!cohort) {
        refuse(path, problems);
        return;
    }
    const bool isDemo = std::exchange(m_isDemo, false);
    const auto report = m_import->reportOf(cohort);
    // Where it leads does not depend on how long the reading took.
    const bool imported = report && m_showsImport && !m_import->isPassing();
    m_cohort = cohort;
    m_identity = std::make_shared<const jobs::CohortIdentity>(cohort);
    m_path = path;
    m_plan = report ? m_import->plan() : jobs::ImportPlan { path, {} };
    const auto& found = report ? report->problems : problems;
    if (report)
        m_import->taken();
    tellHeadline();
    showImport(false);
    Q_EMIT opened(cohort, path, found);
    if (report && report->summary)
        Q_EMIT described(report->summary);
    else
        m_queue.describe(cohort);
    for (auto* action : { m_actions.changeReading, m_actions.exportData })
        action->setEnabled(true);
    m_settings.addRecentCohort(path);
    hash();
    if (isDemo)
        Q_EMIT demoOpened();
    else
        Q_EMIT pageWanted(imported ? pageid::kData : pageid::kStart);
}

void DataController::refuse(const QString& path, const std::vector<io::Problem>& problems)
{
    m_opening.clear();
    m_isDemo = false;
    tellHeadline();
    m_settings.removeRecentCohort(path);
    Q_EMIT refused(path, problems);
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
    Q_EMIT headlineChanged(m_cohort ? QString::fromStdString(m_cohort->name) : tr("BTW Workbench"),
        m_cohort ? models::cohortLine(*m_cohort) : tr("no data open"));
}

void DataController::hash()
{
    // Off this thread: a large cohort takes a while to hash.
    m_pool.start([this, identity = m_identity] {
        const QString hash = identity->hash();
        QMetaObject::invokeMethod(
            this,
            [this, identity, hash] {
                if (identity == m_identity)
                    Q_EMIT hashed(hash);
            },
            Qt::QueuedConnection);
    });
}

} // namespace btw::pages
