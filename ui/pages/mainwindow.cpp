// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/mainwindow.h"

#include "engine/analysis/metrics.h"
#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/leaveimport.h"
#include "ui/help/helpwindow.h"
#include "ui/models/words.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/instance/instancepanel.h"
#include "ui/pages/interruptedbanner.h"
#include "ui/pages/page.h"
#include "ui/pages/sidebar.h"
#include "ui/pages/studieslist.h"
#include "ui/pages/studyactions.h"
#include "ui/widgets/settings.h"
#include "ui/widgets/tooltipcloser.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace btw::pages {

namespace {

constexpr QSize kSmallest(1000, 680);
constexpr QSize kUsual(1440, 900);
constexpr int kFrame = 40; // what the desktop puts around a window

QFrame* ruleIn(QWidget* parent)
{
    auto* rule = new QFrame(parent);
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    return rule;
}

/// The one local file or folder of a drop, or an empty string.
QString droppedPath(const QMimeData* data)
{
    const auto urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

MainWindow::MainWindow(jobs::Queue& queue, widgets::Settings& settings, const MachineInfo& machine,
    PageRegistry pages, charts::FigureRegistry figures, QWidget* parent)
    : QMainWindow(parent)
    , m_queue(queue)
    , m_settings(settings)
    , m_machine(machine)
    , m_registry(std::move(pages))
    , m_figures(std::move(figures))
    , m_desktop(QApplication::palette())
    , m_actions(new Actions(m_registry.all(), this))
    , m_data(queue, settings, *m_actions)
    , m_trainings(queue, m_runs, m_data, *m_actions, machine.threads, machine.trainsOn)
    , m_run(queue, m_runs, m_trainings, *m_actions, this)
    , m_lookup(queue.storePath())
    , m_studies(queue, m_lookup)
    , m_experiments(queue, m_data)
    , m_storePath(queue.storePath())
    , m_header(new HeaderBar(m_actions->palette, this))
    , m_sidebar(new Sidebar(queue, *m_actions, this))
    , m_stack(new QStackedWidget(this))
    , m_status(new StatusLine(machine, this))
    , m_session(settings, queue.storePath(), m_data, m_studies)
    , m_notifier(m_trainings, *this)
{
    new widgets::TooltipCloser(this);
    setMinimumSize(kSmallest);
    resize(kUsual);
    setAcceptDrops(true);
    makePages();
    buildLayout();
    applyScheme(m_settings.scheme());
    restoreGeometry(m_settings.windowGeometry());
    fitToScreen();
    wire();
    // Style every page now: the first look at one should not cost a pause while a training runs.
    for (auto* widget : findChildren<QWidget*>())
        widget->ensurePolished();
    if (!m_pages.empty())
        showPage(m_registry.all().front().id);
    queue.refreshRuns();
    queue.findLeftOver();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildLayout()
{
    m_actions->fill(menuBar());
    // Shortcuts work wherever the keyboard is, also for actions that no visible menu holds.
    addActions(m_actions->all());
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_sidebar);
    middle->addWidget(m_stack, 1);
    auto* frame = new QWidget(this);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(ruleIn(frame));
    column->addWidget(new InterruptedBanner(m_queue, frame));
    column->addLayout(middle, 1);
    column->addWidget(ruleIn(frame));
    column->addWidget(m_status);
    setCentralWidget(frame);
}

void MainWindow::wire()
{
    for (qsizetype i = 0; i < m_actions->goTo.size(); ++i)
        connect(m_actions->goTo[i], &QAction::triggered, this,
            [this, id = m_registry.all()[static_cast<std::size_t>(i)].id] { showPage(id); });
    connect(m_actions->goRuns, &QAction::triggered, m_sidebar->studies(), &StudiesList::focusCurrent);
    connect(m_actions->palette, &QAction::triggered, this, &MainWindow::findCommand);
    connect(m_actions->openFile, &QAction::triggered, this, &MainWindow::chooseFile);
    connect(m_actions->openFolder, &QAction::triggered, this, &MainWindow::chooseFolder);
    connect(m_actions->openProject, &QAction::triggered, this, &MainWindow::chooseProject);
    connect(m_actions->exportData, &QAction::triggered, this, &MainWindow::chooseExport);
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

    connect(&m_data, &DataController::headlineChanged, m_header,
        [this](const QString& name, const QString& line) {
            m_openData.name = name;
            m_openData.line = line;
            tellData();
        });
    connect(&m_data, &DataController::opened, m_status, [this] { m_status->setCohortHash(QString()); });
    connect(&m_data, &DataController::hashed, m_status, &StatusLine::setCohortHash);
    connect(&m_trainings, &TrainingsController::happened, m_status, [this](const jobs::TrainingEvent& event) {
        if (std::holds_alternative<jobs::EpochDone>(event))
            m_status->saved();
    });
    connect(&m_run, &RunController::selected, &m_run, &RunController::select);
    connect(&m_trainings, &TrainingsController::projectLost, m_status, &StatusLine::lose);
    m_data.setAskToLeave([this](const QString& name) { return dialogs::confirmLeavingImport(name, this); });
    connect(
        &m_data, &DataController::opened, this, [this](const std::shared_ptr<const data::Cohort>& cohort) {
            m_openData.metric
                = models::metricShort(analysis::primaryMetric(cohort->task, cohort->classCount()));
            tellData();
        });
    connect(&m_run, &RunController::opened, m_header,
        [this](const std::shared_ptr<const jobs::RunDigest>& digest) {
            m_shownData = { digest->cohortName,
                models::modalityCount(static_cast<std::int64_t>(digest->modalities.size())),
                models::metricShort(analysis::primaryMetric(digest->task, digest->classes.size())) };
            tellData();
        });
    const auto showOpenData = [this] {
        m_shownData = {};
        tellData();
    };
    connect(&m_run, &RunController::followed, m_header, showOpenData);
    connect(&m_trainings, &TrainingsController::expected, m_header, showOpenData);
    wireStudies();
    connect(&m_run, &RunController::shown, m_status,
        [this](qint64 /*runId*/, std::uint64_t seed, const QString& specHash) {
            m_status->setRun(seed, specHash);
        });
}

void MainWindow::wireStudies()
{
    auto* list = m_sidebar->studies();
    connect(
        &m_studies, &StudiesController::listed, list, [this, list] { list->setStudies(m_studies.all()); });
    connect(&m_studies, &StudiesController::opened, list, [this, list](const experiments::Study& study) {
        list->setCurrentStudy(study.id);
        m_shownData = { study.data, models::studyLine(study).section(QStringLiteral(" · "), 1),
            study.metric.empty() ? QString() : models::metricShort(study.metric) };
        tellData();
    });
    connect(list, &StudiesList::opened, &m_studies, [this](const experiments::Study::Id& id) {
        m_studies.show(id);
        showPage(pageid::kTrain);
    });
    connect(list, &StudiesList::resumeWanted, &m_studies,
        [this](const experiments::Study& study) { resumeStudy(m_queue, study); });
    connect(list, &StudiesList::removeWanted, &m_studies,
        [this](const experiments::Study& study) { removeStudy(m_queue, study, m_studies.all(), this); });
    connect(list, &StudiesList::commandWanted, &m_studies, [this](const experiments::Study& study) {
        QApplication::clipboard()->setText(studyCommand(m_queue.storePath(), study));
    });
}

void MainWindow::tellData()
{
    const QString page = m_stack->currentIndex() < 0 ? QString() : shownPage();
    const bool isAboutOpen = page == pageid::kStart || page == pageid::kData || page == pageid::kExperiment;
    const bool isOther = !m_shownData.name.isEmpty() && m_shownData.name != m_openData.name;
    const bool isOpen = !isOther || (isAboutOpen && m_data.cohort());
    const auto& shown = isOpen ? m_openData : m_shownData;
    m_header->setCohort(shown.name,
        !isOpen && m_data.cohort() ? tr("%1 · not the data that is open").arg(shown.line) : shown.line);
    QStringList parts { shown.name, shown.metric };
    if (!page.isEmpty())
        parts << m_registry.all()[static_cast<std::size_t>(m_stack->currentIndex())].title();
    parts.removeAll(QString());
    setWindowTitle(parts.join(QStringLiteral(" · ")));
}

void MainWindow::makePages()
{
    const PageParts parts { *m_actions, m_figures, m_settings, m_data, m_trainings, m_run, m_experiments,
        m_studies, m_lookup, m_selection, m_storePath, [this](const QString& id) { showPage(id); },
        [this](const QString& id) { return m_registry.has(id); } };
    for (const auto& info : m_registry.all()) {
        m_pages.push_back(info.make(parts));
        m_stack->addWidget(m_pages.back());
    }
    m_instance = new InstancePanel(parts, m_stack);
}

void MainWindow::showPage(const QString& id)
{
    const int index = m_registry.indexOf(id);
    m_stack->setCurrentIndex(index);
    m_sidebar->setPage(index);
    tellData();
    m_session.keepPage(id);
}

void MainWindow::fitToScreen()
{
    // The platform without a screen names one that is smaller than any.
    if (QGuiApplication::platformName() == QLatin1String("offscreen"))
        return;
    const QSize room = screen()->availableSize() - QSize(0, kFrame);
    setMinimumSize(fittedSize(minimumSize(), room));
    resize(fittedSize(size(), room));
}

QSize fittedSize(const QSize& wanted, const QSize& screen)
{
    return screen.isEmpty() ? wanted : wanted.boundedTo(screen);
}

void MainWindow::showHelp()
{
    if (!m_help)
        m_help = new help::HelpWindow(this);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

QString MainWindow::shownPage() const
{
    return m_registry.all()[static_cast<std::size_t>(m_stack->currentIndex())].id;
}

void MainWindow::applyScheme(widgets::Scheme scheme)
{
    using widgets::Theme;
    m_theme = Theme::forScheme(m_desktop);
    if (scheme == widgets::Scheme::Light)
        m_theme = Theme::light();
    else if (scheme == widgets::Scheme::Dark)
        m_theme = Theme::dark();
    else if (scheme == widgets::Scheme::HighContrast)
        m_theme = Theme::highContrast();
    QApplication::setPalette(m_theme.palette());
    // It has every widget styled again, and so is set once they are there: earlier, they were styled each
    // time that one is put into another, which takes twice as long.
    if (const QString sheet = m_theme.styleSheet(); sheet != qApp->styleSheet())
        qApp->setStyleSheet(sheet);
    m_sidebar->setTheme(m_theme);
    for (auto* page : m_pages)
        page->setTheme(m_theme);
    m_instance->setTheme(m_theme);
    m_actions->setScheme(scheme);
}

void MainWindow::setMachine(const MachineInfo& machine)
{
    m_machine = machine;
    m_status->setMachine(machine);
}

void MainWindow::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open data"), m_settings.lastFolder(),
        tr("Data (*.csv *.tsv *.txt *.data *.gz *.bz2 *.xz *.xlsx *.ods *.sav *.zsav *.por *.dta *.sas7bdat "
           "*.xpt *.mat *.h5ad *.h5mu *.npz *.pkl *.pickle *.zip "
           "*.json);;All files (*)"));
    if (path.isEmpty())
        return;
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    m_data.openPath(path);
}

void MainWindow::chooseFolder()
{
    const QString path
        = QFileDialog::getExistingDirectory(this, tr("Open a folder of CSV files"), m_settings.lastFolder());
    if (path.isEmpty())
        return;
    m_settings.setLastFolder(path);
    m_data.openPath(path);
}

void MainWindow::chooseProject()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a project"), m_settings.lastFolder(), tr("Projects (*.sqlite);;All files (*)"));
    if (!path.isEmpty())
        Q_EMIT projectChosen(path);
}

