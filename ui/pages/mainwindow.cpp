// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/mainwindow.h"

#include "ui/dialogs/commandpalette.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/sidebar.h"
#include "ui/pages/start/startpage.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/settings.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace btw::pages {

namespace {

constexpr QSize kSmallest(1000, 680);
constexpr QSize kUsual(1440, 900);

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

MainWindow::MainWindow(
    jobs::Queue& queue, widgets::Settings& settings, const MachineInfo& machine, QWidget* parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_machine(machine)
    , m_desktop(QApplication::palette())
    , m_actions(new Actions(this))
    , m_header(new HeaderBar(m_actions->palette, this))
    , m_sidebar(new Sidebar(m_runs, *m_actions, this))
    , m_pages(new QStackedWidget(this))
    , m_start(new StartPage(*m_actions))
    , m_data(new DataPage(*m_actions))
    , m_train(new TrainPage(*m_actions))
    , m_status(new StatusLine(machine, this))
{
    setWindowTitle(tr("BTW Workbench"));
    setMinimumSize(kSmallest);
    resize(kUsual);
    setAcceptDrops(true);
    buildLayout();
    applyScheme(m_settings.scheme());
    restoreGeometry(m_settings.windowGeometry());
    m_session = std::make_unique<Session>(Session::Parts { queue, m_runs, m_settings, *m_actions, *m_header,
                                              *m_sidebar, *m_status, *m_start, *m_train, *m_data },
        machine.threads, machine.trainsOn, this);
    wire();
    // Style every page now: the first look at one should not cost a pause while a training runs.
    for (auto* widget : findChildren<QWidget*>())
        widget->ensurePolished();
    showPage(Page::Start);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildLayout()
{
    m_actions->fill(menuBar());
    // Shortcuts work wherever the keyboard is, also for actions that no visible menu holds.
    addActions(m_actions->all());
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_data);
    m_pages->addWidget(m_train);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_sidebar);
    middle->addWidget(m_pages, 1);
    auto* frame = new QWidget(this);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(ruleIn(frame));
    column->addLayout(middle, 1);
    column->addWidget(ruleIn(frame));
    column->addWidget(m_status);
    setCentralWidget(frame);
}

void MainWindow::wire()
{
    connect(m_actions->goStart, &QAction::triggered, this, [this] { showPage(Page::Start); });
    connect(m_actions->goData, &QAction::triggered, this, [this] { showPage(Page::Data); });
    connect(m_actions->goTrain, &QAction::triggered, this, [this] { showPage(Page::Train); });
    connect(m_actions->goRuns, &QAction::triggered, m_sidebar, &Sidebar::focusRuns);
    connect(m_actions->palette, &QAction::triggered, this, &MainWindow::findCommand);
    connect(m_actions->openFile, &QAction::triggered, this, &MainWindow::chooseFile);
    connect(m_actions->openFolder, &QAction::triggered, this, &MainWindow::chooseFolder);
    connect(m_actions->openProject, &QAction::triggered, this, &MainWindow::chooseProject);
    connect(m_actions->exportData, &QAction::triggered, this, &MainWindow::chooseExport);
    connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions, &Actions::schemeChosen, &m_settings, &widgets::Settings::setScheme);
    connect(&m_settings, &widgets::Settings::schemeChanged, this, &MainWindow::applyScheme);
    connect(m_sidebar, &Sidebar::pageChosen, this, [this](int page) { showPage(static_cast<Page>(page)); });
    connect(m_session.get(), &Session::pageWanted, this, &MainWindow::showPage);
}

void MainWindow::showPage(Page page)
{
    m_pages->setCurrentIndex(static_cast<int>(page));
    m_sidebar->setPage(static_cast<int>(page));
}

Page MainWindow::page() const { return static_cast<Page>(m_pages->currentIndex()); }

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
    qApp->setStyleSheet(m_theme.styleSheet());
    m_sidebar->setTheme(m_theme);
    m_data->setTheme(m_theme);
    m_train->setTheme(m_theme);
    m_actions->setScheme(scheme);
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
    m_session->openPath(path);
}

void MainWindow::chooseFolder()
{
    const QString path
        = QFileDialog::getExistingDirectory(this, tr("Open a folder of CSV files"), m_settings.lastFolder());
    if (path.isEmpty())
        return;
    m_settings.setLastFolder(path);
    m_session->openPath(path);
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
    const QString name = QDir(m_settings.lastFolder()).filePath(m_session->exportName());
    QString path = QFileDialog::getSaveFileName(this, tr("Export data"), name,
        archive + QStringLiteral(";;") + folder, &chosen,
        QFileDialog::DontConfirmOverwrite); // an export replaces nothing
    if (path.isEmpty())
        return;
    if (chosen == archive || chosen == folder)
        path = Session::exportTarget(path, chosen == archive);
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    m_session->exportData(path);
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
        m_session->openPath(path);
}

} // namespace btw::pages