void MainWindow::chooseExport()
{
    const QString archive = tr("NumPy archive (*.npz)");
    const QString folder = tr("New folder of CSV files (*)");
    QString chosen;
    const QString name = QDir(m_settings.lastFolder()).filePath(m_data.exportName());
    QString path = QFileDialog::getSaveFileName(this, tr("Export data"), name,
        archive + QStringLiteral(";;") + folder, &chosen,
        QFileDialog::DontConfirmOverwrite); // an export replaces nothing
    if (path.isEmpty())
        return;
    if (chosen == archive || chosen == folder)
        path = DataController::exportTarget(path, chosen == archive);
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    m_data.exportData(path);
}

void MainWindow::findCommand()
{
    dialogs::CommandPalette palette(m_actions->all(), m_theme, this);
    palette.exec();
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About BTW Workbench"),
        tr("<b>BTW Workbench %1</b><p>Trains multimodal models with Beyond Two-modality Weighting (Hou, "
           "Wang "
           "and Wang, Findings of EMNLP 2025) and shows what each modality adds.</p><p>Free software under "
           "the GNU General Public License, version 3 or later. Nothing leaves this computer.</p>")
            .arg(m_machine.version.toHtmlEscaped()));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_data.mayLeaveImport()) {
        event->ignore();
        return;
    }
    m_settings.setWindowGeometry(saveGeometry());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedPath(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    if (const QString path = droppedPath(event->mimeData()); !path.isEmpty())
        m_data.openPath(path);
}

} // namespace btw::pages
